package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Bound.atMost;
import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.EXAMPLE_COUNT;
import static io.tributary.components.evaluator.Metric.FALSE_POSITIVE_RATE;
import static io.tributary.components.evaluator.Metric.LOG_LOSS;
import static io.tributary.components.evaluator.Metric.MEAN_PREDICTION;
import static io.tributary.components.evaluator.Metric.PRECISION;
import static io.tributary.components.evaluator.TinyModels.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.ModelBlessing;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));
  private static final Channel<Model> BASELINE =
      Channel.of("Latest", "model", ArtifactType.of(Model.class));

  /** AUC 0.625; cash has negatives only. */
  private static final List<TinyModels.Row> ROWS =
      List.of(
          row("Card", 0.9, 1),
          row("Card", 0.8, 0),
          row("Card", 0.6, 1),
          row("Cash", 0.1, 0),
          row("Cash", 0.2, 0),
          row(null, 0.7, 0));

  @TempDir Path directory;
  private Path model;

  @BeforeEach
  void makeModel() throws Exception {
    model = TinyModels.model(directory.resolve("model"), 1.0);
  }

  private record Judged(EvaluationResult result, Path evaluation, Path blessing, String message) {}

  private Judged judge(Evaluation evaluation, List<TinyModels.Row> rows) throws Exception {
    return judge(new Evaluator(EXAMPLES, MODEL, evaluation), rows, 1000, "run");
  }

  private Judged judge(Evaluator evaluator, List<TinyModels.Row> rows, int batchRows, String name)
      throws Exception {
    var examples =
        TinyModels.examples(directory.resolve("examples-" + name), "eval", rows, batchRows);
    var baseline = directory.resolve("baseline");
    try (var run = FakeRun.of(evaluator, directory.resolve(name))) {
      run.given(EXAMPLES, examples)
          .given(MODEL, model)
          .withEngine(new ChunkEngine(run.allocator(), 1));
      if (Files.exists(baseline)) {
        run.given(BASELINE, baseline);
      }
      run.execute();
      var evaluation = run.made(Evaluator.Outputs::evaluation).path();
      var blessing = run.made(Evaluator.Outputs::blessing);
      return new Judged(
          EvaluationResult.read(evaluation),
          evaluation,
          blessing.path(),
          blessing.property(ModelBlessing.MESSAGE).orElseThrow());
    }
  }

  @Test
  void blessesAModelThatMeetsEveryRequirement() throws Exception {
    var judged = judge(Evaluation.binary().require(AUC.atLeast(0.75)), ROWS);

    assertThat(judged.result.blessed()).isTrue();
    assertThat(judged.result.overall().value(AUC)).contains(0.75);
    assertThat(judged.blessing).isDirectoryContaining("glob:**/BLESSED");
    assertThat(judged.blessing.resolve("verdicts.json")).content().contains("auc >= 0.75");
    assertThat(judged.message).startsWith("blessed: auc on overall: 0.75");
  }

  @Test
  void readsTheColumnsOfGraphsSlicesAndWeightAlone() throws Exception {
    var evaluator =
        new Evaluator(
            EXAMPLES, MODEL, Evaluation.binary().slice("payment_type").weightedBy("miles"));
    try (var run = FakeRun.of(evaluator, directory.resolve("run"))) {
      var engine = new ChunkEngine(run.allocator(), 1);
      run.given(EXAMPLES, TinyModels.examples(directory.resolve("examples"), ROWS))
          .given(MODEL, model)
          .withEngine(engine)
          .execute();

      assertThat(engine.readColumns()).contains(Set.of("payment_type", "miles", "score", "tipped"));
    }
  }

  @Test
  void theBlessingNamesTheModelThatWasJudged() throws Exception {
    var evaluator = new Evaluator(EXAMPLES, MODEL, Evaluation.binary());
    try (var run = FakeRun.of(evaluator, directory.resolve("run"))) {
      run.given(EXAMPLES, TinyModels.examples(directory.resolve("examples"), ROWS))
          .given(MODEL, model)
          .withEngine(new ChunkEngine(run.allocator(), 1))
          .execute();
      var blessing = run.made(Evaluator.Outputs::blessing);

      assertThat(blessing.property(ModelBlessing.BLESSED)).contains(false);
      assertThat(blessing.property(ModelBlessing.CURRENT_MODEL_ID)).contains(run.input(MODEL).id());
      assertThat(blessing.property(ModelBlessing.CURRENT_MODEL)).contains(run.input(MODEL).uri());
      assertThat(blessing.property(ModelBlessing.CURRENT_MODEL_DIGEST))
          .contains(run.input(MODEL).digest());
    }
  }

  @Test
  void saysWhichRequirementFailedWithFigures() throws Exception {
    var judged =
        judge(Evaluation.binary().require(AUC.atLeast(0.9)).require(LOG_LOSS.atMost(0.01)), ROWS);

    assertThat(judged.result.blessed()).isFalse();
    assertThat(judged.blessing).isDirectoryContaining("glob:**/NOT_BLESSED");
    assertThat(judged.message)
        .isEqualTo("not blessed: auc on overall: 0.75 (expected: >= 0.9); and 1 more failed");
  }

  @Test
  void withoutAnyRequirementNothingIsBlessed() throws Exception {
    assertThat(judge(Evaluation.binary(), ROWS).message)
        .isEqualTo("not blessed: no requirement was declared");
  }

  @Test
  void withoutAnyRowNothingIsBlessed() throws Exception {
    var judged = judge(Evaluation.binary().require(EXAMPLE_COUNT.atLeast(0)), List.of());

    assertThat(judged.message).isEqualTo("not blessed: no row with a label was evaluated");
    assertThat(judged.result.overall().value(AUC)).isEmpty();
  }

  @Test
  void rowsWithoutALabelAreCountedAndLeftOut() throws Exception {
    var rows = new ArrayList<>(ROWS);
    rows.add(new TinyModels.Row("Card", 1L, 1.0, 0.99, null));

    var judged = judge(Evaluation.binary(), rows);

    assertThat(judged.result.unlabelledRows()).isEqualTo(1);
    assertThat(judged.result.overall().value(EXAMPLE_COUNT)).contains(6.0);
  }

  @Test
  void aMetricThatIsNotDefinedFailsItsRequirementAndIsNullInTheFile() throws Exception {
    var judged =
        judge(Evaluation.binary().require(AUC.atLeast(0.5).onEverySlice("payment_type")), ROWS);

    assertThat(judged.result.verdicts())
        .extracting(Verdict::passed)
        .containsExactly(false, true, false);
    assertThat(judged.result.verdicts().get(0).reason())
        .isEqualTo("auc on payment_type missing: not computed, all labels are 0");
    assertThat(judged.result.verdicts().get(2).reason())
        .isEqualTo("auc on payment_type=Cash: not computed, all labels are 0");
    assertThat(judged.evaluation.resolve("metrics.json")).content().contains("\"auc\" : null");
  }

  @Test
  void aMissingValueIsASliceOfItsOwnAndOtherSlicesAreInOrder() throws Exception {
    var rows = new ArrayList<TinyModels.Row>();
    for (Long hour : new Long[] {10L, 9L, null, -1L}) {
      rows.add(new TinyModels.Row("Card", hour, 1.0, 0.5, 1L));
    }
    var judged = judge(Evaluation.binary().slice("hour").slice("payment_type", "hour"), rows);

    assertThat(judged.result.slices())
        .extracting(slice -> slice.slice().toString())
        .containsExactly(
            "hour missing",
            "hour=-1",
            "hour=9",
            "hour=10",
            "payment_type=Card x hour missing",
            "payment_type=Card x hour=-1",
            "payment_type=Card x hour=9",
            "payment_type=Card x hour=10");
  }

  @Test
  void aGapIsTheLargestDifferenceBetweenTheSlicesThatHaveTheMetric() throws Exception {
    var gap = FALSE_POSITIVE_RATE.gapBetween("payment_type", atMost(0.10));
    var verdict = judge(Evaluation.binary().require(gap), ROWS).result.verdicts().get(0);

    assertThat(verdict.value()).contains(1.0);
    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason())
        .startsWith(
            "gap of false_positive_rate between payment_type: 1 (expected: <= 0.1), from 0 on"
                + " payment_type=Cash to 1 on payment_type");
  }

  @Test
  void aGapNeedsTwoSlicesToCompare() throws Exception {
    var gap = PRECISION.gapBetween("payment_type", atMost(1));
    var verdict =
        judge(Evaluation.binary().require(gap), ROWS.subList(0, 3)).result.verdicts().get(0);

    assertThat(verdict.passed()).isFalse();
    assertThat(verdict.reason()).contains("metric computed on 1 of 1 slices");
  }

  @Test
  void aSliceThatWasNeverSeenFailsTheRequirementOnIt() throws Exception {
    var judged =
        judge(Evaluation.binary().require(AUC.atLeast(0.1).onSlice("payment_type", "Dash")), ROWS);

    assertThat(judged.message)
        .isEqualTo("not blessed: auc >= 0.1 on payment_type=Dash: no such slice was seen");
  }

  @Test
  void slicesBelowTheMinimumSizeAreOnlyCounted() throws Exception {
    var judged = judge(Evaluation.binary().slice("payment_type").withMinimumSliceSize(2), ROWS);

    assertThat(judged.result.slices()).hasSize(2);
    assertThat(judged.result.smallSlices()).isEqualTo(1);
  }

  @Test
  void aRequirementAgainstTheBaselineHoldsWhileThereIsNone() throws Exception {
    var evaluator =
        new Evaluator(EXAMPLES, MODEL, Evaluation.binary().require(AUC.noWorseThanBaseline(0.01)))
            .withBaseline(BASELINE);
    var judged = judge(evaluator, ROWS, 1000, "first");

    assertThat(judged.result.blessed()).isTrue();
    assertThat(judged.result.verdicts().get(0).reason())
        .isEqualTo("auc on overall: 0.75, no baseline yet");
  }

  @Test
  void theBaselineIsScoredInTheSamePassAndHeldAgainstTheCandidate() throws Exception {
    TinyModels.model(directory.resolve("baseline"), 0.5);
    var evaluation =
        Evaluation.binary()
            .require(AUC.noWorseThanBaseline(0.0))
            .require(LOG_LOSS.betterThanBaseline(5.0))
            .require(MEAN_PREDICTION.changeFromBaseline(Bound.between(0.2, 0.3)));
    var judged =
        judge(new Evaluator(EXAMPLES, MODEL, evaluation).withBaseline(BASELINE), ROWS, 1000, "run");

    assertThat(judged.result.verdicts())
        .extracting(Verdict::passed)
        .containsExactly(true, false, true);
    assertThat(judged.result.overall().baselineValue(MEAN_PREDICTION))
        .hasValueSatisfying(value -> assertThat(value).isBetween(0.2749, 0.2751));
    assertThat(judged.result.verdicts().get(1).reason())
        .contains("baseline")
        .contains("(expected: <= -5.0)");
  }

  @Test
  void batchesAndThreadsDoNotShowInTheFiles() throws Exception {
    var rows = new ArrayList<TinyModels.Row>();
    for (int i = 0; i < 500; i++) {
      rows.add(
          new TinyModels.Row(
              i % 7 == 0 ? null : "type" + i % 5,
              (long) (i % 3),
              i / 9.0,
              i * 0.37 % 1,
              (long) (i % 2)));
    }
    var evaluator =
        new Evaluator(
            EXAMPLES, MODEL, Evaluation.binary().slice("payment_type", "hour").weightedBy("miles"));
    var whole = judge(evaluator, rows, 500, "whole");
    var pieces = judge(evaluator, rows, 7, "pieces");

    for (var file : List.of("metrics.json", "report.html")) {
      assertThat(pieces.evaluation.resolve(file))
          .hasSameBinaryContentAs(whole.evaluation.resolve(file));
    }
    assertThat(Files.readString(whole.evaluation.resolve("metrics.json")))
        .doesNotContain(directory.toString());
  }

  @Test
  void theLocalEngineGivesTheSameBytesOnAnyNumberOfThreads() throws Exception {
    var rows = new ArrayList<TinyModels.Row>();
    for (int i = 0; i < 400; i++) {
      rows.add(new TinyModels.Row("type" + i % 5, null, i / 9.0, i * 0.37 % 1, (long) (i % 2)));
    }
    var examples = TinyModels.examples(directory.resolve("examples"), "eval", rows, 9);
    var evaluator =
        new Evaluator(
            EXAMPLES, MODEL, Evaluation.binary().slice("payment_type").weightedBy("miles"));
    var digests = new ArrayList<String>();
    for (int threads : new int[] {1, 3}) {
      try (var run = FakeRun.of(evaluator, directory.resolve("threads" + threads))) {
        run.given(EXAMPLES, examples).given(MODEL, model).withThreads(threads).execute();
        digests.add(run.made(Evaluator.Outputs::evaluation).digest());
      }
    }
    assertThat(digests.get(0)).isEqualTo(digests.get(1));
  }

  @Test
  void whatIsReadIsWhatWasFound() throws Exception {
    var evaluation =
        Evaluation.binary()
            .slice("payment_type")
            .require(AUC.within(Bound.between(0.1, 0.2)))
            .require(FALSE_POSITIVE_RATE.gapBetween("payment_type", atMost(0.1)));
    var judged = judge(evaluation, ROWS);

    var verdict = judged.result.verdicts().get(0);
    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                "auc 0.1 to 0.2",
                AUC,
                Slice.OVERALL,
                Optional.of(0.75),
                Bound.between(0.1, 0.2),
                false,
                "auc on overall: 0.75 (expected: 0.1 to 0.2)"));
    assertThat(judged.result.slices().get(1).slice())
        .isEqualTo(new Slice(List.of(new Slice.Value("payment_type", Optional.of("Card")))));
  }

  @Test
  void anOverrideBlessesAndIsRecordedWithTheVerdicts() throws Exception {
    var evaluator =
        new Evaluator(EXAMPLES, MODEL, Evaluation.binary().require(AUC.atLeast(0.9)))
            .withOverride("Ada", "the old model is down");
    var judged = judge(evaluator, ROWS, 10, "run");

    assertThat(judged.blessing).isDirectoryContaining("glob:**/BLESSED");
    assertThat(judged.message)
        .isEqualTo(
            "blessed by Ada, because the old model is down; otherwise not blessed: auc on overall:"
                + " 0.75 (expected: >= 0.9)");
    assertThat(judged.result.verdicts()).extracting(Verdict::passed).containsExactly(false);
    assertThat(judged.result.override())
        .contains(new BlessingOverride("Ada", "the old model is down"));
    assertThat(judged.blessing.resolve("verdicts.json")).content().contains("\"by\" : \"Ada\"");
    assertThat(judge(evaluator, List.of(), 10, "none").message).startsWith("not blessed: no row");
    assertThatThrownBy(() -> evaluator.withOverride(" ", "x")).hasMessageContaining("a name");
  }

  @Test
  void judgesClassesByTheNamesInTheModel() throws Exception {
    var graph = OnnxGraph.named("model");
    var score = graph.cast(graph.input("score", DataType.DOUBLE), DataType.FLOAT);
    var rest = graph.node("Sub", graph.floats(1f), score);
    graph.output(
        "probabilities",
        graph.node(
            OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), score, rest),
        DataType.FLOAT,
        -1,
        2);
    Files.write(model.resolve("model.onnx"), graph.bytes());
    var label = OnnxGraph.named("label");
    label.output(
        "label/payment_type",
        label.node("Identity", label.input("payment_type", DataType.STRING)),
        DataType.STRING);
    Files.write(model.resolve("label.onnx"), label.bytes());

    assertThatThrownBy(() -> judge(Evaluation.multiclass(), ROWS))
        .hasMessageContaining("its output 'probabilities' names no classes");

    graph.classes("probabilities", List.of("Card", "Cash"));
    Files.write(model.resolve("model.onnx"), graph.bytes());
    var rows = new ArrayList<>(ROWS);
    rows.add(row("Voucher", 0.9, 1));
    var judged =
        judge(
            new Evaluator(
                EXAMPLES,
                MODEL,
                Evaluation.multiclass().require(Metric.RECALL.of("Cash").atLeast(1))),
            rows,
            10,
            "named");

    assertThat(judged.result.blessed()).as(judged.message).isTrue();
    assertThat(judged.result.unlabelledRows()).isEqualTo(1);
    assertThat(judged.result.overall().value(Metric.UNKNOWN_LABEL_COUNT)).contains(1.0);
    assertThat(judged.result.overall().value(Metric.ACCURACY)).contains(5 / 6.0);
    assertThat(judged.result.overall().value(Metric.PRECISION.of("Card"))).contains(0.75);
  }

  @Test
  void theReportEscapesWhatTheDataSays() throws Exception {
    var judged = judge(Evaluation.binary().slice("payment_type"), List.of(row("<script>", 0.5, 1)));

    assertThat(judged.evaluation.resolve("report.html"))
        .content()
        .contains("payment_type=&lt;script&gt;")
        .doesNotContain("<script>")
        .doesNotContain("http://", "https://");
  }

  @Test
  void everythingThatDoesNotFitIsToldAtOnce() throws Exception {
    Files.write(model.resolve("label.onnx"), TinyModels.label("was_tipped").bytes());
    var graph = OnnxGraph.named("model");
    graph.output("probability", graph.input("distance", DataType.FLOAT), DataType.FLOAT);
    Files.write(model.resolve("model.onnx"), graph.bytes());

    assertThatThrownBy(
            () -> judge(Evaluation.binary().slice("company").weightedBy("payment_type"), ROWS))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label.onnx: column 'was_tipped' is absent")
        .hasMessageContaining("model.onnx: column 'distance' is absent")
        .hasMessageContaining("slice column 'company': absent")
        .hasMessageContaining("weight column 'payment_type': Utf8");
  }

  @Test
  void aModelWithoutLabelGraphOrProbabilityOrSplitIsRefused() throws Exception {
    Files.delete(model.resolve("label.onnx"));
    Files.write(model.resolve("model.onnx"), TinyModels.label("tipped").bytes());
    var evaluator = new Evaluator(EXAMPLES, MODEL, Evaluation.binary());

    assertThatThrownBy(() -> judge(evaluator, ROWS, 10, "a"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label.onnx: absent from the model")
        .hasMessageContaining("no output 'probability'");
    assertThatThrownBy(() -> judge(evaluator.withSplits("test"), ROWS, 10, "b"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("split 'test': absent from the examples (expected: of [eval])");
  }

  @Test
  void aCorruptedModelIsRefused() throws Exception {
    Files.writeString(model.resolve("model.onnx"), "no model");

    assertThatThrownBy(() -> judge(Evaluation.binary(), ROWS))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("model.onnx: 8 bytes that ONNX Runtime cannot load");
  }

  @Test
  void aScoreThatIsNoProbabilityIsRefused() throws Exception {
    TinyModels.model(model, 3.0);

    assertThatThrownBy(() -> judge(Evaluation.binary(), ROWS))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("score 2.7 (expected: a probability, 0 to 1)");
  }

  @Test
  void aLabelThatIsNeitherZeroNorOneIsRefused() {
    assertThatThrownBy(
            () -> judge(Evaluation.binary(), List.of(row("Card", 0.5, 1), row("Card", 0.5, 2))))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label.onnx of [tipped], row 2 of these: label 2.0")
        .hasMessageContaining("(expected: 0, 1 or missing)");
  }

  @Test
  void slicingByAColumnOfTooManyValuesIsRefused() {
    var rows = new ArrayList<TinyModels.Row>();
    for (long i = 0; i <= SlicedTallies.MAXIMUM_SLICES; i++) {
      rows.add(new TinyModels.Row("Card", i, 1.0, 0.5, 1L));
    }
    assertThatThrownBy(() -> judge(Evaluation.binary().slice("hour"), rows))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("slice 'hour': more than 10000 slices");
  }
}
