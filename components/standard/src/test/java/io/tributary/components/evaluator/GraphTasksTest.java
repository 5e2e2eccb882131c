package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.ExecutionFailure;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.data.LocalDataEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models of every task, as {@code model.onnx} and {@code label.onnx}. They hand columns of the
 * tables of {@link TableGoldenTest} through, so that what is right of these tables has to come of
 * the models, too, to the last bit.
 */
class GraphTasksTest {
  private static final List<String> LABELS = List.of("tipped", "dear", "night", "long_ride");

  @TempDir Path directory;

  private EvaluationResult ofModel(Evaluation evaluation, String table, Optional<Path> baseline)
      throws IOException {
    try (var allocator = new RootAllocator()) {
      return new GraphEvaluation(evaluation, directory, baseline)
          .of(Goldens.table(table, directory), new LocalDataEngine(allocator, 2));
    }
  }

  private EvaluationResult ofTable(TableEvaluation evaluation, String table) throws IOException {
    try (var allocator = new RootAllocator()) {
      return evaluation.of(Goldens.table(table, directory), new LocalDataEngine(allocator, 2));
    }
  }

  private static OnnxGraph single(String output, String column, DataType type) {
    var graph = OnnxGraph.named("graph");
    graph.output(output, graph.input(column, type), type);
    return graph;
  }

  private void write(OnnxGraph model, OnnxGraph label) throws IOException {
    Files.write(directory.resolve("model.onnx"), model.bytes());
    Files.write(directory.resolve("label.onnx"), label.bytes());
  }

  /** One output of all scores side by side, whose values have these names. */
  private static OnnxGraph probabilities(List<String> columns, List<String> names) {
    var graph = OnnxGraph.named("model");
    var scores = columns.stream().map(column -> graph.input(column, DataType.DOUBLE)).toList();
    graph.output(
        "probabilities",
        graph.node(
            OnnxDomain.STANDARD,
            "Concat",
            List.of(OnnxAttribute.ofInt("axis", 1)),
            scores.toArray(String[]::new)),
        DataType.DOUBLE,
        -1,
        names.size());
    graph.classes("probabilities", names);
    return graph;
  }

  @ParameterizedTest
  @ValueSource(strings = {"regression_ridge", "regression_xgboost"})
  void aNumberIsJudgedThroughGraphs(String table) throws Exception {
    write(
        single("prediction", "prediction", DataType.DOUBLE),
        single("label/fare", "label", DataType.DOUBLE));
    var evaluation =
        Evaluation.regression()
            .slice("payment_type")
            .slice("trip_start_hour")
            .weightedBy("trip_miles");

    assertThat(ofModel(evaluation, table, Optional.empty()).json())
        .isEqualTo(
            ofTable(
                    new TableEvaluation(
                        evaluation, List.of("label"), List.of("prediction"), List.of(), List.of()),
                    table)
                .json());
  }

  @Test
  void aSampleOfAllRowsIsAllRowsAndOneOfFewIsAlwaysTheSame() throws Exception {
    write(
        single("prediction", "prediction", DataType.DOUBLE),
        single("label/fare", "label", DataType.DOUBLE));
    var evaluation = Evaluation.regression().slice("payment_type");

    assertThat(ofSample(evaluation, "regression_ridge", Integer.MAX_VALUE, 1).json())
        .isEqualTo(ofModel(evaluation, "regression_ridge", Optional.empty()).json());
    var few = ofSample(evaluation, "regression_ridge", 100, 1);
    assertThat(few.overall().value(Metric.EXAMPLE_COUNT)).contains(100.0);
    assertThat(ofSample(evaluation, "regression_ridge", 100, 1).json()).isEqualTo(few.json());
    assertThat(ofSample(evaluation, "regression_ridge", 100, 2).json()).isNotEqualTo(few.json());
  }

  private EvaluationResult ofSample(Evaluation evaluation, String table, int most, long seed)
      throws IOException {
    try (var allocator = new RootAllocator()) {
      return new GraphEvaluation(evaluation, directory, Optional.empty())
          .ofSample(
              Goldens.table(table, directory),
              most,
              seed,
              new LocalDataEngine(allocator, 2),
              allocator);
    }
  }

