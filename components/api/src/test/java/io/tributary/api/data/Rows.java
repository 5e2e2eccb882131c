package io.tributary.api.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Datasets of two columns: {@code n}, which counts from 0, and {@code x}, some fractions. */
public final class Rows {
  /** {@code n} int64, {@code x} float64. */
  public static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("n", new ArrowType.Int(64, true)),
              Field.nullable("x", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));

  private Rows() {}

  /** The rows {@code from} to {@code to}, without the latter; to be closed. */
  public static VectorSchemaRoot batch(long from, long to, BufferAllocator allocator) {
    var root = VectorSchemaRoot.create(SCHEMA, allocator);
    var n = (BigIntVector) root.getVector("n");
    var x = (Float8Vector) root.getVector("x");
    for (long row = from; row < to; row++) {
      int place = Math.toIntExact(row - from);
      n.setSafe(place, row);
      x.setSafe(place, x(row));
    }
    root.setRowCount(Math.toIntExact(to - from));
    return root;
  }

  /** The value of {@code x}: sums of it depend on their order in the last bits. */
  public static double x(long row) {
    return Math.sin((double) row) * 1e3 + 1.0 / (row + 1);
  }

  /**
   * A dataset.
   *
   * @param sizes for every part, the sizes of its batches
   */
  public static Dataset dataset(Path directory, BufferAllocator allocator, int[]... sizes)
      throws IOException {
    var parts = new ArrayList<Path>();
    long row = 0;
    for (var batches : sizes) {
      var place = Files.createTempDirectory(directory, "part");
      try (var out = new ExamplesWriter(place, SCHEMA, allocator)) {
        for (int size : batches) {
          try (var batch = batch(row, row + size, allocator)) {
            out.append(batch);
          }
          row += size;
        }
      }
      parts.add(place.resolve("part-00000.arrow"));
    }
    return new Dataset(parts);
  }
}
