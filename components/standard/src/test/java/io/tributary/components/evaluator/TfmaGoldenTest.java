package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Metric.ACCURACY;
import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.AVERAGE_PRECISION;
import static io.tributary.components.evaluator.Metric.LOG_LOSS;
import static io.tributary.components.evaluator.Metric.PR_AUC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 17 metrics of 101 slices against what TFMA 0.47.1 computed of the same labels and scores. Where
 * the answers differ, {@code docs/tfma.md} says why.
 */
class TfmaGoldenTest {
  private static final int SLICES = 101;
  private static final int METRICS = 17;

  /** TFMA counts scores in so many buckets before it draws a curve. */
  private static final int BUCKETS = 10_000;

  /** Those of one definition; undefined here is NaN there. */
  private static final Map<String, Metric> SAME = new LinkedHashMap<>();

  static {
    SAME.put("example_count", Metric.EXAMPLE_COUNT);
    SAME.put("weighted_example_count", Metric.WEIGHT);
    SAME.put("binary_accuracy", ACCURACY);
    SAME.put("precision", Metric.PRECISION);
    SAME.put("recall", Metric.RECALL);
    SAME.put("f1_score", Metric.F1);
    SAME.put("mean_label", Metric.MEAN_LABEL);
    SAME.put("mean_prediction", Metric.MEAN_PREDICTION);
    SAME.put("calibration", Metric.CALIBRATION);
    SAME.put("mean_squared_error", Metric.BRIER);
    SAME.put("true_positives", Metric.TRUE_POSITIVES);
    SAME.put("false_positives", Metric.FALSE_POSITIVES);
    SAME.put("true_negatives", Metric.TRUE_NEGATIVES);
    SAME.put("false_negatives", Metric.FALSE_NEGATIVES);
  }

  @TempDir Path directory;
  private String rows = "";
  private final List<JsonNode> goldens = new ArrayList<>();

  @BeforeEach
  void readGoldens() throws IOException {
    try (var in = Goldens.open("taxi_scores-tfma-0.47.1.csv.gz")) {
      rows = new String(in.readAllBytes(), UTF_8);
    }
    read("taxi_extended-tfma-0.47.1.json.gz").forEach(goldens::add);
  }

