package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Metric.ACCURACY;
import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.BALANCED_ACCURACY;
import static io.tributary.components.evaluator.Metric.EXACT_MATCH;
import static io.tributary.components.evaluator.Metric.EXAMPLE_COUNT;
import static io.tributary.components.evaluator.Metric.EXPONENTIAL_NDCG;
import static io.tributary.components.evaluator.Metric.F1;
import static io.tributary.components.evaluator.Metric.HAMMING_LOSS;
import static io.tributary.components.evaluator.Metric.JACCARD;
import static io.tributary.components.evaluator.Metric.LOG_LOSS;
import static io.tributary.components.evaluator.Metric.MACRO_AUC;
import static io.tributary.components.evaluator.Metric.MACRO_F1;
import static io.tributary.components.evaluator.Metric.MACRO_PRECISION;
import static io.tributary.components.evaluator.Metric.MACRO_RECALL;
import static io.tributary.components.evaluator.Metric.MATTHEWS_CORRELATION;
import static io.tributary.components.evaluator.Metric.MAXIMUM_ERROR;
import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_ERROR;
import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_PERCENTAGE_ERROR;
import static io.tributary.components.evaluator.Metric.MEAN_LABEL;
import static io.tributary.components.evaluator.Metric.MEAN_PREDICTION;
import static io.tributary.components.evaluator.Metric.MEAN_SQUARED_ERROR;
import static io.tributary.components.evaluator.Metric.MEDIAN_ABSOLUTE_ERROR;
import static io.tributary.components.evaluator.Metric.MICRO_F1;
import static io.tributary.components.evaluator.Metric.MICRO_PRECISION;
import static io.tributary.components.evaluator.Metric.MICRO_RECALL;
import static io.tributary.components.evaluator.Metric.NDCG;
import static io.tributary.components.evaluator.Metric.PRECISION;
import static io.tributary.components.evaluator.Metric.QUERIES_WITHOUT_RELEVANT;
import static io.tributary.components.evaluator.Metric.QUERY_COUNT;
import static io.tributary.components.evaluator.Metric.RECALL;
import static io.tributary.components.evaluator.Metric.RELEVANT_NDCG;
import static io.tributary.components.evaluator.Metric.ROOT_MEAN_SQUARED_ERROR;
import static io.tributary.components.evaluator.Metric.R_SQUARED;
import static io.tributary.components.evaluator.Metric.SAMPLES_F1;
import static io.tributary.components.evaluator.Metric.SAMPLES_PRECISION;
import static io.tributary.components.evaluator.Metric.SAMPLES_RECALL;
import static io.tributary.components.evaluator.Metric.SUPPORT;
import static io.tributary.components.evaluator.Metric.TOP_K_ACCURACY;
import static io.tributary.components.evaluator.Metric.WEIGHT;
import static io.tributary.components.evaluator.Metric.WEIGHTED_F1;
import static io.tributary.components.evaluator.Metric.WEIGHTED_PRECISION;
import static io.tributary.components.evaluator.Metric.WEIGHTED_RECALL;
import static io.tributary.components.evaluator.Metric.ZERO_LABEL_COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.data.LocalDataEngine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of labels and predictions, every metric overall and by slice, against scikit-learn. */
class TableGoldenTest {
  private static final Map<Metric, String> REGRESSION = new LinkedHashMap<>();

  static {
    REGRESSION.put(EXAMPLE_COUNT, "/count");
    REGRESSION.put(WEIGHT, "/weight");
    REGRESSION.put(MEAN_SQUARED_ERROR, "/mse");
    REGRESSION.put(ROOT_MEAN_SQUARED_ERROR, "/rmse");
    REGRESSION.put(MEAN_ABSOLUTE_ERROR, "/mae");
    REGRESSION.put(R_SQUARED, "/r2");
    REGRESSION.put(MEAN_ABSOLUTE_PERCENTAGE_ERROR, "/mape_nonzero");
    REGRESSION.put(MAXIMUM_ERROR, "/max_error");
    REGRESSION.put(MEAN_LABEL, "/mean_label");
    REGRESSION.put(MEAN_PREDICTION, "/mean_prediction");
  }

  @TempDir Path directory;

  private EvaluationResult judge(
      String table,
      Evaluation evaluation,
      List<String> labels,
      List<String> scores,
      List<String> classes)
      throws Exception {
    try (var allocator = new RootAllocator()) {
      return new TableEvaluation(evaluation, labels, scores, List.of(), classes)
          .of(Goldens.table(table, directory), new LocalDataEngine(allocator, 2));
    }
  }

  private static Evaluation weighted(Evaluation evaluation, boolean weighted, String column) {
    return weighted ? evaluation.weightedBy(column) : evaluation;
  }

  @ParameterizedTest
  @CsvSource({"ridge,false", "ridge,true", "xgboost,false", "xgboost,true"})
  void regressionAgrees(String model, boolean weighted) throws Exception {
    var name = "regression_" + model;
    var golden = Goldens.metrics(name);
    var result =
        judge(
            name,
            weighted(
                Evaluation.regression().slice("payment_type").slice("trip_start_hour"),
                weighted,
                "trip_miles"),
            List.of("label"),
            List.of("prediction"),
            List.of());
    assertThat(result.slices())
        .hasSize(golden.path("payment_type").size() + golden.path("trip_start_hour").size());
    everySlice(
        result,
        slice -> {
          var expected = Goldens.of(golden, slice.slice(), weighted ? "weighted" : "unweighted");
          Goldens.agree(slice, REGRESSION, expected);
          if (!weighted) {
            Goldens.agree(slice, MEDIAN_ABSOLUTE_ERROR, expected.path("median_absolute_error"));
          }
          if (expected.has("zero_label_count")) {
            Goldens.agree(slice, ZERO_LABEL_COUNT, expected.path("zero_label_count"));
          }
        });
  }

