package io.tributary.components.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeShapTest {
  private static final int FEATURES = 5;
  private static final int OUTPUTS = 2;

  @Test
  void valuesAreShapleysOverAllSetsOfFeatures() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var trees = trees(random, 1 + random.nextInt(3));
      var rows = rows(random, 6);
      var found = new TreeShap(trees, FEATURES, new double[] {0.5, -1}).values(rows);
      for (int row = 0; row < 6; row++) {
        for (int feature = 0; feature < FEATURES; feature++) {
          for (int output = 0; output < OUTPUTS; output++) {
            assertThat(found[(row * FEATURES + feature) * OUTPUTS + output])
                .as("seed %d, row %d, feature %d", seed, row, feature)
                .isCloseTo(shapley(trees, rows, row, feature, output), within(1e-10));
          }
        }
      }
    }
  }

  @Test
  void expectationAndValuesAddUpToThePrediction() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var trees = trees(random, 10);
      var rows = rows(random, 20);
      var shap = new TreeShap(trees, FEATURES, new double[] {0.25, 3});
      var values = shap.values(rows);
      for (int row = 0; row < 20; row++) {
        for (int output = 0; output < OUTPUTS; output++) {
          double sum = shap.expected()[output];
          for (int feature = 0; feature < FEATURES; feature++) {
            sum += values[(row * FEATURES + feature) * OUTPUTS + output];
          }
          double predicted = output == 0 ? 0.25 : 3;
          for (var tree : trees) {
            predicted += leaf(tree, rows, row)[output];
          }
          assertThat(sum).as("seed %d, row %d", seed, row).isCloseTo(predicted, within(1e-9));
        }
      }
    }
  }

  @Test
  void coversThatAreNoSumsOfTheirChildrenAreNone() {
    var tree = trees(new Random(1), 1).get(0);
    assertThat(tree.hasCovers()).isTrue();
    tree.covers()[0] *= 2;
    assertThat(tree.hasCovers()).isFalse();
    Arrays.fill(tree.covers(), 0);
    assertThat(tree.hasCovers()).isFalse();
  }

  @Test
  void branchesThatNoRowHasComeToDoNotBreakTheSum() {
    var random = new Random(3);
    var trees = trees(random, 4);
    var rows = rows(random, 3);
    for (var tree : trees) {
      Arrays.fill(tree.covers(), 0);
      tree.count(rows, 0);
    }
    var shap = new TreeShap(trees, FEATURES, new double[OUTPUTS]);
    var values = shap.values(rows);
    for (int row = 0; row < 3; row++) {
      double sum = shap.expected()[0];
      for (int feature = 0; feature < FEATURES; feature++) {
        sum += values[(row * FEATURES + feature) * OUTPUTS];
      }
      double predicted = 0;
      for (var tree : trees) {
        predicted += leaf(tree, rows, row)[0];
      }
      assertThat(sum).isCloseTo(predicted, within(1e-9));
    }
  }

  /** By the definition, with an expectation for each set of features that are known. */
  private static double shapley(List<Tree> trees, double[] rows, int row, int feature, int output) {
    double value = 0;
    for (int set = 0; set < 1 << FEATURES; set++) {
      if ((set & (1 << feature)) == 0) {
        int size = Integer.bitCount(set);
        double weight = factorial(size) * factorial(FEATURES - size - 1) / factorial(FEATURES);
        for (var tree : trees) {
          value +=
              weight
                  * (expected(tree, 0, set | (1 << feature), rows, row, output)
                      - expected(tree, 0, set, rows, row, output));
        }
      }
    }
    return value;
  }

  private static double expected(
      Tree tree, int node, int known, double[] rows, int row, int output) {
    if (tree.isLeaf(node)) {
      return tree.values()[node][output];
    } else if ((known & (1 << tree.features()[node])) != 0) {
      return expected(tree, tree.next(node, rows, row * FEATURES), known, rows, row, output);
    }
    int yes = tree.yes()[node];
    int no = tree.no()[node];
    return tree.covers()[yes] / tree.covers()[node] * expected(tree, yes, known, rows, row, output)
        + tree.covers()[no] / tree.covers()[node] * expected(tree, no, known, rows, row, output);
  }

  private static double factorial(int of) {
    return of < 2 ? 1 : of * factorial(of - 1);
  }

  private static double[] leaf(Tree tree, double[] rows, int row) {
    int node = 0;
    while (!tree.isLeaf(node)) {
      node = tree.next(node, rows, row * FEATURES);
    }
    return tree.values()[node];
  }

  private static double[] rows(Random random, int count) {
    var rows = new double[count * FEATURES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.nextInt(8) == 0 ? Double.NaN : random.nextInt(4);
    }
    return rows;
  }

  private static List<Tree> trees(Random random, int count) {
    var trees = new ArrayList<Tree>();
    for (int i = 0; i < count; i++) {
      trees.add(tree(random));
    }
    return trees;
  }

  /** Splits of every kind, features met again further down, depths up to seven. */
  private static Tree tree(Random random) {
    int most = 127;
    var tree =
        new Tree(
            new int[most],
            new Tree.Split[most],
            new double[most],
            new int[most],
            new int[most],
            new boolean[most],
            new double[most][OUTPUTS],
            new double[most]);
    int made = grow(tree, 0, 1, 0, random);
    return new Tree(
        Arrays.copyOf(tree.features(), made),
        Arrays.copyOf(tree.splits(), made),
        Arrays.copyOf(tree.thresholds(), made),
        Arrays.copyOf(tree.yes(), made),
        Arrays.copyOf(tree.no(), made),
        Arrays.copyOf(tree.missingYes(), made),
        Arrays.copyOf(tree.values(), made),
        Arrays.copyOf(tree.covers(), made));
  }

  private static int grow(Tree tree, int node, int next, int depth, Random random) {
    if (depth == 6 || (depth > 0 && random.nextInt(4) == 0)) {
      tree.splits()[node] = Tree.Split.LEAF;
      tree.covers()[node] = 1 + random.nextInt(9);
      tree.values()[node][0] = random.nextGaussian();
      tree.values()[node][1] = random.nextGaussian();
      return next;
    }
    tree.splits()[node] = Tree.Split.values()[1 + random.nextInt(6)];
    tree.features()[node] = random.nextInt(FEATURES);
    tree.thresholds()[node] = random.nextInt(4);
    tree.missingYes()[node] = random.nextBoolean();
    tree.yes()[node] = next;
    int after = grow(tree, next, next + 1, depth + 1, random);
    tree.no()[node] = after;
    after = grow(tree, after, after + 1, depth + 1, random);
    tree.covers()[node] = tree.covers()[tree.yes()[node]] + tree.covers()[tree.no()[node]];
    return after;
  }
}