  private static JsonNode read(String name) throws IOException {
    try (var in = Goldens.open(name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private EvaluationResult judge(Evaluation evaluation, String table) throws IOException {
    return Tables.judge(
        directory,
        new TableEvaluation(evaluation, List.of("label"), List.of("score"), List.of(), List.of()),
        table);
  }

  /** By slice. */
  private Map<Slice, SliceMetrics> judge(String table) throws IOException {
    var result =
        judge(
            Evaluation.binary()
                .slice("trip_start_hour")
                .slice("payment_type")
                .slice("payment_type", "trip_start_hour")
                .slice("trip_start_day"),
            table);
    var slices = new HashMap<Slice, SliceMetrics>();
    slices.put(Slice.OVERALL, result.overall());
    result.slices().forEach(of -> slices.put(of.slice(), of));
    return slices;
  }

  private static SliceMetrics of(Map<Slice, SliceMetrics> slices, JsonNode golden) {
    var values = new ArrayList<Slice.Value>();
    golden
        .path("slice")
        .forEach(
            value ->
                values.add(
                    new Slice.Value(value.path(0).asText(), Optional.of(value.path(1).asText()))));
    return requireNonNull(slices.get(new Slice(values)), values.toString());
  }

  private static double positives(SliceMetrics metrics) {
    return metrics.value(Metric.POSITIVE_COUNT).orElseThrow();
  }

  private static boolean hasBothClasses(SliceMetrics metrics) {
    double positives = positives(metrics);
    return positives > 0 && positives < metrics.value(Metric.EXAMPLE_COUNT).orElseThrow();
  }

  @Test
  void metricsOfOneDefinitionAgreeAndAreUndefinedTogether() throws Exception {
    var slices = judge(rows);

    assertThat(goldens).hasSize(SLICES);
    for (var golden : goldens) {
      var metrics = of(slices, golden);
      var expected = golden.path("metrics");
      assertThat(expected.size()).isEqualTo(METRICS);
      SAME.forEach(
          (name, metric) -> {
            var value = expected.path(name);
            if (value.isNumber()) {
              assertThat(metrics.value(metric).orElseThrow())
                  .as("%s of %s", metric, metrics.slice())
                  .isCloseTo(value.doubleValue(), within(1e-7));
            } else {
              assertThat(value.asText()).as("%s of %s", name, metrics.slice()).isEqualTo("NaN");
              assertThat(metrics.value(metric)).as("%s of %s", metric, metrics.slice()).isEmpty();
            }
          });
    }
  }

  /** Keras clips scores 1e-7 from 0 and 1, in single precision. */
  @Test
  void theLogLossAgreesButForSinglePrecision() throws Exception {
    var slices = judge(rows);

    for (var golden : goldens) {
      assertThat(of(slices, golden).value(LOG_LOSS).orElseThrow())
          .isCloseTo(golden.at("/metrics/binary_crossentropy").doubleValue(), within(1e-6));
    }
  }

  @Test
  void theAucIsTheirsWhereScoresAreTakenInTheirBuckets() throws Exception {
    var exact = judge(rows);
    var bucketed = judge(bucketed());

    int differing = 0;
    for (var golden : goldens) {
      double theirs = golden.at("/metrics/auc").doubleValue();
      var metrics = of(exact, golden);
      if (!hasBothClasses(metrics)) {
        assertThat(metrics.value(AUC)).as("auc of %s", metrics.slice()).isEmpty();
        assertThat(theirs).isZero();
        continue;
      }
      double ours = metrics.value(AUC).orElseThrow();
      assertThat(ours)
          .as("auc of %s", metrics.slice())
          .isCloseTo(theirs, within(0.1 / positives(metrics)));
      assertThat(of(bucketed, golden).value(AUC).orElseThrow())
          .as("auc of %s in buckets", metrics.slice())
          .isCloseTo(theirs, within(1e-12));
      differing += Math.abs(ours - theirs) > 1e-9 ? 1 : 0;
    }
    assertThat(differing).isPositive();
    assertThat(
            of(exact, goldens.stream().filter(TfmaGoldenTest::isOverall).findAny().orElseThrow())
                .value(AUC)
                .orElseThrow())
        .isCloseTo(0.9334254220, within(1e-10));
  }

  private static boolean isOverall(JsonNode golden) {
    return golden.path("slice").isEmpty();
  }

  private String bucketed() {
    var table = new StringBuilder();
    for (var line : rows.split("\n")) {
      var cells = line.split(",", -1);
      if (!table.isEmpty()) {
        cells[1] = "" + Math.floor(Double.parseDouble(cells[1]) * BUCKETS) / BUCKETS;
      }
      table.append(String.join(",", cells)).append('\n');
    }
    return table.toString();
  }

  /** Between two thresholds TFMA draws a hyperbola, where {@code pr_auc} draws a line. */
  @Test
  void theAreaUnderPrecisionAndRecallIsNearTheirs() throws Exception {
    var slices = judge(rows);

    for (var golden : goldens) {
      double theirs = golden.at("/metrics/auc_precision_recall").doubleValue();
      var metrics = of(slices, golden);
      if (hasBothClasses(metrics)) {
        assertThat(metrics.value(PR_AUC).orElseThrow())
            .as("pr_auc of %s", metrics.slice())
            .isCloseTo(theirs, within(0.2 / positives(metrics)));
        assertThat(metrics.value(AVERAGE_PRECISION).orElseThrow())
            .as("average precision of %s", metrics.slice())
            .isCloseTo(theirs, within(1.0 / positives(metrics)));
      } else {
        assertThat(metrics.value(PR_AUC)).as("pr_auc of %s", metrics.slice()).isEmpty();
        assertThat(theirs).isEqualTo(positives(metrics) > 0 ? 1 : 0);
      }
    }
  }

  /** {@code BinaryAccuracy >= 0.6} with TFMA is about all rows and every slice that is declared. */
  @Test
  void aThresholdOfTheirsIsARequirementOnAllRowsAndOneOnEverySlice() throws Exception {
    var result =
        judge(
            Evaluation.binary()
                .require(ACCURACY.atLeast(0.6))
                .require(ACCURACY.atLeast(0.6).onEverySlice("trip_start_hour")),
            rows);
    var slices = new HashMap<Slice, SliceMetrics>();
    slices.put(Slice.OVERALL, result.overall());
    result.slices().forEach(of -> slices.put(of.slice(), of));
    var theirs = read("taxi_pipeline_eval-tfma-0.47.1.json.gz");

    assertThat(validation()).contains("validation_ok: true", "num_matching_slices: 25");
    assertThat(result.blessed()).isTrue();
    assertThat(result.verdicts()).hasSize(25).hasSameSizeAs(theirs).allMatch(Verdict::passed);
    for (var golden : theirs) {
      assertThat(of(slices, golden).value(ACCURACY).orElseThrow())
          .isCloseTo(golden.at("/metrics/binary_accuracy").doubleValue(), within(1e-12));
    }
  }

  private static String validation() throws IOException {
    try (var in =
        requireNonNull(
            TfmaGoldenTest.class.getResourceAsStream(
                "/goldens/taxi_validation-tfma-0.47.1.pbtxt"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
