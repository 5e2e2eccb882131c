package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.components.onnx.ModelParts;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensor;
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

  private record OfTexts(String column, OnnxModel model, RowInputs inputs) implements Part {
    @Override
    public Map<String, Tensor> of(VectorSchemaRoot rows) {
      var texts = requireNonNull(inputs.read(rows, 0, rows.getRowCount()).get(column));
      var distinct = DistinctTexts.of((BytesTensor) texts);
      var values = new HashMap<String, Tensor>();
      model
          .infer(Map.of(column, distinct.texts()))
          .byName()
          .forEach((feature, ofText) -> values.put(feature, distinct.spread(ofText)));
      return values;
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** A part is a session of ONNX Runtime, which takes memory and time of its own. */
  private static final int MOST_TEXTS = 32;

  private final ArrayList<Part> parts = new ArrayList<>();

  FeatureComputation(List<Feature> features, ModelProto graph) {
    var graphs = new ModelParts(graph);
    var ofTexts = new LinkedHashMap<String, List<String>>();
    var ofRows = new ArrayList<String>();
    for (var feature : features) {
      graphs
          .soleInput(feature.name())
          .filter(input -> isText(input) && feature.kind() != Kind.VECTOR)
          .map(input -> ofTexts.computeIfAbsent(input.getName(), name -> new ArrayList<>()))
          .orElse(ofRows)
          .add(feature.name());
    }
    if (ofTexts.size() > MOST_TEXTS) {
      ofTexts.values().forEach(ofRows::addAll);
      ofTexts.clear();
    }
    ofTexts.forEach(
        (column, outputs) -> {
          var model = open(graphs.of(outputs));
          parts.add(new OfTexts(column, model, new RowInputs(model.signature())));
        });
    if (!ofRows.isEmpty()) {
      parts.add(new OfRows(new Predictor(open(graphs.of(ofRows)))));
    }
  }

  private static boolean isText(ValueInfoProto input) {
    return input.getType().getTensorType().getElemType() == DataType.STRING.getNumber();
  }

  private static OnnxModel open(ModelProto part) {
    return OnnxModel.of(part.toByteArray(), FittedTransform.TRANSFORM_FILE);
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
