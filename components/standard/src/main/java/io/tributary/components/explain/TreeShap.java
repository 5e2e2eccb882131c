package io.tributary.components.explain;

import java.util.Arrays;
import java.util.List;

/**
 * Shapley values of the features of a row, for a sum of trees: by how much each feature moves the
 * sum away from what is expected of any row. They add up exactly: expectation plus values is what
 * the trees say of the row.
 *
 * <p>Algorithm 2 of Lundberg, Erion and Lee, "Consistent Individualized Feature Attribution for
 * Tree Ensembles" (arXiv:1802.03888): the value of feature {@code i} is {@code Σ |S|! (M − |S| −
 * 1)! / M! · (f(S ∪ {i}) − f(S))} over all sets {@code S} of the other features, where {@code f(S)}
 * follows the row at splits on features of {@code S} and both children elsewhere, weighted by their
 * covers (path-dependent). In {@code O(leaves · depth²)} for each tree and row. Immutable and
 * thread-safe.
 */
public final class TreeShap {
  private final List<Tree> trees;
  private final int features;
  private final int outputs;
  private final double[] expected;

  /**
   * For those trees, which have their covers.
   *
   * @param bases what is added to each output
   */
  TreeShap(List<Tree> trees, int features, double[] bases) {
    this.trees = List.copyOf(trees);
    this.features = features;
    this.outputs = bases.length;
    this.expected = bases.clone();
    for (var tree : trees) {
      expect(tree, 0, 1);
    }
  }

  private void expect(Tree tree, int node, double share) {
    if (tree.isLeaf(node)) {
      for (int output = 0; output < outputs; output++) {
        expected[output] += share * tree.values()[node][output];
      }
    } else {
      expect(tree, tree.yes()[node], share * tree.share(node, tree.yes()[node]));
      expect(tree, tree.no()[node], share * tree.share(node, tree.no()[node]));
    }
  }

  /** How many features there are. */
  public int features() {
    return features;
  }

  /** How many outputs there are. */
  public int outputs() {
    return outputs;
  }

  /** What is expected of any row, for each output. */
  public double[] expected() {
    return expected.clone();
  }

  /**
   * The values of rows.
   *
   * @param rows features of a row side by side, NaN for a missing one
   * @return for each row those of the features, for each feature one for each output
   */
  public double[] values(double[] rows) {
    int count = rows.length / features;
    var values = new double[count * features * outputs];
    for (var tree : trees) {
      var walk = new Walk(tree, rows, values);
      for (int row = 0; row < count; row++) {
        walk.begin(row);
      }
    }
    return values;
  }

  /**
   * The way down a tree. For each feature met it keeps which part of all rows would come here if
   * the feature was not known ({@code zeros}), whether the row does ({@code ones}), and the weights
   * of sets of features by their size.
   */
  private final class Walk {
    private final Tree tree;
    private final double[] rows;
    private final double[] values;
    private final int[] met;
    private final double[] zeros;
    private final double[] ones;
    private final double[] weights;
    private int from;
    private int to;

    Walk(Tree tree, double[] rows, double[] values) {
      this.tree = tree;
      this.rows = rows;
      this.values = values;
      int depth = tree.depth();
      int length = (depth + 2) * (depth + 3) / 2;
      met = new int[length];
      zeros = new double[length];
      ones = new double[length];
      weights = new double[length];
    }

    void begin(int row) {
      from = row * features;
      to = row * features * outputs;
      walk(0, 0, 0, 1, 1, -1);
    }

    /**
     * Visits a node.
     *
     * @param start where the path lies in the arrays
     * @param size how many features are on it
     */
    private void walk(int node, int start, int size, double zero, double one, int feature) {
      extend(start, size, zero, one, feature);
      if (tree.isLeaf(node)) {
        add(tree.values()[node], start, size);
        return;
      }
      int split = tree.features()[node];
      int hot = tree.next(node, rows, from);
      int cold = hot == tree.yes()[node] ? tree.no()[node] : tree.yes()[node];
      double knownZero = 1;
      double knownOne = 1;
      int length = size;
      int again = find(start, size, split);
      if (again > 0) {
        knownZero = zeros[start + again];
        knownOne = ones[start + again];
        unwind(start, size, again);
        length--;
      }
      int next = start + size + 1;
      descend(hot, start, next, length, knownZero * tree.share(node, hot), knownOne, split);
      descend(cold, start, next, length, knownZero * tree.share(node, cold), 0, split);
    }

    private void descend(
        int child, int start, int next, int length, double zero, double one, int feature) {
      if (zero == 0 && one == 0) {
        return; // neither the row nor any other comes here
      }
      System.arraycopy(met, start, met, next, length + 1);
      System.arraycopy(zeros, start, zeros, next, length + 1);
      System.arraycopy(ones, start, ones, next, length + 1);
      System.arraycopy(weights, start, weights, next, length + 1);
      walk(child, next, length + 1, zero, one, feature);
    }

    /** Where on the path a feature was met; 0 if it was not. */
    private int find(int start, int size, int feature) {
      int i = size;
      while (i > 0 && met[start + i] != feature) {
        i--;
      }
      return i;
    }

    private void extend(int start, int size, double zero, double one, int feature) {
      met[start + size] = feature;
      zeros[start + size] = zero;
      ones[start + size] = one;
      weights[start + size] = size == 0 ? 1 : 0;
      for (int i = size - 1; i >= 0; i--) {
        weights[start + i + 1] += one * weights[start + i] * (i + 1) / (size + 1);
        weights[start + i] = zero * weights[start + i] * (size - i) / (size + 1);
      }
    }

    /** Takes a feature off the path again, as if it had not been met. */
    private void unwind(int start, int size, int index) {
      double one = ones[start + index];
      double zero = zeros[start + index];
      double next = weights[start + size];
      for (int i = size - 1; i >= 0; i--) {
        if (one != 0) {
          double before = weights[start + i];
          weights[start + i] = next * (size + 1) / ((i + 1) * one);
          next = before - weights[start + i] * zero * (size - i) / (size + 1);
        } else {
          weights[start + i] = weights[start + i] * (size + 1) / (zero * (size - i));
        }
      }
      for (int i = start + index; i < start + size; i++) {
        met[i] = met[i + 1];
        zeros[i] = zeros[i + 1];
        ones[i] = ones[i + 1];
      }
    }

    /** The sum of the weights after {@link #unwind}, without doing so. */
    private double unwound(int start, int size, int index) {
      double one = ones[start + index];
      double zero = zeros[start + index];
      double next = weights[start + size];
      double sum = 0;
      for (int i = size - 1; i >= 0; i--) {
        if (one != 0) {
          double weight = next * (size + 1) / ((i + 1) * one);
          sum += weight;
          next = weights[start + i] - weight * zero * (size - i) / (size + 1);
        } else {
          sum += weights[start + i] * (size + 1) / (zero * (size - i));
        }
      }
      return sum;
    }

    private void add(double[] leaf, int start, int size) {
      for (int i = 1; i <= size; i++) {
        double weight = unwound(start, size, i) * (ones[start + i] - zeros[start + i]);
        int at = to + met[start + i] * outputs;
        for (int output = 0; output < outputs; output++) {
          values[at + output] += weight * leaf[output];
        }
      }
    }
  }

  @Override
  public String toString() {
    return trees.size() + " trees, expected " + Arrays.toString(expected);
  }
}
