package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.Optional;

/**
 * What a figure may be, both ends included; an end that is left out does not bound it.
 *
 * @param lowest the least accepted value
 * @param highest the greatest accepted value
 */
public record Bound(Optional<Double> lowest, Optional<Double> highest) {
  public Bound {
    requireNonNull(lowest, "lowest");
    requireNonNull(highest, "highest");
    double from = lowest.orElse(Double.NEGATIVE_INFINITY);
    double to = highest.orElse(Double.POSITIVE_INFINITY);
    if (!(from <= to) || (lowest.isEmpty() && highest.isEmpty())) {
      throw new IllegalArgumentException(
          new Explanation(
                  "bound",
                  lowest.map(String::valueOf).orElse("none")
                      + " to "
                      + highest.map(String::valueOf).orElse("none"),
                  "numbers, the lowest not above the highest, at least one of them",
                  "use atLeast, atMost or between")
              .toString());
    }
  }

  public static Bound atLeast(double lowest) {
    return new Bound(Optional.of(lowest), Optional.empty());
  }

  public static Bound atMost(double highest) {
    return new Bound(Optional.empty(), Optional.of(highest));
  }

  public static Bound between(double lowest, double highest) {
    return new Bound(Optional.of(lowest), Optional.of(highest));
  }

  /** Whether {@code value} is within; NaN never is. */
  public boolean holds(double value) {
    return value >= lowest.orElse(Double.NEGATIVE_INFINITY)
        && value <= highest.orElse(Double.POSITIVE_INFINITY);
  }

  /** {@code >= 0.9}, {@code <= 0.1} or {@code 0.2 to 0.3}. */
  @Override
  public String toString() {
    if (lowest.isPresent() && highest.isPresent()) {
      return lowest.get() + " to " + highest.get();
    }
    return lowest.map(value -> ">= " + value).orElseGet(() -> "<= " + highest.orElseThrow());
  }
}
