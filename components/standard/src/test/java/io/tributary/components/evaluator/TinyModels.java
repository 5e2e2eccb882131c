package io.tributary.components.evaluator;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** Artifacts for tests: models of a few nodes, and examples with a score and a label column. */
public final class TinyModels {
  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("payment_type", ArrowType.Utf8.INSTANCE),
              Field.nullable("hour", new ArrowType.Int(64, true)),
              Field.nullable("miles", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("score", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("tipped", new ArrowType.Int(64, true))));

  private TinyModels() {}

  /** A row of examples; null is missing. */
  public record Row(
      @Nullable String paymentType,
      @Nullable Long hour,
      @Nullable Double miles,
      double score,
      @Nullable Long tipped) {}

  public static Row row(@Nullable String paymentType, double score, long tipped) {
    return new Row(paymentType, 0L, 1.0, score, tipped);
  }

  /** A model whose probability is the column {@code score} times a factor. */
  public static Path model(Path directory, double factor) throws IOException {
    var graph = OnnxGraph.named("model");
    var score = graph.input("score", DataType.DOUBLE);
    graph.input("payment_type", DataType.STRING);
    var probability = graph.node("Mul", score, graph.doubles(factor));
    graph.output("probability", probability, DataType.DOUBLE);
    var positive = graph.node("GreaterOrEqual", probability, graph.doubles(0.5));
    graph.output("label", graph.cast(positive, DataType.INT64), DataType.INT64);
    Files.createDirectories(directory);
    Files.write(directory.resolve("model.onnx"), graph.bytes());
    Files.write(directory.resolve("label.onnx"), label("tipped").bytes());
    return directory;
  }

  /** A label graph that hands a column through. */
  public static OnnxGraph label(String column) {
    var graph = OnnxGraph.named("label");
    graph.output("is_positive", graph.input(column, DataType.INT64), DataType.INT64);
    return graph;
  }

  /** Examples in one split, cut into batches. */
  public static Path examples(Path directory, String split, List<Row> rows, int batchRows)
      throws IOException {
    var target = Files.createDirectories(directory.resolve("Split-" + split));
    try (var allocator = new RootAllocator();
        var writer = new ExamplesWriter(target, SCHEMA, allocator);
        var root = VectorSchemaRoot.create(SCHEMA, allocator)) {
      for (int start = 0; start < rows.size(); start += batchRows) {
        fill(root, rows.subList(start, Math.min(rows.size(), start + batchRows)));
        writer.append(root);
      }
    }
    return directory;
  }

  /** Examples in the split {@code eval}. */
  public static Path examples(Path directory, List<Row> rows) throws IOException {
    return examples(directory, "eval", rows, 1000);
  }

  private static void fill(VectorSchemaRoot root, List<Row> rows) {
    root.clear();
    root.allocateNew();
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      if (row.paymentType != null) {
        ((VarCharVector) root.getVector("payment_type")).setSafe(i, new Text(row.paymentType));
      }
      if (row.hour != null) {
        ((BigIntVector) root.getVector("hour")).setSafe(i, row.hour);
      }
      if (row.miles != null) {
        ((Float8Vector) root.getVector("miles")).setSafe(i, row.miles);
      }
      ((Float8Vector) root.getVector("score")).setSafe(i, row.score);
      if (row.tipped != null) {
        ((BigIntVector) root.getVector("tipped")).setSafe(i, row.tipped);
      }
    }
    root.setRowCount(rows.size());
  }
}
