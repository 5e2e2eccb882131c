package io.tributary.data.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitWriterTest {
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;

  @TempDir Path directory;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
  }

  @Test
  void theBucketIsTheSha256AsABigIntegerModuloTheBuckets() throws Exception {
    for (int buckets : List.of(1, 3, 10, 1_000_003, Integer.MAX_VALUE)) {
      var hash = new BucketHash(buckets);
      for (var text :
          List.of("", "abc", "a longer text that needs more than one block of SHA-256 to hash")) {
        byte[] bytes = text.getBytes(UTF_8);
        var expected =
            new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(bytes))
                .mod(BigInteger.valueOf(buckets))
                .intValue();

        assertThat(hash.bucket(bytes, bytes.length)).isEqualTo(expected);
      }
    }
  }

  @Test
  void theCanonicalBytesOfARowAreAsDocumented() throws Exception {
    var expected = new ByteArrayOutputStream();
    var out = new DataOutputStream(expected);
    out.write(key("a"));
    out.writeByte('i');
    out.writeLong(-7);
    out.write(key("b"));
    out.writeByte('s');
    out.writeInt(3);
    out.write("taxi".getBytes(UTF_8), 0, 3);
    out.write(key("d"));
    out.writeByte('d');
    out.writeLong(Double.doubleToLongBits(0.5));

    assertThat(
            bytes(
                List.of("d", "b", "c", "a"),
                List.of(FLOAT64, UTF8, UTF8, INT64),
                0.5,
                "tax",
                null,
                -7L))
        .isEqualTo(expected.toByteArray());
  }

  @Test
  void neitherOrderOfColumnsNorAbsentColumnsNorWidthOfNumbersCount() throws Exception {
    var expected = bytes(List.of("a", "b"), List.of(INT64, UTF8), 3L, "x");

    assertThat(bytes(List.of("b", "a"), List.of(UTF8, INT64), "x", 3L)).isEqualTo(expected);
    assertThat(bytes(List.of("a", "b", "c"), List.of(FLOAT64, UTF8, INT64), 3.0, "x", null))
        .isEqualTo(expected);
    assertThat(bytes(List.of("a", "b"), List.of(INT32, UTF8), 3L, "x")).isEqualTo(expected);
    assertThat(bytes(List.of("a", "b"), List.of(FLOAT32, UTF8), 3.0, "x")).isEqualTo(expected);
    assertThat(bytes(List.of("a", "b"), List.of(UTF8, UTF8), "3", "x")).isNotEqualTo(expected);
    assertThat(bytes(List.of("a", "c"), List.of(INT64, UTF8), 3L, "x")).isNotEqualTo(expected);
    assertThat(bytes(List.of("a"), List.of(FLOAT64), -0.0))
        .isEqualTo(bytes(List.of("a"), List.of(INT64), 0L));
    assertThat(bytes(List.of("a"), List.of(FLOAT64), 9.3e18))
        .isNotEqualTo(bytes(List.of("a"), List.of(INT64), Long.MAX_VALUE));
  }

  @Test
  void aNamedFeatureIsHashedByItsValueAlone() throws Exception {
    var expected = new ByteArrayOutputStream();
    var out = new DataOutputStream(expected);
    out.writeByte('s');
    out.writeInt(1);
    out.writeByte('x');

    try (var root = root(List.of("a", "b"), List.of(INT64, UTF8), 3L, "x")) {
      var rows = new RowBytes(root.getSchema(), Optional.of("b"), sha());
      rows.load(root);
      var sink = rows.of(0, 0);
      assertThat(Arrays.copyOf(sink.bytes(), sink.length())).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void featuresThatCannotDivideAreRefused() {
    var schema = new Schema(List.of(Field.nullable("x", FLOAT64), Field.nullable("company", UTF8)));

    assertThatThrownBy(() -> new SplitHash(SplitConfig.trainAndEval().byFeature("x"), schema))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("feature 'x': FloatingPoint(DOUBLE) (expected: a column of text");
    assertThatThrownBy(() -> new SplitHash(SplitConfig.trainAndEval().byFeature("y"), schema))
        .hasMessageContaining("feature 'y': no such column (expected: one of [x, company])");
    try (var root = root(List.of("company"), List.of(UTF8), (Object) null)) {
      assertThatThrownBy(
              () ->
                  new SplitHash(SplitConfig.trainAndEval().byFeature("company"), root.getSchema())
                      .assign(root, 41, new int[1]))
          .hasMessageContaining("feature 'company': missing in row 42");
    }
  }

  @Test
  void threadsDoNotShow() {
    int rows = 10_000;
    var schema = new Schema(List.of(Field.nullable("n", INT64)));
    try (var root = VectorSchemaRoot.create(schema, allocator)) {
      var numbers = (BigIntVector) root.getVector("n");
      for (int row = 0; row < rows; row++) {
        numbers.setSafe(row, row);
      }
      root.setRowCount(rows);
      var one = new int[rows];
      var four = new int[rows];
      var config = SplitConfig.trainAndEval();
      new SplitHash(config, schema, 1).assign(root, 0, one);
      new SplitHash(config, schema, 4).assign(root, 0, four);
      assertThat(four).isEqualTo(one).contains(0, 1);

      numbers.setNull(9_000);
      numbers.setNull(3_000);
      assertThatThrownBy(
              () -> new SplitHash(config.byFeature("n"), schema, 4).assign(root, 0, four))
          .hasMessageContaining("missing in row 3001");
    }
  }

  @Test
  void listsAndStructsHaveCanonicalBytes() throws Exception {
    var schema =
        new Schema(
            List.of(
                new Field(
                    "l",
                    FieldType.nullable(ArrowType.List.INSTANCE),
                    List.of(Field.nullable("item", INT64))),
                new Field(
                    "r",
                    FieldType.nullable(ArrowType.Struct.INSTANCE),
                    List.of(Field.nullable("y", INT64), Field.nullable("x", INT64)))));
    var expected = new ByteArrayOutputStream();
    var out = new DataOutputStream(expected);
    out.write(key("l"));
    out.writeByte('l');
    out.writeInt(2);
    out.writeByte('i');
    out.writeLong(5);
    out.writeByte('n');
    out.write(key("r"));
    out.writeByte('r');
    out.writeInt(1);
    out.write(key("x"));
    out.writeByte('i');
    out.writeLong(9);

    try (var root = VectorSchemaRoot.create(schema, allocator)) {
      root.allocateNew();
      var list = ((ListVector) root.getVector("l")).getWriter();
      list.setPosition(0);
      list.startList();
      list.bigInt().writeBigInt(5);
      list.writeNull();
      list.endList();
      var struct = (StructVector) root.getVector("r");
      struct.setIndexDefined(0);
      ((BigIntVector) struct.getChild("x")).setSafe(0, 9);
      root.setRowCount(1);
      var rows = new RowBytes(schema, Optional.empty(), sha());
      rows.load(root);
      var sink = rows.of(0, 0);

      assertThat(Arrays.copyOf(sink.bytes(), sink.length())).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void filesDoNotDependOnHowRowsCameInBatches() throws IOException {
    int rows = 40_000;
    var digests = new ArrayList<byte[]>();
    for (int size : List.of(rows, 8_192, 1_000, 37)) {
      var place = Files.createTempDirectory(directory, "splits");
      try (var out =
          new SplitWriter(
              SplitConfig.trainAndEval(), schema(), split -> open(place, split), allocator)) {
        for (int from = 0; from < rows; from += size) {
          try (var batch = batch(from, Math.min(rows, from + size))) {
            out.append(batch);
          }
        }
        out.finish();
      }
      digests.add(Files.readAllBytes(place.resolve("train/part-00000.arrow")));
      assertThat(numbers(place.resolve("train/part-00000.arrow")))
          .isSorted()
          .hasSizeBetween(26_000, 27_300);
      assertThat(
              numbers(place.resolve("train/part-00000.arrow")).size()
                  + numbers(place.resolve("eval/part-00000.arrow")).size())
          .isEqualTo(rows);
    }

    assertThat(digests).allSatisfy(bytes -> assertThat(bytes).isEqualTo(digests.get(0)));
  }

  @Test
  void aSplitThatCannotBeOpenedLeaksNothing() {
    assertThatThrownBy(
            () ->
                new SplitWriter(
                    SplitConfig.trainAndEval(),
                    schema(),
                    split -> {
                      if (split.equals("eval")) {
                        throw new IOException("disk full");
                      }
                      return open(directory, split);
                    },
                    allocator))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", ".a", "a b", "ä", "a\\b", "-a"})
  void namesThatAreNoNamesOfDirectoriesAreRefused(String name) {
    assertThatThrownBy(() -> SplitConfig.of(name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("split '" + name + "' > name (expected: ");
  }

  @Test
  void bucketsAndNamesAreChecked() {
    assertThatThrownBy(() -> SplitConfig.of("train", 0))
        .hasMessageContaining("split 'train' > hashBuckets: 0 (expected: > 0)");
    assertThatThrownBy(() -> SplitConfig.of("a", 1).and("a", 2))
        .hasMessageContaining("splits > 'a': twice");
    assertThatThrownBy(() -> new SplitConfig(List.of(), Optional.empty()))
        .hasMessageContaining("splits: none");
    assertThatThrownBy(() -> SplitConfig.of("a", Integer.MAX_VALUE).and("b", 1))
        .hasMessageContaining("2147483648 buckets");
    assertThat(SplitConfig.trainAndEval().names()).containsExactly("train", "eval");
  }

  private static Schema schema() {
    return new Schema(
        List.of(Field.nullable("n", INT64), Field.nullable("s", UTF8), Field.nullable("i", INT32)));
  }

  private VectorSchemaRoot batch(int from, int to) {
    var root = VectorSchemaRoot.create(schema(), allocator);
    for (int row = from; row < to; row++) {
      ((BigIntVector) root.getVector("n")).setSafe(row - from, row);
      if (row % 3 == 0) {
        ((VarCharVector) root.getVector("s")).setSafe(row - from, new Text("row " + row));
      }
      if (row % 7 != 0) {
        ((IntVector) root.getVector("i")).setSafe(row - from, row);
      }
    }
    root.setRowCount(to - from);
    return root;
  }

  private ExamplesWriter open(Path place, String split) throws IOException {
    return new ExamplesWriter(Files.createDirectories(place.resolve(split)), schema(), allocator);
  }

  private List<Long> numbers(Path part) throws IOException {
    var numbers = new ArrayList<Long>();
    try (var reader = new ExamplesReader(new Dataset(List.of(part)), allocator)) {
      while (reader.loadNextBatch()) {
        for (int r = 0; r < reader.batch().getRowCount(); r++) {
          numbers.add(((BigIntVector) reader.batch().getVector("n")).get(r));
        }
      }
    }
    return numbers;
  }

  private byte[] bytes(List<String> names, List<ArrowType> types, @Nullable Object... values)
      throws Exception {
    try (var root = root(names, types, values)) {
      var rows = new RowBytes(root.getSchema(), Optional.empty(), sha());
      rows.load(root);
      var sink = rows.of(0, 0);
      return Arrays.copyOf(sink.bytes(), sink.length());
    }
  }

  /** One row. */
  private VectorSchemaRoot root(
      List<String> names, List<ArrowType> types, @Nullable Object... values) {
    var fields = new ArrayList<Field>();
    for (int c = 0; c < names.size(); c++) {
      fields.add(Field.nullable(names.get(c), types.get(c)));
    }
    var root = VectorSchemaRoot.create(new Schema(fields), allocator);
    root.allocateNew();
    for (int c = 0; c < values.length; c++) {
      var vector = root.getVector(c);
      var value = values[c];
      if (value == null) {
        continue;
      }
      if (vector instanceof BigIntVector integers) {
        integers.setSafe(0, (Long) value);
      } else if (vector instanceof IntVector integers) {
        integers.setSafe(0, ((Long) value).intValue());
      } else if (vector instanceof Float8Vector floats) {
        floats.setSafe(0, (Double) value);
      } else if (vector instanceof Float4Vector floats) {
        floats.setSafe(0, ((Double) value).floatValue());
      } else {
        ((VarCharVector) vector).setSafe(0, new Text((String) value));
      }
    }
    root.setRowCount(1);
    return root;
  }

  private static byte[] key(String name) throws Exception {
    return Arrays.copyOf(sha().digest(name.getBytes(UTF_8)), 8);
  }

  private static MessageDigest sha() throws Exception {
    return MessageDigest.getInstance("SHA-256");
  }
}
