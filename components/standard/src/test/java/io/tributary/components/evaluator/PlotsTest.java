package io.tributary.components.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
  @TempDir Path directory;

  private EvaluationResult binary() throws Exception {
    var random = new Random(4);
    var csv = new StringBuilder("label,score\n");
    for (int i = 0; i < 5000; i++) {
      int label = random.nextInt(2);
      csv.append(label).append(',').append((label + random.nextDouble()) / 2).append('\n');
    }
    csv.append("0,0.99\n1,0.01\n");
    return Tables.judge(
        directory,
        new TableEvaluation(
            Evaluation.binary(), List.of("label"), List.of("score"), List.of("score"), List.of()),
        csv.toString());
  }

  @Test
  void aCurveOfFewPointsHasTheAreaOfAll() throws Exception {
    var result = binary();
    var curve = result.plots().curve();

    assertThat(curve).hasSizeBetween(100, Plots.MOST_POINTS);
    double area = 0;
    double x = 0;
    double y = 0;
    for (var point : curve) {
      area += (point.falsePositiveRate() - x) * (point.truePositiveRate() + y) / 2;
      x = point.falsePositiveRate();
      y = point.truePositiveRate();
    }
    assertThat(x).isEqualTo(1);
    assertThat(y).isEqualTo(1);
    assertThat(area).isCloseTo(result.overall().value(Metric.AUC).orElseThrow(), within(0.001));
  }

  @Test
  void whatIsWrittenIsReadAndDrawn() throws Exception {
    var result = binary();
    result.write(directory);

    assertThat(EvaluationResult.read(directory)).isEqualTo(result);
    assertThat(directory.resolve("report.html"))
        .content()
        .contains("ROC curve", "Precision and recall", "Calibration", "class=\"other\"")
        .doesNotContain("NaN", "http://", "https://");
  }

  @Test
  void confusionIsAmongClassesAndWithWhatIsNone() throws Exception {
    var result =
        Tables.judge(
            directory,
            new TableEvaluation(
                Evaluation.multiclass().withConfidence(Confidence.jackknife(0.9)),
                List.of("kind"),
                List.of("pa", "pb"),
                List.of(),
                List.of("a", "<b>")),
            "kind,pa,pb\na,0.9,0.1\na,0.2,0.8\n<b>,0.3,0.7\nc,0.6,0.4\n");
    result.write(directory);

    assertThat(result.plots().confusion())
        .containsExactly(List.of(1.0, 1.0), List.of(0.0, 1.0), List.of(1.0, 0.0));
    assertThat(EvaluationResult.read(directory)).isEqualTo(result);
    assertThat(directory.resolve("report.html"))
        .content()
        .contains("no class of the model", "&lt;b&gt;")
        .doesNotContain("<b>");
  }
}
