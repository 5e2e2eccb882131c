package io.tributary.components.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.card.ModelCard.Evaluated;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelComparisonTest {
  private static final String EVIL = "</td><script>alert(1)</script>";

  @TempDir private Path directory;

  @Test
  void differencesAreThoseOfTheSecondToTheFirst() throws Exception {
    var comparison =
        new ModelComparison(
            card("a", 0.5, Judged.sure(directory, 0.8)),
            card("b", 0.1, Judged.sure(directory, 0.9)));
    var accuracy = figure(comparison.overall(), Metric.ACCURACY);
    assertThat(accuracy.difference())
        .hasValueSatisfying(by -> assertThat(by).isCloseTo(0.1, within(1e-9)));
    assertThat(accuracy.isBetter()).contains(true);
    assertThat(figure(comparison.overall(), Metric.LOG_LOSS).isBetter()).contains(true);
    assertThat(figure(comparison.overall(), Metric.EXAMPLE_COUNT).isBetter()).isEmpty();
    assertThat(comparison.slices().keySet())
        .extracting(Object::toString)
        .containsExactly("kind=k0", "kind=k1");
    assertThat(comparison.parameters())
        .contains(
            new ModelComparison.Line("learning_rate", Optional.of("0.5"), Optional.of("0.1")));
  }

  @Test
  void theSpreadOfADifferenceIsThatOfBothFigures() throws Exception {
    var comparison =
        new ModelComparison(
            card("a", 1, Judged.sure(directory, 0.5)), card("b", 1, Judged.sure(directory, 0.95)));
    var mine = comparison.second().evaluation().orElseThrow().result().overall();
    var its = comparison.first().evaluation().orElseThrow().result().overall();
    var accuracy = figure(comparison.overall(), Metric.ACCURACY);
    double expected =
        Math.hypot(
            mine.spread(Metric.ACCURACY).orElseThrow().standardError(),
            its.spread(Metric.ACCURACY).orElseThrow().standardError());
    assertThat(accuracy.spread().orElseThrow().standardError()).isCloseTo(expected, within(1e-12));
    assertThat(accuracy.significance().orElseThrow()).isLessThan(0.001);
    assertThat(comparison.html())
        .contains("<td class=\"pass\">+0.4500</td>", "<th scope=\"col\">p</th>");
  }

  @Test
  void modelsThatWereAskedTogetherArePairedByRows() throws Exception {
    var together = Judged.together(directory);
    var first = card("a", 1, Judged.sure(directory, 0.8));
    var second = card("b", 1, Judged.sure(directory, 0.9));
    var paired = new ModelComparison(first, second, Optional.of(together), List.of());
    var apart = new ModelComparison(first, second, Optional.empty(), List.of("Because."));
    var accuracy = figure(paired.overall(), Metric.ACCURACY);

    assertThat(accuracy.first()).contains(0.8);
    assertThat(accuracy.second()).contains(0.9);
    assertThat(accuracy.spread()).isEqualTo(together.overall().changeSpread(Metric.ACCURACY));
    assertThat(accuracy.spread().orElseThrow().standardError())
        .isLessThan(
            figure(apart.overall(), Metric.ACCURACY).spread().orElseThrow().standardError());
    assertThat(paired.slices().keySet())
        .extracting(Object::toString)
        .containsExactly("kind=k0", "kind=k1");
    assertThat(paired.headline()).contains(Metric.AUC);
    assertThat(paired.remarks())
        .containsExactly(
            "Both were asked about the same 200 rows: p is how probable a difference of that size"
                + " is by chance, paired by rows.");
    assertThat(paired.json()).containsEntry("paired", true);
    assertThat(paired.html()).contains("paired by rows", "<small class=\"pass\">");
    assertThat(apart.remarks()).first().isEqualTo("Because.");
    assertThat(apart.remarks()).last().asString().startsWith("Not paired by rows");
    assertThat(apart.json()).containsEntry("paired", false);
    assertThatThrownBy(
            () ->
                new ModelComparison(
                    first,
                    second,
                    Optional.of(first.evaluation().orElseThrow().result()),
                    List.of()))
        .hasMessageContaining("without a baseline");
  }

  @Test
  void whatIsEqualIsCountedAndWhatDiffersIsShown() throws Exception {
    var comparison =
        new ModelComparison(
            card("a", 0.5, Judged.binary(directory)), card(EVIL, 0.1, Judged.binary(directory)));
    assertThat(comparison.html())
        .contains(
            "learning rate", "<td>0.5</td><td>0.1</td>", "The same for both, and not shown: 1.")
        .contains("is not known: an evaluation with confidence tells")
        .doesNotContain("<script", "<td>logistic regression</td>");
    var json = (Map<?, ?>) Json.read(Json.write(comparison.json()));
    assertThat((List<?>) json.get("overall")).isNotEmpty();
    assertThat((List<?>) json.get("slices")).hasSize(3);
  }

  @Test
  void differentRowsAndMissingEvaluationsAreSaidToBeSo() throws Exception {
    var judged = Judged.binary(directory).orElseThrow();
    var elsewhere =
        new Evaluated(
            "other", OptionalLong.empty(), Optional.of("d2"), judged.result(), Optional.empty());
    assertThat(
            new ModelComparison(
                    card("a", 1, Optional.of(judged)), card("b", 1, Optional.of(elsewhere)))
                .remarks())
        .anyMatch(remark -> remark.contains("different rows"));
    var one =
        new ModelComparison(card("a", 1, Optional.of(judged)), card("b", 1, Optional.empty()));
    assertThat(one.remarks())
        .containsExactly("b was not evaluated: there are no metrics to compare.");
    assertThat(one.overall()).isEmpty();
    assertThat(one.html()).contains("Parameters").doesNotContain("All rows");
  }

  @Test
  void modelsThatPredictSomethingElseAreNotCompared() throws Exception {
    var binary = card("a", 1, Judged.binary(directory));
    var fare =
        new ModelCard(
            "b",
            new ModelFiles(
                Map.of("task", "regression", "data", Map.of("labels", List.of("fare"))), Map.of()),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Judged.regression(directory),
            List.of());
    assertThatThrownBy(() -> new ModelComparison(binary, fare))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("task binary classification and regression")
        .hasMessageContaining("labels tipped and fare")
        .hasMessageContaining("evaluation binary classification and regression");
  }

  @Test
  void whatValuesOfOutputsStandForIsCalledAsOnTheCard() {
    var explained =
        new ModelCard(
            "a",
            new ModelFiles(
                Map.of(),
                Map.of(
                    "outputs",
                    List.of(
                        Map.of(
                            "name",
                            "contributions",
                            "datatype",
                            "FP32",
                            "shape",
                            List.of(-1, 2),
                            "classes",
                            List.of("fare", "bias"))))),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of());

    assertThat(new ModelComparison(explained, card("b", 1, Optional.empty())).signature())
        .containsExactly(
            new ModelComparison.Line(
                "output contributions",
                Optional.of("FP32 [-1, 2], values fare, bias"),
                Optional.empty()));
    assertThat(explained.html()).contains("<th scope=\"col\">Values</th>", "<td>fare, bias</td>");
  }

  private static ModelComparison.Figure figure(
      List<ModelComparison.Figure> figures, Metric metric) {
    return figures.stream().filter(each -> each.metric().equals(metric)).findFirst().orElseThrow();
  }

  private static ModelCard card(String name, double rate, Optional<Evaluated> evaluated) {
    return new ModelCard(
        name,
        new ModelFiles(
            Map.of(
                "task",
                "binary classification",
                "algorithm",
                "logistic regression",
                "hyper_parameters",
                Map.of("learning_rate", rate),
                "data",
                Map.of("labels", List.of("tipped"))),
            Map.of()),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        evaluated,
        List.of());
  }
}
