package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.components.evaluator.Importances.Effect;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportanceTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Importance HOW = Importance.DEFAULT.withRows(300).withRepeats(4);

  @TempDir private Path directory;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = TinyModels.model(directory.resolve("model"), 1);
  }

  @Test
  void aColumnMattersAsMuchAsTheMetricFallsWithoutItsOrder() throws Exception {
    var found = explain(Evaluation.binary().slice("payment_type"), HOW, rows(1000), 100);
    assertThat(found.rows()).isEqualTo(300);
    assertThat(effect(found, "score", Slice.OVERALL).mean()).isCloseTo(0.5, within(0.1));
    assertThat(effect(found, "score", Slice.OVERALL).deviation()).isBetween(1e-6, 0.1);
    assertThat(effect(found, "payment_type", Slice.OVERALL))
        .extracting(Effect::mean, Effect::deviation)
        .containsExactly(0.0, 0.0);
    assertThat(found.columns().stream().map(of -> of.slice().toString()).distinct())
        .containsExactly("overall", "payment_type=Card", "payment_type=Cash");
    assertThat(found.contributions()).isEmpty();
    assertThat(found.withoutContributions()).contains("TreeEnsembleRegressor");
  }

  @Test
  void theLabelStaysWhereItIsThoughItComesFromTheSameColumn() throws Exception {
    var label = OnnxGraph.named("label");
    var high =
        label.node("GreaterOrEqual", label.input("score", DataType.DOUBLE), label.doubles(0.5));
    label.output("label/high", label.cast(high, DataType.FLOAT), DataType.FLOAT);
    Files.write(model.resolve("label.onnx"), label.bytes());

    var found = explain(Evaluation.binary(), HOW, rows(1000), 100);

    assertThat(effect(found, "score", Slice.OVERALL).mean()).isCloseTo(0.5, within(0.1));
  }

  @Test
  void batchesDoNotShowAndSeedsDo() throws Exception {
    var rows = rows(500);
    var one = explain(Evaluation.binary(), HOW, rows, 500);
    assertThat(explain(Evaluation.binary(), HOW, rows, 7)).isEqualTo(one);
    assertThat(explain(Evaluation.binary(), HOW.withSeed(1), rows, 500).columns())
        .isNotEqualTo(one.columns());
    assertThat(explain(Evaluation.binary(), HOW.withRepeats(1), rows, 500).columns())
        .allMatch(of -> of.deviation() == 0);
  }

  @Test
  void anyMetricWithADirectionMeasures() throws Exception {
    var found =
        explain(
            Evaluation.binary(), HOW.by(Metric.LOG_LOSS).by(Metric.RECALL.at(0.9)), rows(500), 50);
    assertThat(found.metrics()).containsExactly(Metric.LOG_LOSS, Metric.RECALL.at(0.9));
    assertThat(found.overall(Metric.LOG_LOSS).get(0).column()).isEqualTo("score");
    assertThat(found.overall(Metric.LOG_LOSS).get(0).mean()).isPositive();
    assertThatThrownBy(() -> HOW.by(Metric.MEAN_LABEL)).hasMessageContaining("mean_label");
    assertThatThrownBy(() -> HOW.withRows(1)).hasMessageContaining("2 to 1000000 rows");
    assertThatThrownBy(
            () ->
                new Evaluator(EXAMPLES, MODEL, Evaluation.binary())
                    .withImportance(HOW.by(Metric.R_SQUARED)))
        .hasMessageContaining("r_squared");
  }

  @Test
  void featuresOfTreesContributeWhatTheirSplitsMove() throws Exception {
    writeTree();
    var rows = rows(300);
    var found =
        explain(Evaluation.binary().slice("payment_type"), HOW, rows, 40)
            .contributions()
            .orElseThrow();

    double high = rows.stream().filter(row -> row.score() > 0.5).count() / 300.0;
    double expected = high * 0.9 + (1 - high) * 0.2;
    double mean = high * (0.9 - expected) + (1 - high) * (expected - 0.2);
    assertThat(found.unit()).isEqualTo("output");
    assertThat(found.features()).containsExactly("score", "miles");
    assertThat(found.outputs()).containsExactly("");
    assertThat(found.expected().get(0)).isCloseTo(expected, within(1e-12));
    assertThat(found.slices()).hasSize(3);
    assertThat(found.slices().get(0).size()).isEqualTo(300);
    assertThat(found.slices().get(0).means().get(0).get(0)).isCloseTo(mean, within(1e-12));
    assertThat(found.slices().get(0).means().get(0).get(1)).isZero();
  }

  @Test
  void whatIsWrittenIsReadAndShown() throws Exception {
    writeTree();
    var found = explain(Evaluation.binary().slice("payment_type"), HOW, rows(400), 100);
    assertThat(Importances.find(directory)).isEmpty();
    found.write(directory);
    assertThat(Importances.find(directory)).contains(found);
    Files.writeString(directory.resolve(Importances.FILE), "{\"columns\": 1}");
    assertThatThrownBy(() -> Importances.find(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in the form of importances");
  }

  /** A file of 2,000 features × 300 slices would be one that nobody can open. */
  @Test
  void ofSlicesOnlyTheTwentyFeaturesThatContributeMostAreTold() throws Exception {
    writeTrees(25);
    var found =
        explain(Evaluation.binary().slice("payment_type"), HOW, rows(300), 300)
            .contributions()
            .orElseThrow();

    var overall = found.slices().get(0).means().get(0);
    assertThat(found.features()).hasSize(25).doesNotHaveDuplicates();
    assertThat(overall).hasSize(25).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(overall.get(0)).isGreaterThan(overall.get(24));
    assertThat(found.slices().stream().skip(1))
        .hasSize(2)
        .allSatisfy(slice -> assertThat(slice.means().get(0)).hasSize(20));
  }

  /** Each looks at a feature of its own, the later the more it says. */
  private void writeTrees(int count) throws IOException {
    var graph = OnnxGraph.named("model");
    var score = graph.input("score", DataType.DOUBLE);
    var columns = new String[count];
    var ids = new long[3 * count];
    var nodes = new long[3 * count];
    var features = new long[3 * count];
    var modes = new ArrayList<String>();
    var values = new double[3 * count];
    var whenTrue = new long[3 * count];
    var whenFalse = new long[3 * count];
    var leaves = new long[count];
    var trees = new long[count];
    var weights = new double[count];
    for (int i = 0; i < count; i++) {
      columns[i] = graph.node("Mul", score, graph.doubles(i + 1));
      for (int node = 0; node < 3; node++) {
        ids[3 * i + node] = i;
        nodes[3 * i + node] = node;
        features[3 * i + node] = i;
        modes.add(node == 0 ? "BRANCH_LEQ" : "LEAF");
      }
      values[3 * i] = (i + 1) / 2.0;
      whenTrue[3 * i] = 1;
      whenFalse[3 * i] = 2;
      trees[i] = i;
      leaves[i] = 2;
      weights[i] = (i + 1.0) / (count * count);
    }
    var row =
        graph.node(OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), columns);
    var sum =
        graph.node(
            OnnxDomain.ML,
            "TreeEnsembleRegressor",
            List.of(
                OnnxAttribute.ofInts("nodes_treeids", ids),
                OnnxAttribute.ofInts("nodes_nodeids", nodes),
                OnnxAttribute.ofInts("nodes_featureids", features),
                OnnxAttribute.ofStrings("nodes_modes", modes),
                OnnxAttribute.ofTensor(
                    "nodes_values_as_tensor", OnnxTensor.doubles(new long[] {3L * count}, values)),
                OnnxAttribute.ofInts("nodes_truenodeids", whenTrue),
                OnnxAttribute.ofInts("nodes_falsenodeids", whenFalse),
                OnnxAttribute.ofInts("target_treeids", trees),
                OnnxAttribute.ofInts("target_nodeids", leaves),
                OnnxAttribute.ofInts("target_ids", new long[count]),
                OnnxAttribute.ofTensor(
                    "target_weights_as_tensor", OnnxTensor.doubles(new long[] {count}, weights)),
                OnnxAttribute.ofInt("n_targets", 1)),
            row);
    graph.output("probability", sum, DataType.FLOAT);
    Files.write(model.resolve("model.onnx"), graph.bytes());
  }

  /** 0.9 from a score above one half on, else 0.2; miles are looked at by nobody. */
  private void writeTree() throws IOException {
    var graph = OnnxGraph.named("model");
    var row =
        graph.node(
            OnnxDomain.STANDARD,
            "Concat",
            List.of(OnnxAttribute.ofInt("axis", 1)),
            graph.input("score", DataType.DOUBLE),
            graph.input("miles", DataType.DOUBLE));
    var sum =
        graph.node(
            OnnxDomain.ML,
            "TreeEnsembleRegressor",
            List.of(
                OnnxAttribute.ofInts("nodes_treeids", 0, 0, 0),
                OnnxAttribute.ofInts("nodes_nodeids", 0, 1, 2),
                OnnxAttribute.ofInts("nodes_featureids", 0, 0, 0),
                OnnxAttribute.ofStrings("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF")),
                OnnxAttribute.ofTensor(
                    "nodes_values_as_tensor", OnnxTensor.doubles(new long[] {3}, 0.5, 0, 0)),
                OnnxAttribute.ofInts("nodes_truenodeids", 1, 0, 0),
                OnnxAttribute.ofInts("nodes_falsenodeids", 2, 0, 0),
                OnnxAttribute.ofInts("target_treeids", 0, 0),
                OnnxAttribute.ofInts("target_nodeids", 1, 2),
                OnnxAttribute.ofInts("target_ids", 0, 0),
                OnnxAttribute.ofTensor(
                    "target_weights_as_tensor", OnnxTensor.doubles(new long[] {2}, 0.2, 0.9)),
                OnnxAttribute.ofInt("n_targets", 1)),
            row);
    graph.output("probability", sum, DataType.FLOAT);
    Files.write(model.resolve("model.onnx"), graph.bytes());
  }

  private Importances explain(
      Evaluation evaluation, Importance how, List<TinyModels.Row> rows, int batchRows)
      throws Exception {
    var evaluator = new Evaluator(EXAMPLES, MODEL, evaluation).withImportance(how);
    var place = Files.createTempDirectory(directory, "run");
    try (var run = FakeRun.of(evaluator, place.resolve("out"))) {
      run.given(EXAMPLES, TinyModels.examples(place.resolve("in"), "eval", rows, batchRows))
          .given(MODEL, model)
          .withEngine(new ChunkEngine(run.allocator(), 1));
      run.execute();
      var made = run.made(Evaluator.Outputs::evaluation).path();
      assertThat(made.resolve("report.html")).content().contains("Importance of columns");
      return Importances.find(made).orElseThrow();
    }
  }

  private static Effect effect(Importances found, String column, Slice slice) {
    return found.columns().stream()
        .filter(of -> of.column().equals(column) && of.slice().equals(slice))
        .findFirst()
        .orElseThrow();
  }

  /** The label is 1 where the score is from one half on. */
  private static List<TinyModels.Row> rows(int count) {
    var random = new Random(5);
    var rows = new ArrayList<TinyModels.Row>();
    for (int i = 0; i < count; i++) {
      double score = random.nextDouble();
      var type = i % 3 == 0 ? "Card" : "Cash";
      rows.add(new TinyModels.Row(type, 1L, random.nextDouble(), score, score >= 0.5 ? 1L : 0L));
    }
    return rows;
  }
}
