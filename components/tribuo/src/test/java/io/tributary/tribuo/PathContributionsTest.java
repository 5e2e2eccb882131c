package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import io.tributary.tribuo.TreeEnsemble.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PathContributionsTest {
  /** A tree that is a leaf, and one with a split to which no row has come. */
  private static TreeEnsemble trees() {
    var trees = TreeEnsemble.of(1);
    trees.beginTree();
    trees.addLeaf();
    trees.contribute(0, 5);
    trees.beginTree();
    trees.addSplit(Question.AT_MOST, 0, 1, 1, 2, false);
    trees.addLeaf();
    trees.contribute(0, 2);
    trees.addSplit(Question.AT_MOST, 1, 0, 3, 4, false);
    trees.addLeaf();
    trees.contribute(0, 4);
    trees.addLeaf();
    trees.contribute(0, 8);
    return trees.build();
  }

  private static float[] contributions(TreeEnsemble ensemble, double[] covers, float... rows) {
    var graph = OnnxGraph.named("trees");
    var x = graph.input("x", DataType.FLOAT, -1, 2);
    var row = graph.cast(x, DataType.DOUBLE);
    var told = PathContributions.of(ensemble, covers, 2).appendTo(graph, row);
    graph.output("told", told, DataType.FLOAT, -1, 3);
    try (var onnx = OnnxModel.of(graph.bytes(), "trees")) {
      var shape = Shape.of(rows.length / 2, 2);
      return onnx.infer(Map.of("x", new FloatTensor(shape, rows))).floats("told");
    }
  }

  @Test
  void childrenToWhichNoRowHasComeCountAlike() {
    assertThat(contributions(trees(), new double[] {3, 3, 3, 0, 0, 0}, 0, 0, 2, 1, 2, -1))
        .containsExactly(0, 0, 7, 4, 2, 7, 4, -2, 7);
  }

  @Test
  void coversWeighTheChildren() {
    assertThat(contributions(trees(), new double[] {4, 4, 1, 3, 1, 2}, 0, 0, 2, 1))
        .containsExactly(-3.5f, 0, 10.5f, 7 / 6f, 4 / 3f, 10.5f);
  }

  @Test
  void theGraphGrowsWithTheWaysToTheLeavesAndNotWithTheFeatures() throws Exception {
    var random = new SplittableRandom(1);
    var columns = new ArrayList<FeatureColumn>();
    var labels = new float[500];
    for (int column = 0; column < 200; column++) {
      var values = new float[labels.length];
      for (int row = 0; row < values.length; row++) {
        values[row] = (float) random.nextDouble();
        labels[row] += values[row];
      }
      columns.add(new FeatureColumn.Numbers("n" + column, values));
    }
    var data =
        new TrainingData(
            new FeatureMatrix(labels.length, columns), Labels.regression("y", labels), "00");
    var model = new XgBoost().withRounds(40).fit(data, 1);
    int plain = Exported.outputs(model, data.features(), data.labels()).length;
    assertThat(Exported.explained(model, data).length).isLessThan(4 * plain);
  }

  /** Trees that ask for one feature after another, and end if the answer is yes. */
  private static TreeEnsemble chains(int trees, int depth, int outputs) {
    var ensemble = TreeEnsemble.of(outputs);
    for (int tree = 0; tree < trees; tree++) {
      ensemble.beginTree();
      for (int level = 0; level < depth; level++) {
        ensemble.addSplit(Question.AT_MOST, level, 0, 2 * level + 1, 2 * level + 2, false);
        addLeaf(ensemble, outputs, level + 1);
      }
      addLeaf(ensemble, outputs, -1);
    }
    return ensemble.build();
  }

  private static void addLeaf(TreeEnsemble.Builder ensemble, int outputs, double value) {
    ensemble.addLeaf();
    for (int output = 0; output < outputs; output++) {
      ensemble.contribute(output, (output + 1) * value);
    }
  }

  private static TreeEnsemble explaining(TreeEnsemble ensemble, int columns) {
    var covers = new double[ensemble.splits().nodes()];
    Arrays.fill(covers, 1);
    return PathContributions.of(ensemble, covers, columns);
  }

  @Test
  void contributionsStandTreeByTreeAndReachEveryColumn() {
    var found = explaining(chains(3, 2, 2), 2).leaves();

    assertThat(found.trees()).isSorted();
    // Those of each leaf by the features on the way to it, 1 + 2 + 2, and a 0 to each bias.
    assertThat(Arrays.stream(found.trees()).filter(tree -> tree == 1)).hasSize(2 * 5);
    assertThat(Arrays.stream(found.trees()).filter(tree -> tree == 0)).hasSize(2 * 5 + 2 * 3);
  }

  @Test
  void moreEntriesThanFitAreRefusedBeforeAnyIsMade() {
    var deep = chains(1, 2_000, 10);

    assertThatThrownBy(() -> explaining(deep, 2_000))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("contributions of 1 trees: 20030000 entries")
        .hasMessageContaining("at most 16777216")
        .hasMessageContaining("fewer or shallower trees");
  }
}
