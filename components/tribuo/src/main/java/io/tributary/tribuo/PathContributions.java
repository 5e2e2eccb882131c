package io.tributary.tribuo;

import io.tributary.tribuo.TreeEnsemble.Question;
import java.util.Arrays;
import java.util.stream.IntStream;

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
  private final TreeEnsemble ensemble;
  private final double[] covers;
  private final int columns;
  private final TreeEnsemble.Leaves.Builder leaves = new TreeEnsemble.Leaves.Builder();
  private final double[] bases;

  /** Of the tree that is walked through: what is expected at each of its nodes. */
  private double[] expected = {};

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
   */
  static TreeEnsemble of(TreeEnsemble ensemble, double[] covers, int columns) {
    return new PathContributions(ensemble, covers, columns).build();
  }

  private TreeEnsemble build() {
    for (int i = 0; i < ensemble.bases().length; i++) {
      bases[place(i, columns)] += ensemble.bases()[i];
    }
    var given = ensemble.leaves();
    int to = 0;
    for (tree = 0; tree < ensemble.splits().trees(); tree++) {
      int from = to;
      while (to < given.trees().length && given.trees()[to] == tree) {
        to++;
      }
      for (int each : Arrays.stream(given.outputs(), from, to).distinct().sorted().toArray()) {
        output = each;
        explain(from, to);
      }
    }
    reachBiases();
    var splits = ensemble.splits().withoutCovers();
    return new TreeEnsemble(splits, leaves.build(), bases, bases.length);
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

  /** Goes through the tree, whose leaves' contributions are given there. */
  private void explain(int from, int to) {
    var given = ensemble.leaves();
    int[] starts = ensemble.splits().starts();
    expected = new double[starts[tree + 1] - starts[tree]];
    IntStream.range(from, to)
        .filter(i -> given.outputs()[i] == output)
        .forEach(i -> expected[given.nodes()[i]] += given.values()[i]);
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
