package io.tributary.components.card;

import io.tributary.components.card.ModelCard.Evaluated;
import io.tributary.components.evaluator.Confidence;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.TableEvaluation;
import io.tributary.components.evaluator.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Evaluations to show on cards. */
final class Judged {
  private static final String TIPS =
      "tipped,score,kind\n"
          + "1,0.9,Card\n0,0.8,Card\n1,0.6,Card\n0,0.1,Cash\n1,0.2,Cash\n0,0.15,Cash\n0,0.7,\n";

  private Judged() {}

  static Optional<Evaluated> binary(Path directory) throws IOException {
    return of(directory, Evaluation.binary().slice("kind"), "tipped", "score", TIPS);
  }

  static Optional<Evaluated> regression(Path directory) throws IOException {
    return of(directory, Evaluation.regression(), "fare", "guess", "fare,guess\n1,2\n3,3\n");
  }

  /** Of 200 rows whose score is right for this share of them, with intervals. */
  static Optional<Evaluated> sure(Path directory, double share) throws IOException {
    var rows = new StringBuilder("tipped,score,kind\n");
    for (int i = 0; i < 200; i++) {
      boolean right = i % 100 < 100 * share;
      rows.append(i % 2)
          .append(i % 2 == 1 == right ? ",0.9," : ",0.1,")
          .append("k" + i % 2)
          .append('\n');
    }
    return of(
        directory,
        Evaluation.binary().slice("kind").withConfidence(Confidence.jackknife(0.95)),
        "tipped",
        "score",
        rows.toString());
  }

  /** Of 200 rows: the candidate is right for 90 % of them, a baseline for 80 % of them. */
  static EvaluationResult together(Path directory) throws IOException {
    var rows = new StringBuilder("tipped,score,other,kind\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i % 2)
          .append(i % 2 == 1 == (i % 100 < 90) ? ",0.9" : ",0.1")
          .append(i % 2 == 1 == (i % 100 < 80) ? ",0.9," : ",0.1,")
          .append("k" + i % 2)
          .append('\n');
    }
    return Tables.judge(
        directory,
        new TableEvaluation(
            Evaluation.binary().slice("kind").withConfidence(Confidence.jackknife(0.95)),
            List.of("tipped"),
            List.of("score"),
            List.of("other"),
            List.of()),
        rows.toString());
  }

  private static Optional<Evaluated> of(
      Path directory, Evaluation how, String label, String score, String rows) throws IOException {
    var table = new TableEvaluation(how, List.of(label), List.of(score), List.of(), List.of());
    return Optional.of(
        new Evaluated(
            "ModelEvaluation 9",
            OptionalLong.of(9),
            Optional.of("d1"),
            Tables.judge(directory, table, rows),
            Optional.empty()));
  }
}
