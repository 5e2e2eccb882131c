package io.tributary.tribuo;

/**
 * A way to divide the rows of a node.
 *
 * @param feature of Tribuo
 * @param threshold up to which rows go left; between 0 and 1 for an id
 * @param gain by how much the sum of weighted squared errors is less
 */
record RegressionSplit(int feature, double threshold, double gain) {
  static final RegressionSplit NONE = new RegressionSplit(-1, 0, 0);

  /** Those with an id go right. */
  static final double BETWEEN_0_AND_1 = 0.5;

  boolean isBetterThan(RegressionSplit other) {
    return gain > other.gain;
  }

  /**
   * What is gained when deviations from the mean, whose weighted sum over both sides is 0, are
   * those from two means: the sum of squares of the sums by the weights.
   */
  static double gain(double sum, double weight, double otherWeight) {
    return weight > 0 && otherWeight > 0 ? sum * sum * (1 / weight + 1 / otherWeight) : 0;
  }
}
