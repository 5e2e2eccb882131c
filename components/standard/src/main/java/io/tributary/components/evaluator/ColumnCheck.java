package io.tributary.components.evaluator;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Whether data has the columns that an evaluation slices, weights and groups by. */
record ColumnCheck(Schema schema, List<String> problems) {

  /** What is missing, or of another type than needed, goes to the problems. */
  void of(Evaluation evaluation) {
    evaluation.slicings().stream()
        .flatMap(slicing -> slicing.cuts().stream())
        .distinct()
        .forEach(this::cut);
    evaluation.weightColumn().ifPresent(name -> number("weight column", name));
    if (evaluation.task() instanceof Task.Ranking ranking) {
      values("query column", ranking.query());
    }
  }

  private void cut(Cut cut) {
    if (cut instanceof Cut.Values) {
      values("slice column", cut.column());
    } else {
      number("slice column", cut.column());
    }
  }

  private void values(String what, String name) {
    find(what, name)
        .filter(field -> field.getDictionary() != null || !ValueCodes.supports(field.getType()))
        .ifPresent(field -> wrong(what, field, "text, a number, bool, date or time stamp"));
  }

  void number(String what, String name) {
    find(what, name)
        .filter(field -> !Numbers.supports(field))
        .ifPresent(field -> wrong(what, field, "a number"));
  }

  Optional<Field> find(String what, String name) {
    var field = schema.getFields().stream().filter(each -> each.getName().equals(name)).findFirst();
    if (field.isEmpty()) {
      problems.add(what + " '" + name + "': absent from the examples");
    }
    return field;
  }

  void wrong(String what, Field field, String expected) {
    problems.add(
        what + " '" + field.getName() + "': " + field.getType() + " (expected: " + expected + ")");
  }
}
