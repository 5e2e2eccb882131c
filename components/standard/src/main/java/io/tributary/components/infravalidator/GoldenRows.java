package io.tributary.components.infravalidator;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Signature;
import io.tributary.serving.Tensor;
import io.tributary.serving.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Raw rows and the answers that a model gives to them offline. A tier that serves the model has to
 * give the same answers, bit for bit. In an {@code InfraBlessing} they are Arrow files, {@code
 * requests/part-00000.arrow} with the columns that the model takes and {@code
 * answers/part-00000.arrow} with a column for each output. Immutable.
 */
public final class GoldenRows {
  private static final String REQUESTS = "requests";
  private static final String ANSWERS = "answers";

  private final Map<String, Tensor> requests;
  private final Tensors answers;

  private GoldenRows(Map<String, Tensor> requests, Tensors answers) {
    this.requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
    this.answers = answers;
  }

  /** The inputs of a request with all the rows. */
  public Map<String, Tensor> requests() {
    return requests;
  }

  /** The outputs that the request has to get. */
  public Tensors answers() {
    return answers;
  }

  /**
   * Where an answer departs from the expected one; empty when they are the same, bit for bit.
   *
   * @param actual the outputs that a tier gave to {@link #requests}
   */
  public Optional<String> difference(Tensors actual) {
    for (var answer : answers.byName().entrySet()) {
      var expected = answer.getValue();
      var other = actual.byName().get(answer.getKey());
      if (other == null) {
        return Optional.of("output '" + answer.getKey() + "' is absent from the answer");
      }
      if (!other.equals(expected)) {
        return Optional.of("output '" + answer.getKey() + "' " + firstDifference(other, expected));
      }
    }
    return Optional.empty();
  }

  private static String firstDifference(Tensor actual, Tensor expected) {
    if (!actual.shape().equals(expected.shape()) || actual.datatype() != expected.datatype()) {
      return "is " + actual + " (expected: " + expected + ")";
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!actual.text(i).equals(expected.text(i))) {
        return "is "
            + actual.text(i)
            + " at index "
            + i
            + " (expected: "
            + expected.text(i)
            + ", as offline)";
      }
    }
    return "differs in its bits";
  }

  /**
   * Reads the rows of an {@code InfraBlessing}.
   *
   * @param infraBlessing the payload's directory
   * @param signature of the model; says as what the raw columns are sent
   * @return empty when it holds none, as of a model that could not be loaded
   */
  public static Optional<GoldenRows> read(
      Path infraBlessing, Signature signature, BufferAllocator allocator) throws IOException {
    var requests = infraBlessing.resolve(REQUESTS).resolve("part-00000.arrow");
    var answers = infraBlessing.resolve(ANSWERS).resolve("part-00000.arrow");
    if (!Files.exists(requests) || !Files.exists(answers)) {
      return Optional.empty();
    }
    try (var asked = new ExamplesReader(new Dataset(List.of(requests)), allocator);
        var answered = new ExamplesReader(new Dataset(List.of(answers)), allocator)) {
      if (!asked.loadNextBatch() || !answered.loadNextBatch()) {
        return Optional.empty();
      }
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var column : answered.batch().getFieldVectors()) {
        tensors.put(column.getName(), TensorColumns.tensor(column));
      }
      var rows = asked.batch();
      return Optional.of(
          new GoldenRows(
              new RowInputs(signature).read(rows, 0, rows.getRowCount()), new Tensors(tensors)));
    }
  }

  /**
   * Asks a model offline.
   *
   * @param rows with the columns that the model takes; at least one row
   */
  static GoldenRows ask(OnnxModel model, VectorSchemaRoot rows) {
    var requests = new RowInputs(model.signature()).read(rows, 0, rows.getRowCount());
    return new GoldenRows(requests, model.infer(requests));
  }

  /** Stores the rows and their answers in an {@code InfraBlessing}. */
  void write(Path infraBlessing, VectorSchemaRoot rows, BufferAllocator allocator)
      throws IOException {
    var requestsDirectory = Files.createDirectory(infraBlessing.resolve(REQUESTS));
    try (var writer = new ExamplesWriter(requestsDirectory, rows.getSchema(), allocator)) {
      writer.append(rows);
    }
    var columns = new ArrayList<FieldVector>();
    for (var answer : answers.byName().entrySet()) {
      TensorColumns.column(answer.getKey(), answer.getValue(), rows.getRowCount(), allocator)
          .ifPresent(columns::add);
    }
    var answersDirectory = Files.createDirectory(infraBlessing.resolve(ANSWERS));
    try (var root = new VectorSchemaRoot(columns);
        var writer = new ExamplesWriter(answersDirectory, root.getSchema(), allocator)) {
      root.setRowCount(rows.getRowCount());
      writer.append(root);
    }
  }
}
