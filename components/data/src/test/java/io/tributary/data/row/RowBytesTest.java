package io.tributary.data.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt8Vector;
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

class RowBytesTest {
  private static final ArrowType INT64 = new ArrowType.Int(64, true);
  private static final ArrowType INT32 = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType UTF8 = ArrowType.Utf8.INSTANCE;

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void noMemoryIsLeaked() {
    allocator.close();
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
  void decimalsAndUnsignedNumbersAreEncodedByTheirValue() throws Exception {
    var three = bytes(List.of("a"), List.of(INT64), 3L);
    var tenth = decimal("1.50", 2);

    assertThat(decimal("3.00", 2)).isEqualTo(three);
    assertThat(tenth).isEqualTo(decimal("1.5000", 4)).isNotEqualTo(decimal("1.51", 2));
    assertThat(decimal("9223372036854775808", 0)).isNotEqualTo(unsigned(Long.MAX_VALUE));
    assertThat(decimal("9223372036854775808", 0)).isEqualTo(unsigned(Long.MIN_VALUE));
    assertThat(decimal("18446744073709551615", 0)).isEqualTo(unsigned(-1));
    assertThat(unsigned(3)).isEqualTo(three);
  }

  private byte[] decimal(String value, int scale) {
    var schema = new Schema(List.of(Field.nullable("a", new ArrowType.Decimal(38, scale, 128))));
    try (var root = VectorSchemaRoot.create(schema, allocator)) {
      ((DecimalVector) root.getVector(0)).setSafe(0, new BigDecimal(value));
      return bytes(root);
    }
  }

  private byte[] unsigned(long bits) {
    var schema = new Schema(List.of(Field.nullable("a", new ArrowType.Int(64, false))));
    try (var root = VectorSchemaRoot.create(schema, allocator)) {
      ((UInt8Vector) root.getVector(0)).setSafe(0, bits);
      return bytes(root);
    }
  }

  private static byte[] bytes(VectorSchemaRoot root) {
    root.setRowCount(1);
    var rows = RowBytes.of(root.getSchema());
    rows.load(root);
    var sink = rows.row(0);
    return Arrays.copyOf(sink.bytes(), sink.length());
  }

  @Test
  void aNamedFeatureIsHashedByItsValueAlone() throws Exception {
    var expected = new ByteArrayOutputStream();
    var out = new DataOutputStream(expected);
    out.writeByte('s');
    out.writeInt(1);
    out.writeByte('x');

    try (var root = root(List.of("a", "b"), List.of(INT64, UTF8), 3L, "x")) {
      var rows = RowBytes.of(root.getSchema(), List.of("b"));
      rows.load(root);
      var sink = rows.row(0);
      assertThat(Arrays.copyOf(sink.bytes(), sink.length())).isEqualTo(expected.toByteArray());
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
      var rows = RowBytes.of(schema);
      rows.load(root);
      var sink = rows.row(0);

      assertThat(Arrays.copyOf(sink.bytes(), sink.length())).isEqualTo(expected.toByteArray());
    }
  }

  private byte[] bytes(List<String> names, List<ArrowType> types, @Nullable Object... values)
      throws Exception {
    try (var root = root(names, types, values)) {
      var rows = RowBytes.of(root.getSchema());
      rows.load(root);
      var sink = rows.row(0);
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
