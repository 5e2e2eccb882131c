package io.tributary.components.bulkinferrer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What stands in a row of predictions: first columns of the row that was asked about, then the
 * outputs of the model.
 *
 * @param kept columns of the rows, in this order; empty for all of them
 * @param outputs of the model, in this order; none for all of them
 * @param prefix stands before the names of the outputs; default empty
 */
public record InferenceColumns(Optional<List<String>> kept, List<String> outputs, String prefix) {
  /** All columns and all outputs. */
  public static final InferenceColumns ALL = new InferenceColumns(Optional.empty(), List.of(), "");

  public InferenceColumns {
    kept = kept.map(List::copyOf);
    outputs = List.copyOf(outputs);
    requireNonNull(prefix, "prefix");
  }

  /** Only these columns of the rows; none for predictions alone. */
  public InferenceColumns keeping(List<String> columns) {
    return new InferenceColumns(Optional.of(columns), outputs, prefix);
  }

  /** Only these outputs. */
  public InferenceColumns withOutputs(List<String> names) {
    return new InferenceColumns(kept, names, prefix);
  }

  /** Outputs of other names than columns that are kept. */
  public InferenceColumns withPrefix(String text) {
    return new InferenceColumns(kept, outputs, text);
  }
}
