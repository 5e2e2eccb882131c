package io.tributary.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaggedTensorTest {
  private static final FieldType INT64 = FieldType.nullable(new ArrowType.Int(64, true));

  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  /** Lists {@code [1, null], [], null although 3 and 4 are there, [5]}. */
  private ListVector lists() {
    var lists = ListVector.empty("ids", allocator);
    var elements = (BigIntVector) lists.addOrGetVector(INT64).getVector();
    lists.allocateNew();
    int[] lengths = {2, 0, 2, 1};
    for (int row = 0; row < lengths.length; row++) {
      lists.startNewValue(row);
      lists.endValue(row, lengths[row]);
    }
    for (int i = 0; i < 5; i++) {
      elements.setSafe(i, i + 1);
    }
    elements.setNull(1);
    lists.setValueCount(4);
    BitVectorHelper.unsetBit(lists.getValidityBuffer(), 2);
    return lists;
  }

  private static RaggedTensor read(FieldVector column, int from, int count) {
    return RaggedTensor.read(column, Datatype.INT64, from, count).orElseThrow();
  }

  private static long[] values(RaggedTensor lists) {
    return ((Int64Tensor) lists.values()).values();
  }

  @Test
  void listsAreNoValuesBesideEachOther() {
    try (var rows = VectorSchemaRoot.of(lists())) {
      var input = new TensorSpec("x", Datatype.INT64, Shape.of(Shape.ANY, Shape.ANY));
      var both =
          new RowInputs(
              new Signature(List.of(input), List.of()), Map.of("x", List.of("ids", "ids")));
      assertThatThrownBy(() -> both.read(rows, 0, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column 'ids'");
      assertThat(both.problem(rows.getSchema()).orElseThrow()).contains("column 'ids'");
    }
  }

  @Test
  void nullListsAreEmptyAndNullsInListsAreMissing() {
    try (var lists = lists()) {
      var all = read(lists, 0, 4);
      assertThat(all.ends()).containsExactly(2, 2, 2, 3);
      assertThat(values(all)).containsExactly(1, MissingValues.INT64, 5);
      long none = MissingValues.INT64;
      assertThat(all.padded())
          .isEqualTo(
              new Int64Tensor(
                  Shape.of(4, 2), new long[] {1, none, none, none, none, none, 5, none}));
      var last = read(lists, 1, 3);
      assertThat(last.ends()).containsExactly(0, 0, 1);
      assertThat(last.padded())
          .isEqualTo(new Int64Tensor(Shape.of(3, 1), new long[] {none, none, 5}));
      assertThat(read(lists, 2, 0).padded())
          .isEqualTo(new Int64Tensor(Shape.of(0, 1), new long[0]));
    }
  }

  /** Lists {@code [null], [], null}. */
  private ListVector listsWithoutValues(ArrowType type) {
    var lists = ListVector.empty("x", allocator);
    lists.addOrGetVector(FieldType.nullable(type));
    lists.allocateNew();
    lists.startNewValue(0);
    lists.endValue(0, 1);
    lists.startNewValue(1);
    lists.endValue(1, 0);
    lists.setNull(2);
    lists.setValueCount(3);
    return lists;
  }

  @Test
  void listsWithoutAnyValueAreMissingWhateverTheirType() {
    var input = new TensorSpec("x", Datatype.INT64, Shape.of(Shape.ANY, Shape.ANY));
    var inputs = new RowInputs(new Signature(List.of(input), List.of()));
    long none = MissingValues.INT64;
    for (var type : List.of(new ArrowType.Utf8(), new ArrowType.Null())) {
      try (var rows = VectorSchemaRoot.of(listsWithoutValues(type))) {
        assertThat(inputs.read(rows, 0, 3).get("x"))
            .isEqualTo(new Int64Tensor(Shape.of(3, 1), new long[] {none, none, none}));
        assertThat(inputs.read(rows, 1, 2).get("x"))
            .isEqualTo(new Int64Tensor(Shape.of(2, 1), new long[] {none, none}));
      }
    }
  }

  @Test
  void listsOfFixedSizeAndLargeOnesAreLists() {
    try (var fixed = FixedSizeListVector.empty("ids", 2, allocator);
        var large = LargeListVector.empty("ids", allocator)) {
      var elements = (BigIntVector) fixed.addOrGetVector(INT64).getVector();
      fixed.allocateNew();
      for (int i = 0; i < 6; i++) {
        elements.setSafe(i, i);
      }
      fixed.setNotNull(0);
      fixed.setNotNull(2);
      fixed.setValueCount(3);
      assertThat(read(fixed, 0, 3).ends()).containsExactly(2, 2, 4);
      assertThat(values(read(fixed, 0, 3))).containsExactly(0, 1, 4, 5);

      var more = (BigIntVector) large.addOrGetVector(INT64).getVector();
      large.allocateNew();
      large.startNewValue(0);
      large.endValue(0, 1);
      large.startNewValue(1);
      large.endValue(1, 2);
      for (int i = 0; i < 3; i++) {
        more.setSafe(i, i + 7);
      }
      large.setValueCount(2);
      assertThat(read(large, 0, 2).ends()).containsExactly(1, 3);
      assertThat(values(read(large, 1, 1))).containsExactly(8, 9);
    }
  }

  @Test
  void paddingIsWhatStandsForAMissingValue() {
    int[] ends = {0, 2};
    assertThat(new RaggedTensor(FloatTensor.column(1, 2), ends).padded())
        .isEqualTo(new FloatTensor(Shape.of(2, 2), new float[] {Float.NaN, Float.NaN, 1, 2}));
    assertThat(new RaggedTensor(DoubleTensor.column(1, 2), ends).padded())
        .isEqualTo(new DoubleTensor(Shape.of(2, 2), new double[] {Double.NaN, Double.NaN, 1, 2}));
    int none = MissingValues.INT32;
    assertThat(new RaggedTensor(Int32Tensor.column(1, 2), ends).padded())
        .isEqualTo(new Int32Tensor(Shape.of(2, 2), new int[] {none, none, 1, 2}));
    assertThat(new RaggedTensor(BytesTensor.column("a", "東京"), ends).padded())
        .isEqualTo(BytesTensor.of(Shape.of(2, 2), "", "", "a", "東京"));
    assertThatThrownBy(() -> new RaggedTensor(FloatTensor.column(1, 2), new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 values for rows up to 1");
    assertThatThrownBy(() -> new RaggedTensor(FloatTensor.column(1), new int[] {2, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("end 1 before 2");
  }

  private static Signature open(String name, Datatype type) {
    return new Signature(
        List.of(new TensorSpec(name, type, Shape.of(Shape.ANY, Shape.ANY))), List.of());
  }

  @Test
  void anOpenInputTakesListsAndPlainColumns() {
    var text = new VarCharVector("text", allocator);
    text.setSafe(0, "a b".getBytes(UTF_8));
    text.setNull(1);
    text.setValueCount(2);
    try (var rows = new VectorSchemaRoot(List.of(lists()));
        var plain = new VectorSchemaRoot(List.<FieldVector>of(text))) {
      rows.setRowCount(4);
      plain.setRowCount(2);
      assertThat(new RowInputs(open("ids", Datatype.INT64)).read(rows, 3, 1))
          .isEqualTo(Map.of("ids", Int64Tensor.column(5)));
      assertThat(new RowInputs(open("text", Datatype.BYTES)).read(plain, 0, 2))
          .isEqualTo(Map.of("text", BytesTensor.column("a b", "")));
      assertThat(RaggedTensor.read(text, Datatype.BYTES, 0, 2).orElseThrow().ends())
          .containsExactly(1, 2);
      assertThatThrownBy(() -> new RowInputs(open("ids", Datatype.BYTES)).read(rows, 0, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column 'ids' of type List")
          .hasMessageContaining("takes, or lists of such)");
      assertThatThrownBy(() -> new RowInputs(open("ids", Datatype.BOOL)).read(rows, 0, 4))
          .isInstanceOf(IllegalArgumentException.class);
      var one =
          new Signature(
              List.of(new TensorSpec("ids", Datatype.INT64, Shape.of(Shape.ANY, 1))), List.of());
      assertThatThrownBy(() -> new RowInputs(one).read(rows, 0, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: one that an input of type INT64 takes)");
    }
  }

  @Test
  void truthValuesHaveNoLists() {
    try (var bits = new BitVector("bits", allocator)) {
      bits.setValueCount(1);
      assertThat(RaggedTensor.read(bits, Datatype.BOOL, 0, 1)).isEmpty();
    }
  }

  @Test
  void longListsAreAskedInSmallerBatches() {
    var lists = ListVector.empty("x", allocator);
    var elements =
        (Float8Vector)
            lists
                .addOrGetVector(
                    FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)))
                .getVector();
    lists.allocateNew();
    int longest = 2_000_000;
    int[] lengths = {1, 1, longest, 1, 1};
    elements.setInitialCapacity(longest + 4);
    elements.allocateNew();
    for (int row = 0; row < lengths.length; row++) {
      lists.startNewValue(row);
      lists.endValue(row, lengths[row]);
    }
    lists.setValueCount(lengths.length);
    try (var rows = new VectorSchemaRoot(List.of(lists))) {
      rows.setRowCount(lengths.length);
      var inputs = new RowInputs(open("x", Datatype.FP32));
      assertThat(inputs.together(rows, 0, 4_096)).isEqualTo(2);
      assertThat(inputs.together(rows, 2, 4_096)).isEqualTo(2);
      assertThat(inputs.together(rows, 4, 4_096)).isEqualTo(1);
      assertThat(inputs.together(rows, 0, 1)).isEqualTo(1);
    }
  }
}
