package io.tributary.tribuo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.Exported;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models of more features than are put side by side, numbers and ids in turn. */
class WideModelsTest {
  private static final int COLUMNS = 200;
  private static final int IDS = 5;
  private static final int ROWS = 300;

  private static FeatureMatrix features(int rows, long seed) {
    var random = new SplittableRandom(seed);
    var columns = new ArrayList<FeatureColumn>();
    for (int c = 0; c < COLUMNS; c++) {
      if (c % 3 == 1) {
        var ids = IntStream.range(0, rows).map(row -> random.nextInt(-1, IDS)).toArray();
        columns.add(new FeatureColumn.Ids("f" + c, IDS, ids));
      } else {
        var numbers = new float[rows];
        for (int row = 0; row < rows; row++) {
          double size = Math.pow(10, random.nextInt(-3, 4));
          numbers[row] = (float) (size * random.nextDouble(-1, 1));
        }
        columns.add(new FeatureColumn.Numbers("f" + c, numbers));
      }
    }
    return new FeatureMatrix(rows, columns);
  }

  private static TrainingData data(Task task) {
    var features = features(ROWS, 1);
    var labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] =
          switch (task) {
            case REGRESSION -> row % 7;
            case MULTICLASS_CLASSIFICATION -> row % 3;
            default -> row % 2;
          };
    }
    return new TrainingData(
        features,
        switch (task) {
          case REGRESSION -> Labels.regression("y", labels);
          case MULTICLASS_CLASSIFICATION -> Labels.multiclass("y", List.of("a", "b", "c"), labels);
          case CLUSTERING -> Labels.none();
          default -> Labels.binary("y", labels);
        },
        "00");
  }

  @Test
  void aLinearModelAddsOneFeatureAfterTheOther() throws Exception {
    var model = (LinearModel) new LinearRegression().withEpochs(2).fit(data(Task.REGRESSION), 1);
    var layout = model.model().layout();
    var rows = features(500, 2);
    var expected = new float[rows.rows()];
    for (int row = 0; row < expected.length; row++) {
      double sum = 0;
      for (int column : layout.order()) {
        sum += term(layout, model.weights()[0], rows.columns().get(column), column, row);
      }
      expected[row] = (float) (sum + model.biases()[0]);
    }

    try (var exported = new Exported(model, rows)) {
      assertThat(exported.predict(rows)).isEqualTo(expected);
    }
  }

  private static double term(
      FeatureLayout layout, double[] weights, FeatureColumn values, int column, int row) {
    if (values instanceof FeatureColumn.Ids ids) {
      int index = layout.ofId(column, ids.values()[row]);
      return index < 0 ? 0 : weights[index];
    }
    return weights[layout.ofNumber(column)] * values.number(row);
  }

  static Stream<Algorithm> algorithms() {
    return Stream.of(
        new LinearRegression().withEpochs(2),
        new LogisticRegression().withEpochs(2),
        new FactorizationMachine().withFactors(3).withEpochs(2),
        new KMeans());
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void bitsDoNotDependOnTheBatch(Algorithm algorithm) throws Exception {
    for (var task : algorithm.tasks().stream().sorted().filter(this::isOfOneLabel).toList()) {
      var rows = features(130, 3);
      try (var exported = new Exported(algorithm.fit(data(task), 1), rows)) {
        var all = exported.predict(rows);
        assertThat(exported.predict(rows, 1)).as(task.toString()).isEqualTo(all);
        assertThat(exported.predict(rows, 7)).as(task.toString()).isEqualTo(all);
        assertThat(exported.predict(Exported.tensors(rows, 0, 0))).as(task.toString()).isEmpty();
      }
    }
  }

  private boolean isOfOneLabel(Task task) {
    return task != Task.MULTILABEL_CLASSIFICATION;
  }

  @Test
  void fewColumnsLieSideBySideWhereEachHasManyValues() throws Exception {
    var data = data(Task.REGRESSION);
    var model = new FactorizationMachine().withFactors(30).withEpochs(1).fit(data, 1);

    var graph = ModelProto.parseFrom(Exported.graph(model, data.features())).getGraph();

    assertThat(graph.getInitializerList())
        .filteredOn(constant -> constant.getDimsCount() == 3 && constant.getDims(2) == 30)
        .hasSizeGreaterThan(COLUMNS / 20)
        .allMatch(constant -> constant.getDims(1) <= 512 / 30);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void aNodeStandsForManyColumns(Algorithm algorithm) throws Exception {
    var data = data(algorithm.tasks().stream().sorted().findFirst().orElseThrow());
    var model = algorithm.fit(data, 1);

    var graph = ModelProto.parseFrom(Exported.graph(model, data.features())).getGraph();

    assertThat(graph.getNodeList())
        .extracting(NodeProto::getOpType)
        .hasSizeLessThan(COLUMNS)
        .contains("CumSum");
  }
}
