package io.tributary.tribuo;

/** What is known of the rows of a node with each id of a column: weights and deviations. */
final class IdSums {
  private final int[] counts;
  private final double[] weights;
  private final double[] deviations;

  IdSums(int ids) {
    counts = new int[ids];
    weights = new double[ids];
    deviations = new double[ids];
  }

  void add(int id, double weight, double deviation) {
    counts[id]++;
    weights[id] += weight;
    deviations[id] += deviation;
  }

  void clear(int id) {
    counts[id] = 0;
    weights[id] = 0;
    deviations[id] = 0;
  }

  /**
   * The split that sends rows with an id to the right.
   *
   * @param feature of Tribuo that is 1 for these
   * @param rows of the node
   * @param weight of all of them
   */
  RegressionSplit split(int feature, int id, int rows, double weight) {
    boolean divides = counts[id] > 0 && counts[id] < rows;
    double gain =
        divides ? RegressionSplit.gain(deviations[id], weights[id], weight - weights[id]) : 0;
    return new RegressionSplit(feature, RegressionSplit.BETWEEN_0_AND_1, gain);
  }
}
