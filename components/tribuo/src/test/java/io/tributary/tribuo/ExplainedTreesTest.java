package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.components.explain.TreeGraph;
import io.tributary.components.explain.TreeShap;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.RandomRows;
import io.tributary.components.transform.Task;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.OnnxModel;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trees that were exported, explained feature by feature. */
class ExplainedTreesTest {
  private static final int SHOWN = 60;

  static Stream<Algorithm> algorithms() {
    return Stream.of(
        new XgBoost().withRounds(12),
        new RandomForest().withTrees(9),
        new ExtraTrees().withTrees(5),
        new DecisionTree());
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void whatFeaturesContributeAddsUpToThePrediction(Algorithm algorithm) throws Exception {
    for (var task : new Task[] {Task.REGRESSION, Task.MULTICLASS_CLASSIFICATION}) {
      var data = RandomRows.scaled(task, 500, 70);
      var model = algorithm.fit(data, 7);
      var shown = data.features().sample(SHOWN);
      var graph = new TreeGraph(ModelProto.parseFrom(Exported.graph(model, data.features())));
      double[] rows = rows(graph, shown);
      int width = data.features().columns().size();
      var shap = graph.shap(rows, width);

      assertThat(graph.names(width))
          .isEqualTo(data.features().columns().stream().map(FeatureColumn::name).toList());
      assertThat(graph.hasCovers()).isEqualTo(algorithm instanceof XgBoost);
      var predictions = model.predict(shown);
      assertThat(shap.outputs()).isEqualTo(predictions.length / SHOWN);
      for (int row = 0; row < SHOWN; row++) {
        var sums = sums(shap, shap.values(rows), row);
        if (graph.unit().equals("logit")) {
          softmax(sums);
        }
        for (int output = 0; output < sums.length; output++) {
          double expected = predictions[row * sums.length + output];
          assertThat(sums[output])
              .as("%s, %s, row %d", algorithm, task, row)
              .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static double[] sums(TreeShap shap, double[] values, int row) {
    var sums = shap.expected();
    int width = shap.features() * shap.outputs();
    for (int i = 0; i < width; i++) {
      sums[i % shap.outputs()] += values[row * width + i];
    }
    return sums;
  }

  private static void softmax(double[] sums) {
    double all = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.exp(sums[i]);
      all += sums[i];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= all;
    }
  }

  private static double[] rows(TreeGraph graph, FeatureMatrix features) {
    try (var onnx = OnnxModel.of(graph.inputs(), "features")) {
      var tensors =
          onnx.infer(Exported.tensors(features, 0, features.rows()), Set.of(TreeGraph.FEATURES));
      return ((DoubleTensor) tensors.get(TreeGraph.FEATURES)).values();
    }
  }
}
