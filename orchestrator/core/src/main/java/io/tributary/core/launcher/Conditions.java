package io.tributary.core.launcher;

import io.tributary.core.NodeResult;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.Comparison;
import io.tributary.proto.pipeline.Predicate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the conditions of a node over what the nodes above it made. A comparison with something
 * that is not there, or with NaN, has no answer; neither has a condition that depends on one.
 */
final class Conditions {
  private final Function<String, NodeResult> ended;

  /**
   * @param ended the result of a node above
   */
  Conditions(Function<String, NodeResult> ended) {
    this.ended = ended;
  }

  /** What a condition compares is not there. */
  private static final class Undetermined extends Exception {
    private static final long serialVersionUID = 1L;

    Undetermined(String message) {
      super(message, null, false, false);
    }
  }

  /** Why the node is to be skipped; empty if all its conditions hold. */
  Optional<String> obstacle(Iterable<Predicate> conditions) {
    for (var condition : conditions) {
      try {
        if (!holds(condition)) {
          return Optional.of("condition does not hold: " + text(condition));
        }
      } catch (Undetermined e) {
        return Optional.of("condition cannot be met: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private boolean holds(Predicate condition) throws Undetermined {
    return switch (condition.getKindCase()) {
      case COMPARISON -> holds(condition.getComparison());
      case ALL -> !meets(condition.getAll().getPredicatesList(), false);
      case ANY -> meets(condition.getAny().getPredicatesList(), true);
      case NOT -> !holds(condition.getNot());
      case KIND_NOT_SET -> true;
    };
  }

  /**
   * Whether one of the parts gives the wanted answer. One that does decides, whether or not other
   * parts can be determined.
   */
  private boolean meets(Iterable<Predicate> parts, boolean wanted) throws Undetermined {
    @Nullable Undetermined undetermined = null;
    for (var part : parts) {
      try {
        if (holds(part) == wanted) {
          return true;
        }
      } catch (Undetermined e) {
        undetermined = e;
      }
    }
    if (undetermined != null) {
      throw undetermined;
    }
    return false;
  }

  private boolean holds(Comparison comparison) throws Undetermined {
    int order = compare(actual(comparison), comparison.getValue(), comparison);
    return switch (comparison.getOperator()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS_THAN -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case UNRECOGNIZED -> throw new IllegalStateException(comparison.toString());
    };
  }

  private Value actual(Comparison comparison) throws Undetermined {
    var channel = comparison.getChannel();
    var artifacts = ended.apply(channel.getNode()).output(channel.getOutput());
    if (artifacts.isEmpty()) {
      throw new Undetermined(channel.getNode() + "." + channel.getOutput() + " was not made");
    }
    var artifact = artifacts.get(0).message();
    var value = artifact.getPropertiesMap().get(comparison.getProperty());
    if (value == null) {
      value = artifact.getCustomPropertiesMap().get(comparison.getProperty());
    }
    if (value == null) {
      throw new Undetermined(name(comparison) + " is not set");
    }
    return value;
  }

  private static int compare(Value actual, Value wanted, Comparison comparison)
      throws Undetermined {
    if (actual.hasStringValue() && wanted.hasStringValue()) {
      return actual.getStringValue().compareTo(wanted.getStringValue());
    }
    if (actual.hasIntValue() && wanted.hasIntValue()) {
      return Long.compare(actual.getIntValue(), wanted.getIntValue());
    }
    double left = number(actual);
    double right = number(wanted);
    if (left < right) {
      return -1;
    }
    if (left > right) {
      return 1;
    }
    if (left == right) {
      return 0;
    }
    throw new Undetermined(
        name(comparison)
            + " is "
            + text(actual)
            + ", which cannot be compared with "
            + text(wanted));
  }

  /** NaN, which compares with nothing, for what is no number. */
  private static double number(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue() ? 1 : 0;
      default -> Double.NaN;
    };
  }

  private String text(Predicate condition) {
    return switch (condition.getKindCase()) {
      case COMPARISON -> text(condition.getComparison());
      case ALL -> list(condition.getAll().getPredicatesList(), " and ");
      case ANY -> list(condition.getAny().getPredicatesList(), " or ");
      case NOT -> "not (" + text(condition.getNot()) + ")";
      case KIND_NOT_SET -> "";
    };
  }

  private String text(Comparison comparison) {
    try {
      return name(comparison)
          + " is "
          + text(actual(comparison))
          + ", wanted "
          + operator(comparison)
          + " "
          + text(comparison.getValue());
    } catch (Undetermined e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String list(Iterable<Predicate> parts, String word) {
    var text = new StringBuilder();
    for (var part : parts) {
      text.append(text.isEmpty() ? "" : word).append(text(part));
    }
    return text.toString();
  }

  private static String name(Comparison comparison) {
    var channel = comparison.getChannel();
    return channel.getNode() + "." + channel.getOutput() + " > " + comparison.getProperty();
  }

  private static String operator(Comparison comparison) {
    return switch (comparison.getOperator()) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "!=";
      case LESS_THAN -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER_THAN -> ">";
      case GREATER_OR_EQUAL -> ">=";
      case UNRECOGNIZED -> "?";
    };
  }

  private static String text(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      default -> "'" + value.getStringValue() + "'";
    };
  }
}
