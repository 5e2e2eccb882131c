package io.tributary.components.transform;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.data.BatchFunction;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Label;
import io.tributary.components.transform.FittedTransform.LabelKind;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.ColumnWriter;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Raw rows through the graphs into transformed rows: every feature, the labels, the weight. */
@SuppressWarnings("serial") // optional fields: engines that send it know how
final class Application implements BatchFunction, Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** What Arrow calls the elements of lists. */
  private static final String COMPONENT = "item";

  private final List<Feature> features;
  private final List<Label> labels;
  private final Optional<String> weight;
  private final FeatureComputation computation;
  private final Optional<Predictor> labelPredictor;

  Application(TransformDescription description, ModelProto transform, Optional<byte[]> label) {
    this.features = description.features();
    this.labels = description.labels();
    this.weight = description.weight();
    this.computation = new FeatureComputation(features, transform);
    this.labelPredictor =
        label.map(bytes -> new Predictor(OnnxModel.of(bytes, FittedTransform.LABEL_FILE)));
  }

  @Override
  public Optional<Set<String>> readColumns() {
    var columns = new LinkedHashSet<>(computation.columns());
    labelPredictor.ifPresent(label -> columns.addAll(label.columns()));
    return Optional.of(columns);
  }

  @Override
  public Schema outputSchema(Schema input) {
    return outputSchema();
  }

  Schema outputSchema() {
    var fields = new ArrayList<Field>();
    for (var feature : features) {
      fields.add(field(feature));
    }
    for (var label : labels) {
      fields.add(
          field(label.name(), label.kind() == LabelKind.TEXT ? new ArrowType.Utf8() : single()));
    }
    weight.ifPresent(name -> fields.add(field(name, single())));
    return new Schema(fields);
  }

  private static Field field(Feature feature) {
    return switch (feature.kind()) {
      case NUMBER -> field(feature.name(), single());
      case ID -> field(feature.name(), ids());
      case VECTOR ->
          new Field(
              feature.name(),
              FieldType.notNullable(new ArrowType.FixedSizeList(Math.toIntExact(feature.size()))),
              List.of(field(COMPONENT, single())));
    };
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), null);
  }

  private static ArrowType single() {
    return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  }

  private static ArrowType ids() {
    return new ArrowType.Int(Long.SIZE, true);
  }

  @Override
  public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
    int rows = input.getRowCount();
    var columns = output.getFieldVectors().iterator();
    var values = computation.of(input);
    for (var feature : features) {
      write(
          requireNonNull(values.get(feature.name())),
          columns.next(),
          "feature '" + feature.name() + "'");
    }
    if (labelPredictor.isPresent()) {
      var targets = labelPredictor.get().predict(input);
      for (var label : labels) {
        var where = "label '" + label.name() + "'";
        var target = targets.get(Label.output(label.name()));
        write(target, columns.next(), where);
        if (label.kind() == LabelKind.BOOLEAN) {
          requireTruths((FloatTensor) target, where);
        }
      }
      weight.ifPresent(
          name ->
              write(
                  targets.get(FittedTransform.weightOutput(name)),
                  output.getVector(name),
                  "weight '" + name + "'"));
    }
    output.setRowCount(rows);
  }

  private static void write(Tensor tensor, FieldVector column, String where) {
    if (tensor instanceof FloatTensor numbers) {
      requireNumbers(numbers.values(), where);
    } else if (tensor instanceof BytesTensor texts) {
      requireTexts(texts, where);
    }
    ColumnWriter.write(tensor, column);
  }

  private static void requireNumbers(float[] values, String where) {
    for (float value : values) {
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw missing(
            where,
            Float.isNaN(value) ? "a row without a number" : "a row with " + value,
            "a finite number in every row");
      }
    }
  }

  private static void requireTruths(FloatTensor values, String where) {
    for (float value : values.values()) {
      if (value != 0 && value != 1) {
        throw new ExecutionFailure(
            ExecutionFailure.Code.INVALID_DATA,
            new Explanation(
                where,
                "a row with " + value,
                "0 or 1 in every row",
                "correct such rows, or learn it as a number or as one of several classes"));
      }
    }
  }

  private static void requireTexts(BytesTensor texts, String where) {
    for (int i = 0; i < texts.size(); i++) {
      if (texts.length(i) == 0) {
        throw missing(where, "a row without a text", "a text in every row");
      }
    }
  }

  private static ExecutionFailure missing(String where, String value, String expected) {
    return new ExecutionFailure(
        ExecutionFailure.Code.INVALID_DATA,
        new Explanation(
            where,
            value,
            expected,
            "leave such rows out, or let the feature fill in a value: fillMissing(value)"));
  }

  @Override
  public void close() {
    computation.close();
    labelPredictor.ifPresent(predictor -> predictor.model().close());
  }
}
