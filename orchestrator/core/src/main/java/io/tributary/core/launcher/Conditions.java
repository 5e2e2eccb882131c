package io.tributary.core.launcher;

import io.tributary.core.NodeResult;
import io.tributary.proto.mlmd.Value;
import io.tributary.proto.pipeline.Comparison;
import io.tributary.proto.pipeline.Predicate;
import java.util.Optional;
import java.util.function.Function;

/** Evaluates the conditions of a node over what the nodes above it made. */
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
    switch (condition.getKindCase()) {
      case COMPARISON -> {
        return holds(condition.getComparison());
      }
      case ALL -> {
        for (var part : condition.getAll().getPredicatesList()) {
          if (!holds(part)) {
            return false;
          }
        }
        return true;
      }
      case ANY -> {
        for (var part : condition.getAny().getPredicatesList()) {
          if (holds(part)) {
            return true;
          }
        }
        return false;
      }
      case NOT -> {
        return !holds(condition.getNot());
      }
      case KIND_NOT_SET -> {
        return true;
      }
    }
    throw new IllegalStateException(condition.toString());
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
    if (isNumber(actual) && isNumber(wanted)) {
      return Double.compare(number(actual), number(wanted));
    }
    throw new Undetermined(
        name(comparison)
            + " is "
            + text(actual)
            + ", which cannot be compared with "
            + text(wanted));
  }

  private static boolean isNumber(Value value) {
    return value.hasIntValue() || value.hasDoubleValue() || value.hasBoolValue();
  }

  private static double number(Value value) {
    return switch (value.getValueCase()) {
      case INT_VALUE -> value.getIntValue();
      case BOOL_VALUE -> value.getBoolValue() ? 1 : 0;
      default -> value.getDoubleValue();
    };
  }

  private String text(Predicate condition) throws Undetermined {
    return switch (condition.getKindCase()) {
      case COMPARISON -> {
        var comparison = condition.getComparison();
        yield name(comparison)
            + " is "
            + text(actual(comparison))
            + ", wanted "
            + operator(comparison)
            + " "
            + text(comparison.getValue());
      }
      case ALL -> list(condition.getAll().getPredicatesList(), " and ");
      case ANY -> list(condition.getAny().getPredicatesList(), " or ");
      case NOT -> "not (" + text(condition.getNot()) + ")";
      case KIND_NOT_SET -> "";
    };
  }

  private String list(Iterable<Predicate> parts, String word) throws Undetermined {
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
