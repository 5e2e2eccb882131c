package io.tributary.serving;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Arrow rows through a model that takes raw features, see {@link RowInputs}. Rows are answered in
 * their order; how they are cut into batches does not show in the answers. Thread-safe; the model
 * stays the caller's to close. Where a copy arrives by serialisation, a copy of the model has been
 * opened for it, see {@link TensorModel}.
 */
public final class Predictor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows a run of the graph takes at most, fewer of long lists: more thousands gain nothing. */
  public static final int BATCH_ROWS = 4096;

  private final TensorModel model;
  private final RowInputs inputs;

  /**
   * Through that model.
   *
   * @throws IllegalArgumentException if it does not take rows
   */
  public Predictor(TensorModel model) {
    this(model, new RowInputs(model.signature()));
  }

  /**
   * Through that model, whose inputs are made of columns as told.
   *
   * @param inputs for the model's signature
   */
  public Predictor(TensorModel model, RowInputs inputs) {
    this.model = model;
    this.inputs = inputs;
  }

  /** What it was made with. */
  public TensorModel model() {
    return model;
  }

  /** The names of the columns that it looks at. */
  public Set<String> columns() {
    return inputs.columns();
  }

  /** All outputs for every row, each of as many rows, in the model's order. */
  public Tensors predict(VectorSchemaRoot rows) {
    return predict(rows, Set.of());
  }

  /**
   * The outputs named, for every row.
   *
   * @throws IllegalArgumentException for columns the model does not take, see {@link
   *     RowInputs#read}
   * @throws ServingException if the graph fails, see {@link TensorModel#infer}
   */
  public Tensors predict(VectorSchemaRoot rows, Set<String> outputs) {
    Map<String, List<Tensor>> parts = new LinkedHashMap<>();
    int total = rows.getRowCount();
    int from = 0;
    do {
      int count = inputs.together(rows, from, BATCH_ROWS);
      model
          .infer(inputs.read(rows, from, count), outputs)
          .byName()
          .forEach((name, part) -> parts.computeIfAbsent(name, n -> new ArrayList<>()).add(part));
      from += count;
    } while (from < total);
    Map<String, Tensor> joined = new LinkedHashMap<>();
    parts.forEach((name, list) -> joined.put(name, TensorRows.concat(name, list)));
    return new Tensors(joined);
  }
}
