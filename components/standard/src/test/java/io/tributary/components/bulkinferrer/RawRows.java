package io.tributary.components.bulkinferrer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Made-up rows of what data holds at its worst. */
final class RawRows {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("key", new ArrowType.Int(64, true)),
              Field.nullable("text", ArrowType.Utf8.INSTANCE),
              Field.nullable("number", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("whole", new ArrowType.Int(64, true))));

  private static final List<String> TEXTS =
      List.of("Cash", "", "🚕", "a\0b", "\0", "unseen", "größer", "\u2028", "x".repeat(300));
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Float.MAX_VALUE,
    -1e-40,
    1.0 / 3
  };
  private static final long[] WHOLES = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};

  private RawRows() {}

  /** Writes a split; one row in six of each column is null, but for the key, which counts. */
  static void write(Path examples, String split, long seed, int... batches) throws IOException {
    var random = new SplittableRandom(seed);
    var directory = Files.createDirectories(examples.resolve("Split-" + split));
    try (var allocator = new RootAllocator();
        var root = VectorSchemaRoot.create(SCHEMA, allocator);
        var writer = new ExamplesWriter(directory, SCHEMA, allocator)) {
      long key = 0;
      for (int rows : batches) {
        root.clear();
        root.allocateNew();
        for (int i = 0; i < rows; i++) {
          ((BigIntVector) root.getVector("key")).setSafe(i, key++);
          fill(root, i, random);
        }
        root.setRowCount(rows);
        writer.append(root);
      }
    }
  }

  private static void fill(VectorSchemaRoot root, int row, SplittableRandom random) {
    if (random.nextInt(6) > 0) {
      var text = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(UTF_8);
      ((VarCharVector) root.getVector("text")).setSafe(row, text);
    }
    if (random.nextInt(6) > 0) {
      double number =
          random.nextBoolean()
              ? NUMBERS[random.nextInt(NUMBERS.length)]
              : random.nextDouble(-1e3, 1e3);
      ((Float8Vector) root.getVector("number")).setSafe(row, number);
    }
    if (random.nextInt(6) > 0) {
      ((BigIntVector) root.getVector("whole")).setSafe(row, WHOLES[random.nextInt(WHOLES.length)]);
    }
  }
}
