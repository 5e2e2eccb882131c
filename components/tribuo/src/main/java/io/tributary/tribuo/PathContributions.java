package io.tributary.tribuo;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.tribuo.TreeEnsemble.Question;
import java.util.Arrays;

/**
 * By how much each feature moves what trees say of a row, on the row's way from the roots to the
 * leaves: each split moves what is expected of the rows of its node to what is expected of those of
 * the child, and that counts for the feature that it asks for (Saabas, "Interpreting random
 * forests", 2014; XGBoost calls it {@code approx_contribs}). What is expected at a node is the mean
 * of its children, weighted by their covers; at the roots it is the bias. All of it adds up to what
 * the trees say.
 *
 * <p>A row's contributions depend on nothing but its leaves. So they are again an ensemble: the
 * same splits, and leaves that contribute to each feature on the path to them.
 */
final class PathContributions {
  /** So many entries of leaves are 300 MB of a file, and less than 2 GB of memory on the way. */
  private static final long MOST = 1L << 24;

  private static final double[] NONE = {};

  private final TreeEnsemble ensemble;
  private final double[] covers;
  private final int columns;
  private final TreeEnsemble.Leaves.Builder leaves = new TreeEnsemble.Leaves.Builder();
  private final double[] bases;

  /** Of the tree that is walked through: what is expected at each of its nodes. */
  private double[] expected = NONE;

  private int tree;
  private int output;

  /** What each feature has moved on the way to a node, and which have, in {@code 0..met}. */
  private final double[] moved;

  private final int[] splitsOf;
  private final int[] path;
  private int met;

  private PathContributions(TreeEnsemble ensemble, double[] covers, int columns) {
    this.ensemble = ensemble;
    this.covers = covers;
    this.columns = columns;
    bases = new double[ensemble.outputs() * (columns + 1)];
    moved = new double[columns];
    splitsOf = new int[columns];
    path = new int[columns];
  }

  /**
   * The ensemble whose predictions are contributions: {@code columns} and the bias for each
   * prediction of the other.
   *
   * @param covers for each node how much weight of rows has come there
   * @param columns how many features a row has
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if the leaves have too many entries, before any is
   *     made
   */
  static TreeEnsemble of(TreeEnsemble ensemble, double[] covers, int columns) {
    return new PathContributions(ensemble, covers, columns).build();
  }

  private TreeEnsemble build() {
    requireRoom();
    for (int i = 0; i < ensemble.bases().length; i++) {
      bases[place(i, columns)] += ensemble.bases()[i];
    }
    reachBiases();
    int from = 0;
    for (tree = 0; tree < ensemble.splits().trees(); tree++) {
      int to = end(from);
      var said = said(from, to);
      for (output = 0; output < said.length; output++) {
        if (said[output] != NONE) {
          explain(said[output]);
        }
      }
      from = to;
    }
    var splits = ensemble.splits().withoutCovers();
    return new TreeEnsemble(splits, leaves.build(), bases, bases.length);
  }

  private void requireRoom() {
    long entries = 0;
    int from = 0;
    for (tree = 0; tree < ensemble.splits().trees(); tree++) {
      int to = end(from);
      entries +=
          Arrays.stream(ensemble.leaves().outputs(), from, to).distinct().count() * onPaths(0, 0);
      from = to;
    }
    if (entries > MOST) {
      throw new ExecutionFailure(
          Code.RESOURCE_EXHAUSTED,
          new Explanation(
              "contributions of " + ensemble.splits().trees() + " trees",
              entries + " entries, for each leaf those of the features on the path to it",
              "at most " + MOST + " for all predictions together",
              "train fewer or shallower trees, or do not ask for contributions"));
    }
  }

  /** How many features are on the paths to the leaves below a node, all together. */
  private long onPaths(int node, int above) {
    if (isLeaf(node)) {
      return above;
    }
    int feature = ensemble.splits().features()[in(node)];
    int here = splitsOf[feature]++ == 0 ? above + 1 : above;
    long count =
        onPaths(ensemble.splits().yes()[in(node)], here)
            + onPaths(ensemble.splits().no()[in(node)], here);
    splitsOf[feature]--;
    return count;
  }

  /** Where what the leaves of the tree contribute ends, which starts there. */
  private int end(int from) {
    var trees = ensemble.leaves().trees();
    int to = from;
    while (to < trees.length && trees[to] == tree) {
      to++;
    }
    return to;
  }

  /** What the tree's nodes say of each prediction of which it says something. */
  private double[][] said(int from, int to) {
    var given = ensemble.leaves();
    int[] starts = ensemble.splits().starts();
    var said = new double[ensemble.outputs()][];
    Arrays.fill(said, NONE);
    for (int i = from; i < to; i++) {
      int of = given.outputs()[i];
      if (said[of] == NONE) {
        said[of] = new double[starts[tree + 1] - starts[tree]];
      }
      said[of][given.nodes()[i]] += given.values()[i];
    }
    return said;
  }

  /** ONNX Runtime says 0 of an output to which no leaf contributes, wherever that starts. */
  private void reachBiases() {
    tree = 0;
    for (int node = 0; node < ensemble.splits().starts()[1]; node++) {
      for (int each = 0; each < ensemble.outputs() && isLeaf(node); each++) {
        leaves.add(tree, node, place(each, columns), 0);
      }
    }
  }

  private int place(int ofOutput, int column) {
    return ofOutput * (columns + 1) + column;
  }

  /** Goes through the tree, of whose leaves is given what they say. */
  private void explain(double[] said) {
    expected = said;
    expect(0);
    bases[place(output, columns)] += expected[0];
    walk(0);
  }

  private void expect(int node) {
    if (isLeaf(node)) {
      return;
    }
    int yes = ensemble.splits().yes()[in(node)];
    int no = ensemble.splits().no()[in(node)];
    expect(yes);
    expect(no);
    double all = covers[in(yes)] + covers[in(no)];
    double share = all > 0 ? covers[in(yes)] / all : 0.5;
    expected[node] = share * expected[yes] + (1 - share) * expected[no];
  }

  private boolean isLeaf(int node) {
    return ensemble.splits().questions().get(in(node)) == Question.NONE;
  }

  private int in(int node) {
    return ensemble.splits().starts()[tree] + node;
  }

  private void walk(int node) {
    if (isLeaf(node)) {
      for (int i = 0; i < met; i++) {
        if (moved[path[i]] != 0) {
          leaves.add(tree, node, place(output, path[i]), moved[path[i]]);
        }
      }
      return;
    }
    step(node, ensemble.splits().yes()[in(node)]);
    step(node, ensemble.splits().no()[in(node)]);
  }

  private void step(int node, int child) {
    int feature = ensemble.splits().features()[in(node)];
    double before = moved[feature];
    boolean isNew = splitsOf[feature]++ == 0;
    if (isNew) {
      path[met++] = feature;
    }
    moved[feature] += expected[child] - expected[node];
    walk(child);
    moved[feature] = before;
    splitsOf[feature]--;
    met -= isNew ? 1 : 0;
  }
}
