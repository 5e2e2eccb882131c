package io.tributary.components.bulkinferrer;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which columns a model is asked with, and what stands in a row of predictions: first columns of
 * the row that was asked about, then the outputs of the model.
 *
 * @param inputs of which columns, side by side, an input of the model is made; one that is not
 *     named takes the column of its name
 * @param kept columns of the rows, in this order; empty for all of them
 * @param outputs of the model, in this order; none for all of them
 * @param prefix stands before the names of the outputs; default empty
 */
public record InferenceColumns(
    Map<String, List<String>> inputs,
    Optional<List<String>> kept,
    List<String> outputs,
    String prefix) {
  /** All columns and all outputs. */
  public static final InferenceColumns ALL =
      new InferenceColumns(Map.of(), Optional.empty(), List.of(), "");

  public InferenceColumns {
    inputs = Map.copyOf(inputs);
    kept = kept.map(List::copyOf);
    outputs = List.copyOf(outputs);
    requireNonNull(prefix, "prefix");
  }

  /** Makes an input of these columns, side by side, as a model wants that takes a matrix. */
  public InferenceColumns withInput(String input, List<String> columns) {
    var more = new HashMap<>(inputs);
    more.put(input, columns);
    return new InferenceColumns(more, kept, outputs, prefix);
  }

  /** Only these columns of the rows; none for predictions alone. */
  public InferenceColumns keeping(List<String> columns) {
    return new InferenceColumns(inputs, Optional.of(columns), outputs, prefix);
  }

  /** Only these outputs. */
  public InferenceColumns withOutputs(List<String> names) {
    return new InferenceColumns(inputs, kept, names, prefix);
  }

  /** Outputs of other names than columns that are kept. */
  public InferenceColumns withPrefix(String text) {
    return new InferenceColumns(inputs, kept, outputs, text);
  }
}
