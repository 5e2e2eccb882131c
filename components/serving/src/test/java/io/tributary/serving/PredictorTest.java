package io.tributary.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredictorTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  private VectorSchemaRoot taxiRows(TaxiRows rows) {
    BytesTensor companies = rows.company();
    int count = companies.size();
    VarCharVector company = new VarCharVector("company", allocator);
    Float8Vector fare = new Float8Vector("fare", allocator);
    IntVector unused = new IntVector("unused", allocator);
    TimeStampMicroVector seconds = new TimeStampMicroVector("seconds", allocator);
    company.allocateNew(count);
    for (int i = 0; i < count; i++) {
      float value = rows.fare().values()[i];
      long second = rows.seconds().values()[i];
      if (companies.length(i) > 0) {
        company.setSafe(i, companies.bytes(i));
      } else {
        company.setNull(i);
      }
      if (Float.isNaN(value)) {
        fare.setNull(i);
      } else {
        fare.setSafe(i, value);
      }
      if (second == MissingValues.INT64) {
        seconds.setNull(i);
      } else {
        seconds.setSafe(i, second);
      }
    }
    VectorSchemaRoot root = new VectorSchemaRoot(List.of(unused, seconds, fare, company));
    root.setRowCount(count);
    return root;
  }

  @Test
  void answersArrowRowsAsTheirTensors() {
    TaxiRows tensors = TaxiRows.random(2 * Predictor.BATCH_ROWS + 17, 3);
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0.5f), "taxi");
        VectorSchemaRoot rows = taxiRows(tensors)) {
      assertThat(new Predictor(model).predict(rows)).isEqualTo(model.infer(tensors.inputs()));
      assertThat(new Predictor(model).predict(rows, Set.of("company_id")).byName())
          .containsOnlyKeys("company_id");
    }
  }

  @Test
  void answersNoRowsWithNoRows() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi");
        VectorSchemaRoot rows = taxiRows(TaxiRows.random(0, 1))) {
      assertThat(new Predictor(model).predict(rows).get("probability"))
          .isEqualTo(FloatTensor.column());
    }
  }

  @Test
  void readsDecimalsAsNumbers() {
    try (DecimalVector prices = new DecimalVector("x", allocator, 38, 2)) {
      prices.setSafe(0, new BigDecimal("-1234567.89"));
      prices.setNull(1);
      prices.setValueCount(2);
      assertThat(read(prices, Datatype.FP64))
          .isEqualTo(DoubleTensor.column(-1234567.89, MissingValues.FP64));
      assertThat(read(prices, Datatype.FP32))
          .isEqualTo(FloatTensor.column(-1234567.89f, MissingValues.FP32));
      assertThat(read(prices, Datatype.INT64)).isNull();
    }
  }

  @Test
  void readsEveryColumnTypeAndItsNulls() {
    try (BigIntVector bigInt = new BigIntVector("x", allocator);
        IntVector ints = new IntVector("x", allocator);
        SmallIntVector shorts = new SmallIntVector("x", allocator);
        TinyIntVector bytes = new TinyIntVector("x", allocator);
        UInt1Vector unsigned1 = new UInt1Vector("x", allocator);
        UInt2Vector unsigned2 = new UInt2Vector("x", allocator);
        UInt4Vector unsigned4 = new UInt4Vector("x", allocator);
        DateDayVector days = new DateDayVector("x", allocator);
        BitVector bits = new BitVector("x", allocator);
        Float4Vector floats = new Float4Vector("x", allocator);
        LargeVarCharVector text = new LargeVarCharVector("x", allocator)) {
      bigInt.setSafe(0, 1L << 40);
      ints.setSafe(0, -7);
      shorts.setSafe(0, -300);
      bytes.setSafe(0, -3);
      unsigned1.setSafe(0, 200);
      unsigned2.setSafe(0, 60_000);
      unsigned4.setSafe(0, -1);
      days.setSafe(0, 19_000);
      bits.setSafe(0, 1);
      floats.setSafe(0, 1.5f);
      text.setSafe(0, "日本".getBytes(UTF_8));
      for (FieldVector vector :
          List.of(
              bigInt, ints, shorts, bytes, unsigned1, unsigned2, unsigned4, days, bits, floats,
              text)) {
        if (vector instanceof LargeVarCharVector) {
          text.setNull(1);
        } else {
          ((org.apache.arrow.vector.BaseFixedWidthVector) vector).setNull(1);
        }
        vector.setValueCount(2);
      }
      assertThat(read(bigInt, Datatype.INT64))
          .isEqualTo(Int64Tensor.column(1L << 40, MissingValues.INT64));
      assertThat(read(bigInt, Datatype.FP32)).isEqualTo(FloatTensor.column(0x1p40f, Float.NaN));
      assertThat(read(bigInt, Datatype.INT32)).isNull();
      assertThat(read(ints, Datatype.INT32)).isEqualTo(Int32Tensor.column(-7, MissingValues.INT32));
      assertThat(read(ints, Datatype.FP64)).isEqualTo(DoubleTensor.column(-7, Double.NaN));
      assertThat(read(shorts, Datatype.INT64))
          .isEqualTo(Int64Tensor.column(-300, MissingValues.INT64));
      assertThat(read(bytes, Datatype.INT64))
          .isEqualTo(Int64Tensor.column(-3, MissingValues.INT64));
      assertThat(read(unsigned1, Datatype.INT32))
          .isEqualTo(Int32Tensor.column(200, MissingValues.INT32));
      assertThat(read(unsigned2, Datatype.INT32))
          .isEqualTo(Int32Tensor.column(60_000, MissingValues.INT32));
      assertThat(read(unsigned4, Datatype.INT64))
          .isEqualTo(Int64Tensor.column(4_294_967_295L, MissingValues.INT64));
      assertThat(read(unsigned4, Datatype.INT32)).isNull();
      assertThat(read(days, Datatype.INT64))
          .isEqualTo(Int64Tensor.column(19_000, MissingValues.INT64));
      assertThat(read(days, Datatype.FP32)).isNull();
      assertThat(read(bits, Datatype.FP32)).isEqualTo(FloatTensor.column(1, Float.NaN));
      assertThat(read(bits, Datatype.BOOL)).isNull();
      assertThat(ColumnReader.read(bits, Datatype.BOOL, 0, 0)).isNull();
      assertThat(read(floats, Datatype.FP32)).isEqualTo(FloatTensor.column(1.5f, Float.NaN));
      assertThat(read(floats, Datatype.FP64)).isEqualTo(DoubleTensor.column(1.5, Double.NaN));
      assertThat(read(floats, Datatype.INT64)).isNull();
      assertThat(read(floats, Datatype.BYTES)).isNull();
      assertThat(read(text, Datatype.BYTES)).isEqualTo(BytesTensor.column("日本", ""));
      assertThat(ColumnReader.read(text, Datatype.BYTES, 1, 1)).isEqualTo(BytesTensor.column(""));
    }
  }

  private static @org.jspecify.annotations.Nullable Tensor read(FieldVector column, Datatype type) {
    return ColumnReader.read(column, type, 0, 2);
  }

  @Test
  void emptiesNullTextWhoseSlotHoldsBytes() {
    try (VarCharVector text = new VarCharVector("x", allocator)) {
      text.setSafe(0, "a".getBytes(UTF_8));
      text.setSafe(1, "gone".getBytes(UTF_8));
      text.setSafe(2, "b".getBytes(UTF_8));
      text.setValueCount(3);
      org.apache.arrow.vector.BitVectorHelper.unsetBit(text.getValidityBuffer(), 1);
      assertThat(ColumnReader.read(text, Datatype.BYTES, 0, 3))
          .isEqualTo(BytesTensor.column("a", "", "b"));
    }
  }

  @Test
  void namesEveryColumnThatIsAbsentOrOfAnotherType() {
    VarCharVector fare = new VarCharVector("fare", allocator);
    BigIntVector seconds = new BigIntVector("seconds", allocator);
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0), "taxi");
        VectorSchemaRoot rows = new VectorSchemaRoot(List.of(fare, seconds))) {
      fare.setSafe(1, "12,50".getBytes(UTF_8));
      rows.setRowCount(2);
      assertThatThrownBy(() -> new Predictor(model).predict(rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("column 'company' is absent")
          .hasMessageContaining("column 'fare' of type Utf8")
          .hasMessageContaining("FP32");
    }
  }

  @Test
  void aColumnWithoutAnyValueIsMissingWhateverItsType() {
    try (OnnxModel model = OnnxModel.of(SmallModels.taxi(0.5f), "taxi");
        VectorSchemaRoot rows =
            new VectorSchemaRoot(
                List.of(
                    new BigIntVector("company", allocator),
                    new VarCharVector("fare", allocator),
                    new NullVector("seconds")))) {
      var inputs = new RowInputs(model.signature());
      rows.setRowCount(3);
      long none = MissingValues.INT64;
      assertThat(inputs.read(rows, 0, 3))
          .isEqualTo(
              Map.of(
                  "company", BytesTensor.column("", "", ""),
                  "fare", FloatTensor.column(Float.NaN, Float.NaN, Float.NaN),
                  "seconds", Int64Tensor.column(none, none, none)));
      assertThat(inputs.read(rows, 3, 0))
          .isEqualTo(
              Map.of(
                  "company", BytesTensor.column(),
                  "fare", FloatTensor.column(),
                  "seconds", Int64Tensor.column()));
    }
  }

  @Test
  void ofColumnsWithoutAnyValueOnlyThoseOfArrowsTypeNullFitByTheirSchema() {
    Signature signature =
        new Signature(
            List.of(
                new TensorSpec("fare", Datatype.FP32, Shape.of(-1, 1)),
                new TensorSpec("marks", Datatype.FP64, Shape.of(-1, -1)),
                new TensorSpec("tipped", Datatype.BOOL, Shape.of(-1, 1))),
            List.of());
    Field nothing = Field.nullable("item", new ArrowType.Null());
    RowInputs inputs = new RowInputs(signature);
    assertThat(
            inputs.problem(
                new Schema(
                    List.of(
                        Field.nullable("fare", new ArrowType.Null()),
                        new Field(
                            "marks", FieldType.nullable(new ArrowType.List()), List.of(nothing)),
                        Field.nullable("tipped", new ArrowType.Null())))))
        .contains(
            "column 'tipped' without any value (expected: one in every row, as an input of type"
                + " BOOL cannot be missing); compare the data with the model's signature");
    assertThat(
            inputs
                .problem(
                    new Schema(
                        List.of(
                            Field.nullable("fare", new ArrowType.Utf8()),
                            Field.nullable("marks", new ArrowType.Utf8()),
                            Field.notNullable("tipped", new ArrowType.Bool()))))
                .orElseThrow())
        .contains("column 'fare' of type Utf8", "column 'marks' of type Utf8")
        .doesNotContain("tipped");
  }

  @Test
  void refusesModelsThatTakeNoRows() {
    Signature image =
        new Signature(
            List.of(new TensorSpec("pixels", Datatype.FP32, Shape.of(-1, 28, 28))), List.of());
    assertThatThrownBy(() -> new RowInputs(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pixels FP32 [-1, 28, 28] (expected: shape [-1, 1]");
  }
}
