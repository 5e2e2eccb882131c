package io.tributary.components.distribution;

import io.tributary.api.Explanation;

/** Up to what two distributions may differ. */
public sealed interface Limit {

  /** Whether a distance, or its p-value where it has one, is within the limit. */
  boolean holds(double distance, double pValue);

  /** The number that is the limit. */
  double bound();

  /**
   * The distance may be up to {@code bound}.
   *
   * @param bound at least 0
   */
  record AtMost(double bound) implements Limit {
    public AtMost {
      if (!(bound >= 0) || Double.isInfinite(bound)) {
        throw new IllegalArgumentException(
            new Explanation(
                    "limit", bound + "", "a number that is not negative", "choose another limit")
                .toString());
      }
    }

    @Override
    public boolean holds(double distance, double pValue) {
      return distance <= bound;
    }

    @Override
    public String toString() {
      return "<= " + bound;
    }
  }

  /**
   * The chance that equal distributions differ as much must be at least {@code bound}. With very
   * many rows the smallest difference is significant: prefer {@link AtMost} there.
   *
   * @param bound between 0 and 1
   */
  record PValueAtLeast(double bound) implements Limit {
    public PValueAtLeast {
      if (!(bound > 0 && bound < 1)) {
        throw new IllegalArgumentException(
            new Explanation(
                    "limit of the p-value",
                    bound + "",
                    "a number between 0 and 1",
                    "choose another, for instance 0.001")
                .toString());
      }
    }

    @Override
    public boolean holds(double distance, double pValue) {
      return pValue >= bound;
    }

    @Override
    public String toString() {
      return "p-value >= " + bound;
    }
  }
}
