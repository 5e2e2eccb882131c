package io.tributary.api;

import static java.util.Objects.requireNonNull;

import io.tributary.api.artifact.Artifact;
import io.tributary.api.artifact.Property;
import java.util.List;

/**
 * A predicate over properties of upstream artifacts, typed: {@code that(blessing,
 * ModelBlessing.BLESSED).isEqualTo(true)}. Steps added through {@link Pipeline#when} run only if it
 * holds, and are skipped otherwise.
 *
 * <p>Where the artifact or its property is not there, or the property is NaN, neither a comparison
 * nor its negation holds; {@code or} still holds if its other part does.
 */
public sealed interface Condition {

  /** Starts a comparison with a property of the artifact in {@code channel}. */
  static <A extends Artifact, T extends Comparable<T>> Subject<A, T> that(
      Channel<A> channel, Property<A, T> property) {
    return new Subject<>(channel, property);
  }

  default Condition and(Condition other) {
    return new All(List.of(this, other));
  }

  default Condition or(Condition other) {
    return new Any(List.of(this, other));
  }

  default Condition negated() {
    return new Not(this);
  }

  /** How two values are compared. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS_THAN,
    LESS_OR_EQUAL,
    GREATER_THAN,
    GREATER_OR_EQUAL
  }

  /** The left-hand side of a comparison. */
  record Subject<A extends Artifact, T extends Comparable<T>>(
      Channel<A> channel, Property<A, T> property) {
    public Subject {
      requireNonNull(channel, "channel");
      requireNonNull(property, "property");
    }

    public Condition isEqualTo(T value) {
      return new Comparison<>(channel, property, Operator.EQUAL, value);
    }

    public Condition isNotEqualTo(T value) {
      return new Comparison<>(channel, property, Operator.NOT_EQUAL, value);
    }

    public Condition isLessThan(T value) {
      return new Comparison<>(channel, property, Operator.LESS_THAN, value);
    }

    public Condition isAtMost(T value) {
      return new Comparison<>(channel, property, Operator.LESS_OR_EQUAL, value);
    }

    public Condition isGreaterThan(T value) {
      return new Comparison<>(channel, property, Operator.GREATER_THAN, value);
    }

    public Condition isAtLeast(T value) {
      return new Comparison<>(channel, property, Operator.GREATER_OR_EQUAL, value);
    }
  }

  record Comparison<A extends Artifact, T extends Comparable<T>>(
      Channel<A> channel, Property<A, T> property, Operator operator, T value)
      implements Condition {
    public Comparison {
      requireNonNull(channel, "channel");
      requireNonNull(property, "property");
      requireNonNull(operator, "operator");
      requireNonNull(value, "value");
    }
  }

  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  record Not(Condition condition) implements Condition {
    public Not {
      requireNonNull(condition, "condition");
    }
  }
}
