package io.tributary.data.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowHashesTest {
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final double[] NUMBERS = {
    0.0,
    -0.0,
    3,
    -7.25,
    1e300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.MIN_VALUE,
    0x1p63,
    -0x1p63,
    0x1p53
  };

  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("text", ArrowType.Utf8.INSTANCE),
              Field.nullable("float64", FLOAT64),
              Field.nullable("int64", INT64),
              Field.nullable("time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
              Field.nullable("int32", new ArrowType.Int(32, true)),
              Field.nullable("uint64", new ArrowType.Int(64, false)),
              Field.nullable(
                  "float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
  }

  /** The definition, value by value, from the canonical bytes. */
  private static long expected(VectorSchemaRoot batch, int row, long seed) throws Exception {
    long hash = Hash64.begin(seed);
    for (var name : SCHEMA.getFields().stream().map(Field::getName).sorted().toList()) {
      if (!batch.getVector(name).isNull(row)) {
        var value = RowBytes.of(SCHEMA, List.of(name));
        value.load(batch);
        var bytes = value.row(row);
        byte[] key = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
        hash =
            Hash64.step(
                hash, Hash64.of(bytes.bytes(), 0, bytes.length(), ByteBuffer.wrap(key).getLong()));
      }
    }
    return Hash64.end(hash);
  }

  @Test
  void theHashChainsThoseOfTheCanonicalBytesOfTheValues() throws Exception {
    for (boolean hasNulls : List.of(true, false)) {
      try (var batch = random(500, hasNulls ? 0.3 : 0)) {
        for (long seed : List.of(0L, 42L)) {
          var hashes = new long[500];
          RowHashes.of(SCHEMA, seed).hash(batch, hashes);

          for (int r = 0; r < 500; r++) {
            assertThat(hashes[r]).isEqualTo(expected(batch, r, seed));
          }
        }
      }
    }
  }

  @Test
  void aSingleFeatureIsHashedByItsValueAlone() {
    try (var batch = random(100, 0)) {
      var hashes = new long[100];
      RowHashes.of(SCHEMA, List.of("text"), 7).hash(batch, hashes);
      var bytes = RowBytes.of(SCHEMA, List.of("text"));
      bytes.load(batch);
      var last = bytes.row(99);

      assertThat(hashes[99])
          .isEqualTo(
              Hash64.end(
                  Hash64.step(Hash64.begin(7), Hash64.of(last.bytes(), 0, last.length(), 0))));
    }
  }

  /** What rows are hashed to decides about splits, and may never change. */
  @Test
  void hashesAreTheSameForEver() {
    try (var batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
      batch.allocateNew();
      ((VarCharVector) batch.getVector("text")).setSafe(0, new Text("Taxi Affiliation Services"));
      ((Float8Vector) batch.getVector("float64")).setSafe(0, 12.45);
      ((BigIntVector) batch.getVector("int64")).setSafe(0, 1_400_269_500);
      batch.setRowCount(1);
      var hashes = new long[1];
      RowHashes.of(SCHEMA, 0).hash(batch, hashes);

      assertThat(hashes).containsExactly(334_776_664_380_850_945L);
    }
  }

  @Test
  void noRowsHaveNoHashes() {
    try (var batch = VectorSchemaRoot.create(SCHEMA, allocator)) {
      var hashes = new long[] {5};
      RowHashes.of(SCHEMA, 0).hash(batch, hashes);

      assertThat(hashes).containsExactly(5);
    }
  }

  private VectorSchemaRoot random(int count, double nulls) {
    var random = new Random(11);
    var batch = VectorSchemaRoot.create(SCHEMA, allocator);
    batch.allocateNew();
    for (int r = 0; r < count; r++) {
      double number =
          r < NUMBERS.length ? NUMBERS[r] : random.nextInt(4) == 0 ? r : random.nextGaussian();
      if (random.nextDouble() >= nulls) {
        ((VarCharVector) batch.getVector("text"))
            .setSafe(r, new Text("ä".repeat(random.nextInt(20))));
      }
      if (random.nextDouble() >= nulls) {
        ((Float8Vector) batch.getVector("float64")).setSafe(r, number);
      }
      if (random.nextDouble() >= nulls) {
        ((BigIntVector) batch.getVector("int64")).setSafe(r, random.nextLong());
      }
      if (random.nextDouble() >= nulls) {
        ((TimeStampMicroVector) batch.getVector("time")).setSafe(r, random.nextInt());
      }
      if (random.nextDouble() >= nulls) {
        ((IntVector) batch.getVector("int32")).setSafe(r, random.nextInt());
      }
      if (random.nextDouble() >= nulls) {
        ((UInt8Vector) batch.getVector("uint64")).setSafe(r, random.nextLong());
      }
      if (random.nextDouble() >= nulls) {
        ((Float4Vector) batch.getVector("float32")).setSafe(r, (float) number);
      }
    }
    batch.setRowCount(count);
    return batch;
  }
}