  @Test
  void severalLabelsAreJudgedThroughGraphs() throws Exception {
    // An order of its own: labels are found by name.
    var label = OnnxGraph.named("label");
    for (var name : List.of("night", "tipped", "long_ride", "dear")) {
      label.output("label/" + name, label.input("label:" + name, DataType.INT64), DataType.INT64);
    }
    var scores = LABELS.stream().map(name -> "score:" + name).toList();
    write(probabilities(scores, LABELS), label);
    var evaluation = Evaluation.multilabel().slice("payment_type").withDecisionThreshold(0.4);

    assertThat(ofModel(evaluation, "multilabel", Optional.empty()).json())
        .isEqualTo(
            ofTable(
                    new TableEvaluation(
                        evaluation,
                        LABELS.stream().map(name -> "label:" + name).toList(),
                        scores,
                        List.of(),
                        LABELS),
                    "multilabel")
                .json());
  }

  @ParameterizedTest
  @ValueSource(strings = {"prediction", "probability"})
  void aRankingIsJudgedThroughGraphs(String output) throws Exception {
    write(
        single(output, "score", DataType.DOUBLE),
        single("label/relevance", "relevance", DataType.INT64));
    var evaluation = Evaluation.ranking("query");

    assertThat(ofModel(evaluation, "ranking", Optional.empty()).json())
        .isEqualTo(
            ofTable(
                    new TableEvaluation(
                        evaluation, List.of("relevance"), List.of("score"), List.of(), List.of()),
                    "ranking")
                .json());
  }

  @Test
  void aRankingIsNotJudgedOnPartsOfItsQueries() throws Exception {
    write(
        single("prediction", "score", DataType.DOUBLE),
        single("label/relevance", "relevance", DataType.INT64));
    var evaluation = Evaluation.ranking("query");

    assertThatThrownBy(() -> ofSample(evaluation, "ranking", 100, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("ranking by 'query': a sample of 100 of ")
        .hasMessageContaining("whole queries");
    assertThat(ofSample(evaluation, "ranking", Integer.MAX_VALUE, 1).json())
        .isEqualTo(ofModel(evaluation, "ranking", Optional.empty()).json());
  }

  @Test
  void aRankingIsComparedWithABaselineQueryByQuery() throws Exception {
    var baseline = Files.createDirectories(directory.resolve("baseline"));
    Files.write(
        baseline.resolve("model.onnx"),
        single("prediction", "score_with_ties", DataType.DOUBLE).bytes());
    write(
        single("prediction", "score", DataType.DOUBLE),
        single("label/relevance", "relevance", DataType.INT64));
    var overall =
        ofModel(
                Evaluation.ranking("query").withConfidence(Confidence.jackknife(0.95)),
                "ranking",
                Optional.of(baseline))
            .overall();
    var ndcg = Metric.NDCG.at(10);

    Goldens.agree(overall, ndcg, Goldens.metrics("ranking").at("/score/ndcg@10"));
    assertThat(overall.baselineValue(ndcg)).isPresent().isNotEqualTo(overall.value(ndcg));
    assertThat(overall.changeSpread(ndcg).orElseThrow().standardError())
        .isPositive()
        .isLessThan(overall.spread(ndcg).orElseThrow().standardError());
  }

  @Test
  void aLabelOfTheModelThatTheLabelGraphLacksIsNamed() throws Exception {
    var label = OnnxGraph.named("label");
    for (var name : List.of("tipped", "dear")) {
      label.output("label/" + name, label.input("label:" + name, DataType.INT64), DataType.INT64);
    }
    write(probabilities(LABELS.stream().map(name -> "score:" + name).toList(), LABELS), label);

    assertThatThrownBy(() -> ofModel(Evaluation.multilabel(), "multilabel", Optional.empty()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label.onnx: no output 'label/night'")
        .hasMessageContaining("label.onnx: no output 'label/long_ride'")
        .hasMessageContaining("0, 1 or missing for each label of the model");
  }

  @Test
  void aModelOfAnotherTaskIsRefused() throws Exception {
    write(
        single("prediction", "prediction", DataType.DOUBLE),
        single("label/fare", "label", DataType.DOUBLE));

    assertThatThrownBy(() -> ofModel(Evaluation.binary(), "regression_ridge", Optional.empty()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("model.onnx: no output 'probability' among")
        .hasMessageContaining("the probability of the positive class");
    assertThatThrownBy(() -> ofModel(Evaluation.multilabel(), "regression_ridge", Optional.empty()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("its output 'probabilities' names no classes");
  }
}
