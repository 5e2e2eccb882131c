package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.Channel;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts of a Transform, written by hand: raw columns {@code x} (FP32) and {@code c} (INT64)
 * become the features {@code x_scaled}, half of {@code x}, and {@code c_id}, {@code c} itself.
 */
public final class TransformedData {
  static final Channel<Examples> EXAMPLES =
      Channel.of("Transform", "examples", ArtifactType.of(Examples.class));
  static final Channel<TransformGraph> TRANSFORM =
      Channel.of("Transform", "graph", ArtifactType.of(TransformGraph.class));
  static final Channel<Model> BASE = Channel.of("Resolver", "model", ArtifactType.of(Model.class));
  static final Column X = numbers("x_scaled", 0.1f, 0.2f, 0.7f, 0.5f, 0.9f);
  static final Column C = ids("c_id", 0L, 1L, 2L, -1L, 3L);
  static final Column LABEL = numbers("big_tip", 0f, 1f, 1f, 0f, 1f);

  private TransformedData() {}

  /** Values of one column; null for a missing one. */
  public interface Column {
    FieldVector write(RootAllocator allocator);
  }

  public static Column numbers(String name, @Nullable Float... values) {
    return allocator -> {
      var vector = new Float4Vector(name, allocator);
      vector.allocateNew(values.length);
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          vector.setNull(i);
        } else {
          vector.set(i, values[i]);
        }
      }
      vector.setValueCount(values.length);
      return vector;
    };
  }

  public static Column ids(String name, @Nullable Long... values) {
    return allocator -> {
      var vector = new BigIntVector(name, allocator);
      vector.allocateNew(values.length);
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          vector.setNull(i);
        } else {
          vector.set(i, values[i]);
        }
      }
      vector.setValueCount(values.length);
      return vector;
    };
  }

  public static Column texts(String name, String... values) {
    return allocator -> {
      var vector = new VarCharVector(name, allocator);
      vector.allocateNew();
      for (int i = 0; i < values.length; i++) {
        vector.setSafe(i, values[i].getBytes(UTF_8));
      }
      vector.setValueCount(values.length);
      return vector;
    };
  }

  /** Lists of {@code size} numbers. */
  public static Column vectors(String name, int size, float... values) {
    return allocator -> {
      var vector = FixedSizeListVector.empty(name, size, allocator);
      vector.addOrGetVector(FieldType.notNullable(Types.MinorType.FLOAT4.getType()));
      var components = (Float4Vector) vector.getDataVector();
      for (int i = 0; i < values.length; i++) {
        components.setSafe(i, values[i]);
      }
      for (int i = 0; i < values.length / size; i++) {
        vector.setNotNull(i);
      }
      vector.setValueCount(values.length / size);
      return vector;
    };
  }

  /** Writes examples with one split, in batches of at most {@code batchRows} rows. */
  public static Path examples(Path directory, String split, int batchRows, Column... columns) {
    try (var allocator = new RootAllocator()) {
      var vectors = new ArrayList<FieldVector>();
      for (var column : columns) {
        vectors.add(column.write(allocator));
      }
      try (var rows = new VectorSchemaRoot(vectors);
          var out =
              new ExamplesWriter(
                  Files.createDirectories(directory.resolve("Split-" + split)),
                  rows.getSchema(),
                  allocator)) {
        for (int from = 0; from < rows.getRowCount(); from += batchRows) {
          try (var batch = rows.slice(from, Math.min(batchRows, rows.getRowCount() - from))) {
            out.append(batch);
          }
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a transform with a label of kind BOOLEAN, called {@code big_tip}. */
  public static Path transform(Path directory) throws IOException {
    return transform(directory, "x", labels("BOOLEAN"));
  }

  /** The part of a transform's description that is about one label, {@code big_tip}. */
  static String labels(String kind) {
    return "\"labels\": [{\"name\": \"big_tip\", \"kind\": \"%s\"}]".formatted(kind);
  }

  /**
   * Writes a transform.
   *
   * @param number name of the raw number
   * @param label the part of the description that is about the label
   */
  public static Path transform(Path directory, String number, String label) throws IOException {
    Files.createDirectories(directory);
    var features = OnnxGraph.named("features");
    var x = features.input(number, DataType.FLOAT);
    var c = features.input("c", DataType.INT64);
    features.output("x_scaled", features.node("Mul", x, features.floats(0.5f)), DataType.FLOAT);
    features.output("c_id", features.node("Identity", c), DataType.INT64);
    Files.write(directory.resolve(FittedTransform.TRANSFORM_FILE), features.bytes());
    var labels = OnnxGraph.named("label");
    var tips = labels.input("tips", DataType.DOUBLE);
    labels.output("big_tip", labels.cast(tips, DataType.FLOAT), DataType.FLOAT);
    Files.write(directory.resolve(FittedTransform.LABEL_FILE), labels.bytes());
    var parts =
        List.of(
            "\"inputs\": [{\"name\": \"%s\", \"dtype\": \"FP32\"}, {\"name\": \"c\", \"dtype\": \"INT64\"}]"
                .formatted(number),
            "\"features\": [{\"name\": \"x_scaled\", \"kind\": \"NUMBER\"}, {\"name\": \"c_id\", \"kind\": \"ID\", \"size\": 3}]",
            label);
    Files.writeString(
        directory.resolve(FittedTransform.DESCRIPTION_FILE),
        "{" + String.join(",\n", parts.stream().filter(part -> !part.isEmpty()).toList()) + "}");
    return directory;
  }

  /** What a model that was trained with the transform says of rows that have 0 for {@code c}. */
  static Tensors infer(Path model, float... x) {
    try (var onnx = OnnxModel.open(model.resolve("model.onnx"))) {
      return onnx.infer(
          Map.of("x", FloatTensor.column(x), "c", Int64Tensor.column(new long[x.length])));
    }
  }
}
