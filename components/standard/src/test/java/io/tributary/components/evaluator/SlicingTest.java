package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Metric.EXAMPLE_COUNT;
import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlicingTest {
  @TempDir Path directory;

  private EvaluationResult judge(Evaluation evaluation, String... rows) throws Exception {
    return Tables.judge(
        directory,
        new TableEvaluation(evaluation, List.of("fare"), List.of("guess"), List.of(), List.of()),
        "miles,kind,fare,guess\n" + String.join("\n", rows) + "\n");
  }

  private static Map<String, Double> counts(EvaluationResult result) {
    var counts = new LinkedHashMap<String, Double>();
    for (var metrics : result.slices()) {
      counts.put(metrics.slice().toString(), metrics.value(EXAMPLE_COUNT).orElseThrow());
    }
    return counts;
  }

  @Test
  void rangesBeginAtTheirBoundaryAndAreInOrder() throws Exception {
    var result =
        judge(
            Evaluation.regression().slice(new Cut.Ranges("miles", List.of(2.0, 10.0))),
            "10,a,1,1",
            "2,a,1,1",
            ",a,1,1",
            "-3,a,1,1",
            "9.5,a,1,1",
            "40,a,1,1");

    assertThat(counts(result))
        .containsExactly(
            Map.entry("miles missing", 1.0),
            Map.entry("miles=below 2.0", 1.0),
            Map.entry("miles=2.0 to below 10.0", 2.0),
            Map.entry("miles=from 10.0", 2.0));
  }

  @Test
  void quantilesHaveEqualNumbersOfRowsAsFarAsEqualValuesLetThem() throws Exception {
    var result =
        judge(
            Evaluation.regression().slice(new Cut.Quantiles("miles", 4)),
            "-5,a,1,1",
            "-4,a,1,1",
            "0,a,1,1",
            "0,a,1,1",
            "7,a,1,1",
            "7,a,1,1",
            "7,a,1,1",
            "7,a,1,1");

    assertThat(counts(result))
        .containsExactly(
            Map.entry("miles=below 0.0", 2.0),
            Map.entry("miles=0.0 to below 7.0", 2.0),
            Map.entry("miles=from 7.0", 4.0));
  }

  @Test
  void aConditionMakesOneSliceAndCrossesWithValues() throws Exception {
    var result =
        judge(
            Evaluation.regression()
                .slice(new Cut.Where("miles", Bound.atLeast(3)))
                .slice(new Cut.Values("kind"), new Cut.Where("miles", Bound.between(1, 3))),
            "3,a,1,1",
            "2,a,1,1",
            "2,b,1,1",
            "1,b,1,1",
            ",b,1,1");

    assertThat(counts(result))
        .containsExactly(
            Map.entry("miles=from 3.0", 1.0),
            Map.entry("kind=a x miles=1.0 to 3.0", 2.0),
            Map.entry("kind=b x miles=1.0 to 3.0", 2.0));
  }

  @Test
  void requirementsReachEverySliceOfQuantiles() throws Exception {
    var quantiles = Slicing.of(new Cut.Quantiles("miles", 2));
    var result =
        judge(
            Evaluation.regression().require(MEAN_ABSOLUTE_ERROR.atMost(1).onEverySlice(quantiles)),
            "1,a,5,5",
            "9,a,5,8");

    assertThat(result.verdicts()).extracting(Verdict::passed).containsExactly(true, false);
    assertThat(result.message())
        .isEqualTo("not blessed: mean_absolute_error on miles=from 9.0: 3 (expected: <= 1.0)");
  }

  @Test
  void aColumnThatCannotBeCutIsRefused() {
    assertThatThrownBy(
            () -> judge(Evaluation.regression().slice(new Cut.Quantiles("kind", 2)), "1,a,5,5"))
        .hasMessageContaining("slice column 'kind': Utf8 (expected: a number)");
    assertThatThrownBy(() -> new Cut.Ranges("miles", List.of(2.0, 1.0)))
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> new Cut.Quantiles("miles", 1)).hasMessageContaining("2 to 1000");
  }
}