  private interface SliceCheck {
    void check(SliceMetrics metrics);
  }

  private static void everySlice(EvaluationResult result, SliceCheck check) {
    check.check(result.overall());
    result.slices().forEach(check::check);
  }

  @ParameterizedTest
  @CsvSource({
    "multiclass_payment_type,trip_start_hour,trip_miles,false",
    "multiclass_payment_type,trip_start_hour,trip_miles,true",
    "penguins_weak_model,island,body_mass_g,false",
    "penguins_weak_model,sex,body_mass_g,true"
  })
  void classesAgree(String table, String slice, String weight, boolean weighted) throws Exception {
    var golden = Goldens.metrics(table);
    var classes = Goldens.names(golden.path("classes"));
    var result =
        judge(
            table,
            weighted(Evaluation.multiclass().slice(slice), weighted, weight),
            List.of("label"),
            classes.stream().map(name -> "p:" + name).toList(),
            classes);
    var names = averages();
    names.put(ACCURACY, "/accuracy");
    names.put(LOG_LOSS, "/log_loss");
    names.put(MATTHEWS_CORRELATION, "/mcc");
    names.put(BALANCED_ACCURACY, "/balanced_accuracy_present_classes");
    names.put(MACRO_AUC, "/auc_one_vs_rest_macro_defined_classes");
    names.put(TOP_K_ACCURACY.at(2), "/top_2_accuracy");
    assertThat(result.slices()).hasSize(golden.path(slice).size());
    everySlice(
        result,
        metrics -> {
          var expected = Goldens.of(golden, metrics.slice(), weighted ? "weighted" : "unweighted");
          Goldens.agree(metrics, names, expected);
          for (var name : classes) {
            ofOne(metrics, name, expected.path("per_class").path(name), expected);
            Goldens.agree(metrics, AUC.of(name), expected.path("auc_one_vs_rest").path(name));
          }
        });
  }

  private static void ofOne(SliceMetrics metrics, String name, JsonNode golden, JsonNode all) {
    Goldens.agree(metrics, WEIGHT, all.path("weight"));
    Goldens.agree(metrics, PRECISION.of(name), golden.path("precision"));
    Goldens.agree(metrics, RECALL.of(name), golden.path("recall"));
    Goldens.agree(metrics, F1.of(name), golden.path("f1"));
    Goldens.agree(metrics, SUPPORT.of(name), golden.path("support_weight"));
  }

  private static Map<Metric, String> averages() {
    var names = new HashMap<Metric, String>();
    names.put(EXAMPLE_COUNT, "/count");
    names.put(WEIGHT, "/weight");
    names.put(MACRO_PRECISION, "/macro/precision");
    names.put(MACRO_RECALL, "/macro/recall");
    names.put(MACRO_F1, "/macro/f1");
    names.put(MICRO_PRECISION, "/micro/precision");
    names.put(MICRO_RECALL, "/micro/recall");
    names.put(MICRO_F1, "/micro/f1");
    names.put(WEIGHTED_PRECISION, "/weighted/precision");
    names.put(WEIGHTED_RECALL, "/weighted/recall");
    names.put(WEIGHTED_F1, "/weighted/f1");
    return names;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void severalLabelsAgree(boolean weighted) throws Exception {
    var golden = Goldens.metrics("multilabel");
    var labels = Goldens.names(golden.path("labels"));
    var result =
        judge(
            "multilabel",
            weighted(
                Evaluation.multilabel().slice("payment_type").slice("trip_start_hour"),
                weighted,
                "trip_miles"),
            labels.stream().map(name -> "label:" + name).toList(),
            labels.stream().map(name -> "score:" + name).toList(),
            labels);
    var names = averages();
    names.put(HAMMING_LOSS, "/hamming_loss");
    names.put(EXACT_MATCH, "/subset_accuracy");
    names.put(JACCARD, "/jaccard_samples");
    names.put(SAMPLES_PRECISION, "/samples/precision");
    names.put(SAMPLES_RECALL, "/samples/recall");
    names.put(SAMPLES_F1, "/samples/f1");
    assertThat(result.slices())
        .hasSize(golden.path("payment_type").size() + golden.path("trip_start_hour").size());
    everySlice(
        result,
        metrics -> {
          var expected = Goldens.of(golden, metrics.slice(), weighted ? "weighted" : "unweighted");
          Goldens.agree(metrics, names, expected);
          for (var name : labels) {
            ofOne(metrics, name, expected.path("per_label").path(name), expected);
            Goldens.agree(metrics, AUC.of(name), expected.path("per_label").path(name).path("auc"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "score_with_ties"})
  void rankingAgrees(String score) throws Exception {
    var result =
        judge(
            "ranking",
            Evaluation.ranking("query"),
            List.of("relevance"),
            List.of(score),
            List.of());
    var expected = Goldens.metrics("ranking").path(score);
    var metrics = result.overall();

    assertThat(metrics.value(EXAMPLE_COUNT)).contains(3000.0);
    Goldens.agree(metrics, QUERY_COUNT, expected.path("queries_used"));
    Goldens.agree(metrics, QUERIES_WITHOUT_RELEVANT, expected.path("queries_all_zero_relevance"));
    for (int k : new int[] {5, 10}) {
      Goldens.agree(metrics, NDCG.at(k), expected.path("ndcg@" + k));
      Goldens.agree(
          metrics, EXPONENTIAL_NDCG.at(k), expected.path("ndcg@" + k + "_exponential_gain"));
      Goldens.agree(
          metrics, RELEVANT_NDCG.at(k), expected.path("ndcg@" + k + "_without_all_zero_queries"));
    }
  }
}
