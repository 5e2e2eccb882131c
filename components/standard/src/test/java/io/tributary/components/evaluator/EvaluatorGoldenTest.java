package io.tributary.components.evaluator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every metric, overall and on every slice, against what scikit-learn 1.9.1 computed. */
class EvaluatorGoldenTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> MODEL =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));

  private static final Map<Metric, String> NAMES = new LinkedHashMap<>();
  private static final Map<Metric, String> AT_THRESHOLD = new LinkedHashMap<>();

  static {
    NAMES.put(Metric.EXAMPLE_COUNT, "count");
    NAMES.put(Metric.POSITIVE_COUNT, "positive_count");
    NAMES.put(Metric.WEIGHT, "weight");
    NAMES.put(Metric.MEAN_LABEL, "mean_label");
    NAMES.put(Metric.MEAN_PREDICTION, "mean_score");
    NAMES.put(Metric.AUC, "auc");
    NAMES.put(Metric.AVERAGE_PRECISION, "average_precision");
    NAMES.put(Metric.PR_AUC, "pr_auc_trapezoid");
    NAMES.put(Metric.LOG_LOSS, "log_loss");
    NAMES.put(Metric.BRIER, "brier");
    NAMES.put(Metric.EXPECTED_CALIBRATION_ERROR, "ece");
    NAMES.put(Metric.MAXIMUM_CALIBRATION_ERROR, "mce");
    AT_THRESHOLD.put(Metric.TRUE_POSITIVES, "tp");
    AT_THRESHOLD.put(Metric.FALSE_POSITIVES, "fp");
    AT_THRESHOLD.put(Metric.TRUE_NEGATIVES, "tn");
    AT_THRESHOLD.put(Metric.FALSE_NEGATIVES, "fn");
    AT_THRESHOLD.put(Metric.ACCURACY, "accuracy");
    AT_THRESHOLD.put(Metric.PRECISION, "precision");
    AT_THRESHOLD.put(Metric.RECALL, "recall");
    AT_THRESHOLD.put(Metric.SPECIFICITY, "specificity");
    AT_THRESHOLD.put(Metric.F1, "f1");
    AT_THRESHOLD.put(Metric.MATTHEWS_CORRELATION, "mcc");
    AT_THRESHOLD.put(Metric.BALANCED_ACCURACY, "balanced_accuracy");
  }

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "logistic_regression,0.25,false",
    "logistic_regression,0.5,true",
    "xgboost,0.5,false",
    "xgboost,0.75,true"
  })
  void everyFigureAgreesWithScikitLearn(String model, double threshold, boolean weighted)
      throws Exception {
    var evaluation =
        Evaluation.binary()
            .slice("payment_type")
            .slice("hour")
            .slice("payment_type", "hour")
            .withDecisionThreshold(threshold);
    if (weighted) {
      evaluation = evaluation.weightedBy("miles");
    }
    var evaluator = new Evaluator(EXAMPLES, MODEL, evaluation);
    EvaluationResult result;
    try (var run = FakeRun.of(evaluator, directory.resolve("run"))) {
      run.given(EXAMPLES, TinyModels.examples(directory.resolve("examples"), rows(model)))
          .given(MODEL, TinyModels.model(directory.resolve("model"), 1.0))
          .withEngine(new ChunkEngine(run.allocator(), 2))
          .execute();
      result = EvaluationResult.read(run.made(Evaluator.Outputs::evaluation).path());
    }

    var golden = Goldens.metrics("binary_" + model);
    var weighting = weighted ? "weighted" : "unweighted";
    int slices =
        golden.path("payment_type").size()
            + golden.path("trip_start_hour").size()
            + golden.path("payment_type x trip_start_hour").size();
    assertThat(result.slices()).hasSize(slices);
    agree(result.overall(), golden.path("overall").path(weighting), threshold);
    for (var slice : result.slices()) {
      var values = slice.slice().values();
      var key = String.join(" x ", slice.slice().columns()).replace("hour", "trip_start_hour");
      var value =
          String.join("|", values.stream().map(each -> each.value().orElseThrow()).toList());
      agree(slice, golden.path(key).path(value).path(weighting), threshold);
    }
  }

  private static void agree(SliceMetrics metrics, JsonNode golden, double threshold) {
    assertThat(golden.isObject()).as("golden of %s", metrics.slice()).isTrue();
    NAMES.forEach((metric, name) -> Goldens.agree(metrics, metric, golden.path(name)));
    var decisions = golden.path("at_threshold").path(Double.toString(threshold));
    AT_THRESHOLD.forEach((metric, name) -> Goldens.agree(metrics, metric, decisions.path(name)));
  }

  private static List<TinyModels.Row> rows(String model) throws IOException {
    var rows = new ArrayList<TinyModels.Row>();
    try (var in = Goldens.open("binary_" + model + "-sklearn-1.9.1.csv.gz");
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      lines.readLine();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var cells = line.split(",", -1);
        rows.add(
            new TinyModels.Row(
                cells[1],
                Long.valueOf(cells[2]),
                cells[3].isEmpty() ? null : Double.valueOf(cells[3]),
                Double.parseDouble(cells[5]),
                Long.valueOf(cells[4])));
      }
    }
    assertThat(rows).hasSize(3000);
    return rows;
  }
}
