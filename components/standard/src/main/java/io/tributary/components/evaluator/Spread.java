package io.tributary.components.evaluator;

import io.tributary.components.probability.Tails;

/**
 * How much a figure would vary from one sample of rows to another.
 *
 * @param standardError estimated standard deviation of the figure, 0 or more
 * @param degreesOfFreedom of Student's distribution that the figure's error over the standard error
 *     is taken to follow, at least 1
 */
public record Spread(double standardError, int degreesOfFreedom) {

  /**
   * The ends of an interval.
   *
   * @param lowest not above {@code highest}
   */
  public record Interval(double lowest, double highest) {}

  /** The interval around a figure that covers the true value with a probability, such as 0.95. */
  public Interval interval(double value, double level) {
    double reach = Tails.studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
    return new Interval(value - reach, value + reach);
  }

  /**
   * How probable it is that a figure at least as far from 0 comes about by chance where the true
   * value is 0.
   */
  public double significance(double value) {
    if (standardError == 0) {
      return value == 0 ? 1 : 0;
    }
    return 2 * Tails.studentT(Math.abs(value) / standardError, degreesOfFreedom);
  }

  /**
   * That of the difference to a figure of other rows, or of the same rows as if they were others:
   * then it is no smaller than it need be where both figures rise and fall together. Degrees of
   * freedom by Welch and Satterthwaite (Satterthwaite, Biometrics Bulletin 2 (1946) 110).
   */
  public Spread minus(Spread other) {
    double mine = standardError * standardError;
    double its = other.standardError * other.standardError;
    double freedom =
        (mine + its)
            * (mine + its)
            / (mine * mine / degreesOfFreedom + its * its / other.degreesOfFreedom);
    return new Spread(
        Math.sqrt(mine + its),
        mine + its == 0 ? degreesOfFreedom : Math.max(1, (int) Math.round(freedom)));
  }

  /** That of the figure divided by a number that does not vary. */
  Spread over(double divisor) {
    return new Spread(standardError / Math.abs(divisor), degreesOfFreedom);
  }
}
