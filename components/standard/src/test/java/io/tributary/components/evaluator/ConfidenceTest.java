package io.tributary.components.evaluator;

import static io.tributary.components.evaluator.Metric.AUC;
import static io.tributary.components.evaluator.Metric.EXAMPLE_COUNT;
import static io.tributary.components.evaluator.Metric.MEAN_ABSOLUTE_ERROR;
import static io.tributary.components.evaluator.Metric.MEAN_PREDICTION;
import static io.tributary.components.evaluator.Metric.NDCG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.components.probability.Tails;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfidenceTest {
  @TempDir Path directory;

  /** Label, score and the score of another model that is worse by noise. */
  private static String scores(int rows, double noise, long seed) {
    var random = new Random(seed);
    var csv = new StringBuilder("label,score,other,kind\n");
    for (int i = 0; i < rows; i++) {
      int label = random.nextInt(2);
      double score = odds(label + random.nextGaussian());
      double other = odds(Math.log(score / (1 - score)) + noise * random.nextGaussian());
      csv.append(label).append(',').append(score).append(',').append(other);
      csv.append(i % 50 == 0 ? ",rare\n" : ",usual\n");
    }
    return csv.toString();
  }

  private static double odds(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static TableEvaluation compared(Evaluation evaluation) {
    return new TableEvaluation(
        evaluation, List.of("label"), List.of("score"), List.of("other"), List.of());
  }

  private static Confidence how(Confidence.Method method) {
    return new Confidence(method, 0.95, 200, 7);
  }

  @ParameterizedTest
  @EnumSource(Confidence.Method.class)
  void theStandardErrorOfAMeanIsTheKnownOne(Confidence.Method method) throws Exception {
    var random = new Random(3);
    var csv = new StringBuilder("label,prediction\n");
    int n = 4000;
    for (int i = 0; i < n; i++) {
      csv.append("0,").append(random.nextGaussian() + 10).append('\n');
    }
    var result =
        Tables.judge(
            directory,
            new TableEvaluation(
                Evaluation.regression().withConfidence(how(method)),
                List.of("label"),
                List.of("prediction"),
                List.of(),
                List.of()),
            csv.toString());

    assertThat(result.overall().spread(MEAN_PREDICTION).orElseThrow().standardError())
        .isCloseTo(1 / Math.sqrt(n), within(0.25 / Math.sqrt(n)));
    assertThat(result.overall().spread(EXAMPLE_COUNT)).isEmpty();
  }

  /** Hanley and McNeil, Radiology 143 (1982): 0.0138 for 1,000 rows and an AUC of 0.76. */
  @ParameterizedTest
  @EnumSource(Confidence.Method.class)
  void theStandardErrorOfAnAucIsTheKnownOne(Confidence.Method method) throws Exception {
    var result =
        Tables.judge(
            directory,
            compared(Evaluation.binary().withConfidence(how(method))),
            scores(1000, 0.5, 1));
    double auc = result.overall().value(AUC).orElseThrow();
    double q1 = auc / (2 - auc);
    double q2 = 2 * auc * auc / (1 + auc);
    double n = 500;
    double expected =
        Math.sqrt(
            (auc * (1 - auc) + (n - 1) * (q1 - auc * auc) + (n - 1) * (q2 - auc * auc)) / (n * n));

    assertThat(result.overall().spread(AUC).orElseThrow().standardError())
        .isCloseTo(expected, within(expected / 4));
  }

  @Test
  void intervalsCoverTheTrueValueAsOftenAsTheySay() throws Exception {
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      var random = new Random(trial);
      var csv = new StringBuilder("label,prediction\n");
      for (int i = 0; i < 300; i++) {
        csv.append("0,").append(-Math.log(1 - random.nextDouble())).append('\n');
      }
      var overall =
          Tables.judge(
                  directory,
                  new TableEvaluation(
                      Evaluation.regression().withConfidence(Confidence.jackknife(0.9)),
                      List.of("label"),
                      List.of("prediction"),
                      List.of(),
                      List.of()),
                  csv.toString())
              .overall();
      var interval =
          overall
              .spread(MEAN_ABSOLUTE_ERROR)
              .orElseThrow()
              .interval(overall.value(MEAN_ABSOLUTE_ERROR).orElseThrow(), 0.9);
      covered += interval.lowest() <= 1 && 1 <= interval.highest() ? 1 : 0;
    }
    assertThat(covered).isBetween(168, 192);
  }

  @ParameterizedTest
  @EnumSource(Confidence.Method.class)
  void pairedDifferencesVaryLessThanTheModels(Confidence.Method method) throws Exception {
    var overall =
        Tables.judge(
                directory,
                compared(Evaluation.binary().withConfidence(how(method))),
                scores(3000, 0.3, 2))
            .overall();
    double change = overall.value(AUC).orElseThrow() - overall.baselineValue(AUC).orElseThrow();
    var ofChange = overall.changeSpread(AUC).orElseThrow();

    assertThat(ofChange.standardError())
        .isLessThan(overall.spread(AUC).orElseThrow().standardError() / 2);
    assertThat(ofChange.significance(change)).isLessThan(0.01);
  }

  @Test
  void aModelComparedWithItselfHasNotChangedAtAll() throws Exception {
    var evaluation =
        new TableEvaluation(
            Evaluation.binary().withConfidence(Confidence.jackknife(0.95)),
            List.of("label"),
            List.of("score"),
            List.of("score"),
            List.of());
    var overall = Tables.judge(directory, evaluation, scores(500, 0, 2)).overall();

    assertThat(overall.changeSpread(AUC).orElseThrow().significance(0)).isEqualTo(1);
  }

  @Test
  void aRequirementWithConfidenceHoldsTheIntervalAgainstTheBound() throws Exception {
    var evaluation =
        Evaluation.binary()
            .require(AUC.atLeast(0.74))
            .require(AUC.atLeast(0.74).withConfidence(0.99))
            .require(AUC.atLeast(0.5).withConfidence(0.99).onEverySlice("kind"))
            .require(AUC.noWorseThanBaseline(0.05).withConfidence(0.95));
    var verdicts = Tables.judge(directory, compared(evaluation), scores(300, 0.5, 5)).verdicts();

    assertThat(verdicts)
        .extracting(Verdict::passed)
        .containsExactly(true, false, false, true, true);
    assertThat(verdicts.get(1).requirement()).isEqualTo("auc >= 0.74 with confidence 0.99");
    assertThat(verdicts.get(1).reason()).matches("auc on overall: 0\\.7\\d*, 0\\.\\d+ to .*");
    assertThat(verdicts.get(2).reason()).contains("too few rows for an interval");
  }

  @Test
  void threadsDoNotShowAndTheSeedDoes() throws Exception {
    var csv = scores(5000, 0.5, 9);
    var evaluation =
        compared(
            Evaluation.binary()
                .slice("kind")
                .withConfidence(Confidence.poissonBootstrap(0.95).withReplicates(50)));
    var other =
        compared(
            Evaluation.binary()
                .slice("kind")
                .withConfidence(Confidence.poissonBootstrap(0.95).withReplicates(50).withSeed(1)));

    var one = Tables.judge(directory, evaluation, csv, 1);
    assertThat(Tables.judge(directory, evaluation, csv, 3)).isEqualTo(one);
    assertThat(Tables.judge(directory, other, csv, 1).overall().spread(AUC))
        .isPresent()
        .isNotEqualTo(one.overall().spread(AUC));
  }

  @Test
  void theRowsOfAQueryStayTogether() throws Exception {
    var random = new Random(11);
    var csv = new StringBuilder("query,label,score\n");
    for (int query = 0; query < 400; query++) {
      for (int i = 0; i < 6; i++) {
        int label = random.nextInt(3);
        csv.append("q").append(query).append(',').append(label).append(',');
        csv.append(label + 2 * random.nextGaussian()).append('\n');
      }
    }
    var overall =
        Tables.judge(
                directory,
                new TableEvaluation(
                    Evaluation.ranking("query").withConfidence(Confidence.jackknife(0.95)),
                    List.of("label"),
                    List.of("score"),
                    List.of(),
                    List.of()),
                csv.toString())
            .overall();

    assertThat(overall.spread(NDCG.at(5)).orElseThrow().standardError()).isBetween(0.004, 0.02);
  }

  @ParameterizedTest
  @CsvSource({
    "0.975,1,12.706204736174694",
    "0.975,10,2.228138851986274",
    "0.95,63,1.6694022217068127",
    "0.995,120,2.6174211451068654"
  })
  void quantilesOfStudentAreThoseOfScipy(double share, int degrees, double expected) {
    assertThat(Tails.studentTQuantile(share, degrees))
        .isCloseTo(expected, within(1e-10 * expected));
    assertThat(Tails.studentT(expected, degrees)).isCloseTo(1 - share, within(1e-12));
  }

  @Test
  void wrongValuesAreRefused() {
    assertThatThrownBy(() -> Confidence.jackknife(1)).hasMessageContaining("level 1.0");
    assertThatThrownBy(() -> Confidence.poissonBootstrap(0.95).withReplicates(5))
        .hasMessageContaining("5 replicates");
    assertThatThrownBy(() -> AUC.atLeast(0.9).withConfidence(0))
        .hasMessageContaining("above 0 and below 1");
  }
}
