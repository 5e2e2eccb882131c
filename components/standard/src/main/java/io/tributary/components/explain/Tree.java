package io.tributary.components.explain;

/**
 * A tree of an ensemble, node 0 being its root. Not changed once it is made, but for {@code covers}
 * while rows are counted.
 *
 * @param features for each node the number of the feature that it asks for
 * @param splits for each node how it asks
 * @param thresholds for each node what it compares with
 * @param yes for each node the child of rows for which the answer is yes
 * @param no for each node the child of the others
 * @param missingYes for each node whether a missing value, NaN, counts as a yes
 * @param values for each leaf what it adds to each output; of nodes with children nothing
 * @param covers for each node how much weight of rows has come there
 */
@SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
record Tree(
    int[] features,
    Split[] splits,
    double[] thresholds,
    int[] yes,
    int[] no,
    boolean[] missingYes,
    double[][] values,
    double[] covers) {

  /** How a node compares a value with its threshold; a leaf does not. */
  enum Split {
    LEAF,
    BRANCH_LEQ,
    BRANCH_LT,
    BRANCH_GTE,
    BRANCH_GT,
    BRANCH_EQ,
    BRANCH_NEQ
  }

  boolean isLeaf(int node) {
    return splits[node] == Split.LEAF;
  }

  /** The child of a node that a row goes to, whose features begin at {@code from}. */
  int next(int node, double[] rows, int from) {
    double value = rows[from + features[node]];
    boolean isYes =
        Double.isNaN(value) ? missingYes[node] || isNot(node) : asks(node, value, thresholds[node]);
    return isYes ? yes[node] : no[node];
  }

  /** A missing value is not equal to anything. */
  private boolean isNot(int node) {
    return splits[node] == Split.BRANCH_NEQ;
  }

  private boolean asks(int node, double value, double threshold) {
    return switch (splits[node]) {
      case BRANCH_LEQ -> value <= threshold;
      case BRANCH_LT -> value < threshold;
      case BRANCH_GTE -> value >= threshold;
      case BRANCH_GT -> value > threshold;
      case BRANCH_EQ -> value == threshold;
      case BRANCH_NEQ -> value != threshold;
      case LEAF -> throw new IllegalStateException("node " + node + " is a leaf");
    };
  }

  /** Lets a row go from the root to its leaf, and counts it on the way. */
  void count(double[] rows, int from) {
    int node = 0;
    covers[node]++;
    while (!isLeaf(node)) {
      node = next(node, rows, from);
      covers[node]++;
    }
  }

  /** The part of a node's cover that a child has; of a node that no row has come to, one half. */
  double share(int node, int child) {
    return covers[node] > 0 ? covers[child] / covers[node] : 0.5;
  }

  /** Whether every cover is that of the children together: whether it counts rows. */
  boolean hasCovers() {
    for (int node = 0; node < splits.length; node++) {
      double below = isLeaf(node) ? covers[node] : covers[yes[node]] + covers[no[node]];
      if (!(covers[node] > 0) || Math.abs(below - covers[node]) > 1e-3 * covers[node]) {
        return false;
      }
    }
    return true;
  }

  /** How many splits there are at most between the root and a leaf. */
  int depth() {
    return depth(0);
  }

  private int depth(int node) {
    return isLeaf(node) ? 0 : 1 + Math.max(depth(yes[node]), depth(no[node]));
  }
}
