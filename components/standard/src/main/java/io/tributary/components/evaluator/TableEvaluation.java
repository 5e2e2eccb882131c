package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.Aggregation;
import io.tributary.components.onnx.RowColumns;
import io.tributary.data.Batches;
import io.tributary.data.LocalDataEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * An evaluation of predictions that lie in a table beside their labels, whoever made them.
 *
 * @param evaluation how they are judged
 * @param labels the column of the label; of several labels one for each; of classes their names, as
 *     texts or integers
 * @param scores the column of the probability of label 1, or of the prediction; of classes and of
 *     several labels one for each
 * @param baselineScores likewise of a model it is compared with; none for no comparison
 * @param classes the names of classes or labels, in the order of the scores; none for other tasks
 */
public record TableEvaluation(
    Evaluation evaluation,
    List<String> labels,
    List<String> scores,
    List<String> baselineScores,
    List<String> classes) {

  public TableEvaluation {
    requireNonNull(evaluation, "evaluation");
    labels = List.copyOf(labels);
    scores = List.copyOf(scores);
    baselineScores = List.copyOf(baselineScores);
    classes = List.copyOf(classes);
    boolean hasNames = new ModelOutputs(evaluation.task()).hasNames();
    int width = hasNames ? classes.size() : 1;
    int labelWidth = evaluation.task() instanceof Task.Multilabel ? width : 1;
    var problems = new ArrayList<String>();
    if (hasNames && classes.size() < 2) {
      problems.add(classes.size() + " classes (expected: two or more)");
    }
    requireSize(labels, labelWidth, "label", problems);
    requireSize(scores, width, "score", problems);
    if (!baselineScores.isEmpty()) {
      requireSize(baselineScores, width, "baseline score", problems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation of a table",
                  String.join("; ", problems),
                  "the columns of " + evaluation.task().key(),
                  "name as many columns as there are classes or labels")
              .toString());
    }
  }

  private static void requireSize(
      List<String> columns, int expected, String what, List<String> problems) {
    if (columns.size() != expected || new LinkedHashSet<>(columns).size() != expected) {
      problems.add(what + " columns " + columns + " (expected: " + expected + ", each another)");
    }
  }

  /**
   * Judges all rows, in one pass.
   *
   * @throws ExecutionFailure if columns are missing or not of numbers, or if a value is no label or
   *     no prediction
   */
  public EvaluationResult of(Batches rows, LocalDataEngine engine) throws IOException {
    check(RowColumns.of(rows));
    var names =
        new ClassNumbers(evaluation.task() instanceof Task.Multiclass ? classes : List.of());
    var numbers = new ClassNumbers(List.of());
    var inputs =
        new EvaluationPass.Inputs(
            new ColumnValues("label", labels, names),
            new ColumnValues("score", scores, numbers),
            baselineScores.isEmpty()
                ? Optional.empty()
                : Optional.of(new ColumnValues("baseline score", baselineScores, numbers)),
            labels.size());
    return new Judging(
            evaluation,
            new Judging.Rows() {
              @Override
              public <A, R> R aggregate(Aggregation<A, R> aggregation) throws IOException {
                return engine.aggregate(rows, aggregation);
              }
            })
        .of(classes, inputs);
  }

  private void check(RowColumns columns) throws IOException {
    var problems = new ArrayList<String>();
    var check = new ColumnCheck(columns.schema(), problems);
    check.of(evaluation);
    for (var name : labels) {
      var field = check.find("label column", name);
      if (field.isPresent() && !isLabel(field.get()) && columns.missing(Set.of(name)).isEmpty()) {
        check.wrong("label column", field.get(), expectedLabel());
      }
    }
    for (var name : scores) {
      check.number("score column", name);
    }
    for (var name : baselineScores) {
      check.number("baseline score column", name);
    }
    if (!problems.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          "evaluation of a table: "
              + String.join("; ", problems)
              + "; correct the names or types of the columns, which are "
              + columns.schema().getFields().stream().map(Field::getName).toList());
    }
  }

  private boolean isLabel(Field field) {
    if (!(evaluation.task() instanceof Task.Multiclass)) {
      return Numbers.supports(field);
    }
    return field.getDictionary() == null
        && (field.getType() instanceof ArrowType.Utf8
            || field.getType() instanceof ArrowType.LargeUtf8
            || field.getType() instanceof ArrowType.Int);
  }

  private String expectedLabel() {
    return evaluation.task() instanceof Task.Multiclass
        ? "text or an integer, the name of a class"
        : "a number or bool";
  }
}
