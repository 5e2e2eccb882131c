package io.tributary.components.bulkinferrer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.BatchFunction;
import io.tributary.components.onnx.OpenedModel;
import io.tributary.components.onnx.RowColumns;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowOutputs;
import io.tributary.serving.ServedModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorModel;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.VectorBatchAppender;

/**
 * Rows into rows with predictions, a batch at a time, in their order. All threads of a process ask
 * one model; memory is that of the model and, for each thread, of a batch and its answer. Engines
 * may send it to other processes, where the path of the model has to be the same. Thread-safe.
 */
public final class Inference implements BatchFunction, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Predictor predictor;
  private final ArrayList<String> kept;
  private final RowOutputs outputs;

  private Inference(Predictor predictor, List<String> kept, RowOutputs outputs) {
    this.predictor = predictor;
    this.kept = new ArrayList<>(kept);
    this.outputs = outputs;
  }

  /**
   * By a graph in this process.
   *
   * @param onnx file of the model, of any origin; takes a column for each input
   * @param rows columns of what it will be asked about
   * @throws ExecutionFailure naming all that keeps model, rows and columns from fitting together
   * @throws IOException if the model or the rows cannot be read
   */
  public static Inference offline(Path onnx, InferenceColumns columns, RowColumns rows)
      throws IOException {
    var problems = new ArrayList<String>();
    var opened = OpenedModel.of(onnx, problems);
    return of(opened.model(), opened.signature(), columns, rows, problems);
  }

  /**
   * By a serving tier.
   *
   * @param signature of the model, which names the classes; empty for what the server says
   * @param rows columns of what it will be asked about
   * @throws ExecutionFailure if the server does not answer, or naming all that keeps model, rows
   *     and columns from fitting together
   * @throws IOException if the rows cannot be read
   */
  public static Inference served(
      ServingEndpoint endpoint,
      Optional<Signature> signature,
      InferenceColumns columns,
      RowColumns rows)
      throws IOException {
    var found = find(endpoint);
    var model = signature.map(found::withClassesOf).orElse(found);
    return of(Optional.of(model), model.signature(), columns, rows, new ArrayList<>());
  }

  /** The version that an endpoint answers with. */
  static ServedModel find(ServingEndpoint endpoint) {
    try {
      return ServedModel.find(
          endpoint.address(), endpoint.model(), endpoint.version(), endpoint.deadline());
    } catch (ServingException e) {
      throw refused(e);
    }
  }

  private static Inference of(
      Optional<? extends TensorModel> model,
      Signature signature,
      InferenceColumns columns,
      RowColumns rows,
      List<String> problems)
      throws IOException {
    var fitting = new Fitting(signature, columns, rows, problems);
    var inputs = fitting.inputs();
    var outputs = fitting.outputs();
    if (!problems.isEmpty() || model.isEmpty() || inputs.isEmpty() || outputs.isEmpty()) {
      model.ifPresent(TensorModel::close);
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          "inference: " + String.join("; ", problems) + "; correct what is named");
    }
    return new Inference(new Predictor(model.get(), inputs.get()), fitting.kept(), outputs.get());
  }

  /** What answers, as messages call it. */
  public String model() {
    return predictor.model().origin();
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<>(kept);
    columns.addAll(predictor.columns());
    return Optional.of(columns);
  }

  @Override
  public Schema outputSchema(Schema input) {
    var fields = new ArrayList<Field>();
    kept.forEach(name -> fields.add(input.findField(name)));
    fields.addAll(outputs.fields());
    return new Schema(fields);
  }

  @Override
  public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
    int rows = input.getRowCount();
    try {
      outputs.write(predictor.predict(input, outputs.outputs()), rows, output);
    } catch (ServingException e) {
      throw refused(e);
    }
    for (var name : kept) {
      var copy = output.getVector(name);
      copy.allocateNew();
      copy.setValueCount(0);
      VectorBatchAppender.batchAppend(copy, input.getVector(name));
    }
    output.setRowCount(rows);
  }

  private static ExecutionFailure refused(ServingException e) {
    return new ExecutionFailure(
        e.failureCode(),
        new Explanation(
            "inference > " + e.address(),
            e.code() + ": " + e.serverMessage(),
            "an answer for every row",
            e.retryable() ? "see whether it is up, and run again" : "correct model or rows"),
        e);
  }

  @Override
  public void close() {
    predictor.model().close();
  }
}
