package io.tributary.cli.model;

import io.tributary.cli.command.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The columns that hold labels and predictions.
 *
 * @param baselineScores none if nothing is compared
 * @param classes what a pattern's {@code *} stands for; none without a pattern
 */
record PredictionColumns(
    List<String> labels, List<String> scores, List<String> baselineScores, List<String> classes) {

  static PredictionColumns of(
      Schema schema, String label, String score, Optional<String> baselineScore) {
    var classes = classes(schema, "--score", score);
    var labels = classes(schema, "--label", label);
    if (!labels.isEmpty() && !labels.equals(classes)) {
      throw new UsageException(
          "--label",
          label + ", which gives " + labels,
          "the labels of --score, " + classes,
          "correct one of the patterns");
    }
    return new PredictionColumns(
        named(label, labels),
        named(score, classes),
        baselineScore
            .map(pattern -> named(pattern, isPattern(pattern) ? classes : List.of()))
            .orElse(List.of()),
        classes);
  }

  private static boolean isPattern(String name) {
    return name.contains("*");
  }

  private static List<String> named(String pattern, List<String> classes) {
    return classes.isEmpty()
        ? List.of(pattern)
        : classes.stream().map(each -> pattern.replace("*", each)).collect(Collectors.toList());
  }

  /** In the order of the columns. */
  private static List<String> classes(Schema schema, String option, String pattern) {
    if (!isPattern(pattern)) {
      return List.of();
    }
    int star = pattern.indexOf('*');
    var before = pattern.substring(0, star);
    var after = pattern.substring(star + 1);
    var names = schema.getFields().stream().map(Field::getName).toList();
    var found =
        names.stream()
            .filter(name -> name.length() > before.length() + after.length())
            .filter(name -> name.startsWith(before) && name.endsWith(after))
            .map(name -> name.substring(before.length(), name.length() - after.length()))
            .toList();
    if (found.size() < 2) {
      throw new UsageException(
          option, pattern, "a pattern of two or more of the columns " + names, "correct it");
    }
    return found;
  }

  /** What such columns hold. */
  EvaluationTask task(Optional<String> query) {
    if (query.isPresent()) {
      return EvaluationTask.RANKING;
    } else if (labels.size() > 1) {
      return EvaluationTask.MULTILABEL;
    }
    return scores.size() > 1 ? EvaluationTask.MULTICLASS : EvaluationTask.BINARY;
  }
}
