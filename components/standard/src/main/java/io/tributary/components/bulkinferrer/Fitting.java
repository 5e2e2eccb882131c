package io.tributary.components.bulkinferrer;

import io.tributary.components.onnx.RowColumns;
import io.tributary.serving.RowInputs;
import io.tributary.serving.RowOutputs;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;

/** Holds a model, the rows that it is asked about and the columns that are wanted together. */
final class Fitting {
  private final Signature signature;
  private final InferenceColumns columns;
  private final RowColumns rows;
  private final List<String> problems;

  /**
   * Looks at nothing yet.
   *
   * @param problems gathers what does not fit
   */
  Fitting(Signature signature, InferenceColumns columns, RowColumns rows, List<String> problems) {
    this.signature = signature;
    this.columns = columns;
    this.rows = rows;
    this.problems = problems;
  }

  /** The columns of the rows that are kept. */
  List<String> kept() {
    return columns.kept().orElseGet(this::names);
  }

  private List<String> names() {
    return rows.schema().getFields().stream().map(Field::getName).toList();
  }

  /** What the model is asked with; empty if it cannot be. */
  Optional<RowInputs> inputs() throws IOException {
    try {
      var inputs = new RowInputs(signature, columns.inputs());
      rows.problem(inputs).ifPresent(problems::add);
      return Optional.of(inputs);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The outputs that are wanted; empty if anything does not fit. */
  Optional<RowOutputs> outputs() {
    checkKept();
    var wanted = wanted();
    try {
      var outputs = new RowOutputs(wanted, columns.prefix());
      checkNames(outputs);
      return problems.isEmpty() ? Optional.of(outputs) : Optional.empty();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void checkKept() {
    var names = names();
    for (var name : kept()) {
      if (!names.contains(name)) {
        problems.add("kept column '" + name + "' is absent (expected: one of " + names + ")");
      }
    }
  }

  private List<TensorSpec> wanted() {
    if (columns.outputs().isEmpty()) {
      return signature.outputs();
    }
    var wanted = new ArrayList<TensorSpec>();
    for (var name : columns.outputs()) {
      signature
          .output(name)
          .ifPresentOrElse(
              wanted::add,
              () ->
                  problems.add(
                      "output '"
                          + name
                          + "' is none of the model (expected: one of "
                          + signature.outputs()
                          + ")"));
    }
    return wanted;
  }

  /** Arrow finds columns by their names. */
  private void checkNames(RowOutputs outputs) {
    var names = new HashSet<String>();
    var twice = new ArrayList<String>();
    for (var name : kept()) {
      if (!names.add(name)) {
        twice.add(name);
      }
    }
    for (var field : outputs.fields()) {
      if (!names.add(field.getName())) {
        twice.add(field.getName());
      }
    }
    for (var name : twice) {
      problems.add(
          "column '"
              + name
              + "' twice (expected: names of their own for kept columns and predictions); name the"
              + " columns to keep, or a prefix for predictions");
    }
  }
}
