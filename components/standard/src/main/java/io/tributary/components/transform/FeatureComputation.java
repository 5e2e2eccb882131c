package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.components.onnx.ModelParts;
import io.tributary.components.onnx.SideBySide;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.Datatype;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Raw rows through the graph of the features, cut into parts. What follows from one text alone is
 * computed once for each different text of a batch: what a graph gives for a row depends on nothing
 * but the row, so the bits are those of the whole graph. Thread-safe.
 */
final class FeatureComputation implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** ONNX Runtime takes time to open a session that grows with the square of what is in it. */
  private static final int MOST_FEATURES = 64;

  private static final Shape ONE_A_ROW = Shape.of(Shape.ANY, 1);

  /** A part of the graph. */
  private sealed interface Part extends Serializable, AutoCloseable {
    /** Values of some features for every row. */
    Map<String, Tensor> of(VectorSchemaRoot rows);

    /** The raw columns that it reads. */
    Set<String> columns();

    @Override
    void close();
  }

  private record OfRows(Predictor predictor) implements Part {
    @Override
    public Map<String, Tensor> of(VectorSchemaRoot rows) {
      return predictor.predict(rows).byName();
    }

    @Override
    public Set<String> columns() {
      return predictor.columns();
    }

    @Override
    public void close() {
      predictor.model().close();
    }
  }

  /**
   * Features of a text each.
   *
   * @param model takes the different texts of all columns, one column below the other, and how many
   *     each has
   * @param inputs the columns, in the model's order
   * @param columnOf by the features' names
   */
  private record OfTexts(OnnxModel model, RowInputs inputs, Map<String, String> columnOf)
      implements Part {
    @Override
    public Map<String, Tensor> of(VectorSchemaRoot rows) {
      var distinct = new LinkedHashMap<String, DistinctTexts>();
      inputs
          .read(rows, 0, rows.getRowCount())
          .forEach((column, texts) -> distinct.put(column, DistinctTexts.of((BytesTensor) texts)));
      var stack = distinct.values().stream().map(DistinctTexts::texts).toList();
      long[] counts = stack.stream().mapToLong(BytesTensor::size).toArray();
      var asked = model.signature().inputs();
      var answers =
          model.infer(
              Map.of(
                  asked.get(0).name(),
                  DistinctTexts.stacked(stack),
                  asked.get(1).name(),
                  new Int64Tensor(Shape.of(counts.length), counts)));
      var values = new HashMap<String, Tensor>();
      columnOf.forEach(
          (feature, column) ->
              values.put(
                  feature, requireNonNull(distinct.get(column)).spread(answers.get(feature))));
      return values;
    }

    @Override
    public Set<String> columns() {
      return inputs.columns();
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private final ArrayList<Part> parts = new ArrayList<>();

  FeatureComputation(List<Feature> features, ModelProto graph) {
    var graphs = new ModelParts(graph);
    var columnOf = new LinkedHashMap<String, String>();
    var ofRows = new ArrayList<String>();
    for (var feature : features) {
      var text = graphs.soleInput(feature.name()).filter(FeatureComputation::isText);
      if (text.isPresent() && feature.kind() != Kind.VECTOR) {
        columnOf.put(feature.name(), text.get().getName());
      } else {
        ofRows.add(feature.name());
      }
    }
    chunks(List.copyOf(columnOf.keySet()))
        .forEach(chunk -> parts.add(ofTexts(graphs, chunk, columnOf)));
    chunks(ofRows).forEach(chunk -> parts.add(new OfRows(new Predictor(open(graphs.of(chunk))))));
  }

  private static List<List<String>> chunks(List<String> features) {
    var chunks = new ArrayList<List<String>>();
    for (int from = 0; from < features.size(); from += MOST_FEATURES) {
      chunks.add(features.subList(from, Math.min(features.size(), from + MOST_FEATURES)));
    }
    return chunks;
  }

  private static OfTexts ofTexts(
      ModelParts graphs, List<String> features, Map<String, String> columnOf) {
    var columns =
        graphs.of(features).getGraph().getInputList().stream()
            .map(input -> new TensorSpec(input.getName(), Datatype.BYTES, ONE_A_ROW))
            .toList();
    var columnOfThese = new LinkedHashMap<>(columnOf);
    columnOfThese.keySet().retainAll(features);
    return new OfTexts(
        open(graphs.stacked(features)),
        new RowInputs(new Signature(columns, List.of())),
        columnOfThese);
  }

  /** Whether it is one text a row. */
  private static boolean isText(ValueInfoProto input) {
    var type = input.getType().getTensorType();
    return type.getElemType() == DataType.STRING.getNumber()
        && type.getShape().getDim(1).getDimValue() == 1;
  }

  private static OnnxModel open(ModelProto part) {
    return OnnxModel.of(SideBySide.of(part).toByteArray(), FittedTransform.TRANSFORM_FILE);
  }

  /** The features of every row, by their names. */
  Map<String, Tensor> of(VectorSchemaRoot rows) {
    var values = new HashMap<String, Tensor>();
    parts.forEach(part -> values.putAll(part.of(rows)));
    return values;
  }

  /** The raw columns that the features need. */
  Set<String> columns() {
    var columns = new LinkedHashSet<String>();
    parts.forEach(part -> columns.addAll(part.columns()));
    return columns;
  }

  @Override
  public void close() {
    parts.forEach(Part::close);
  }
}
