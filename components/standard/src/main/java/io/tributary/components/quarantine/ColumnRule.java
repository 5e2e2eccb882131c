package io.tributary.components.quarantine;

import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_BIG_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_SMALL_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.BOOL_TYPE_UNEXPECTED_STRING;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FEATURE_TYPE_LOW_FRACTION_PRESENT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_BIG_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_HAS_INF;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_HAS_NAN;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_SMALL_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.FLOAT_TYPE_STRING_NOT_FLOAT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_BIG_INT;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_NOT_INT_STRING;
import static io.tributary.proto.tfmd.AnomalyInfo.Type.INT_TYPE_SMALL_INT;

import io.tributary.components.schema.TextNumbers;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;

/** What every value of a column has to be. Immutable; the same for every batch. */
sealed interface ColumnRule extends Serializable {

  /** Looks at all rows of a batch. */
  void check(FieldVector column, int rows, Verdict verdict);

  /** No value may be missing. */
  record Required() implements ColumnRule {
    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      if (column.getNullCount() == 0) {
        return;
      }
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          verdict.object(
              row,
              FEATURE_TYPE_LOW_FRACTION_PRESENT,
              column.getName(),
              ignored -> "no value",
              "a value in every row");
        }
      }
    }
  }

  /** Integers within bounds; booleans count as 0 and 1. */
  record IntRange(long min, long max, boolean bool) implements NumberRule {
    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          continue;
        }
        long value =
            column instanceof BitVector bits
                ? bits.get(row)
                : ((BaseIntVector) column).getValueAsLong(row);
        object(row, value, column.getName(), verdict);
      }
    }

    @Override
    public boolean check(int row, String text, String column, Verdict verdict) {
      var number = TextNumbers.integer(text);
      number.ifPresent(value -> object(row, value, column, verdict));
      return number.isPresent();
    }

    @Override
    public String expected() {
      return "an integer";
    }

    @Override
    public AnomalyInfo.Type noNumber() {
      return INT_TYPE_NOT_INT_STRING;
    }

    private void object(int row, long value, String column, Verdict verdict) {
      if (value < min) {
        verdict.object(
            row,
            bool ? BOOL_TYPE_SMALL_INT : INT_TYPE_SMALL_INT,
            column,
            ignored -> Long.toString(value),
            "at least " + min);
      } else if (value > max) {
        verdict.object(
            row,
            bool ? BOOL_TYPE_BIG_INT : INT_TYPE_BIG_INT,
            column,
            ignored -> Long.toString(value),
            "at most " + max);
      }
    }
  }

  /** Floating point numbers within bounds, in single precision as domains are. */
  record FloatRange(float min, float max, boolean disallowNan, boolean disallowInf)
      implements NumberRule {
    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      var numbers = (FloatingPointVector) column;
      for (int row = 0; row < rows; row++) {
        if (!column.isNull(row)) {
          object(row, numbers.getValueAsDouble(row), column.getName(), verdict);
        }
      }
    }

    @Override
    public boolean check(int row, String text, String column, Verdict verdict) {
      var number = TextNumbers.floating(text);
      number.ifPresent(value -> object(row, value, column, verdict));
      return number.isPresent();
    }

    @Override
    public String expected() {
      return "a number";
    }

    @Override
    public AnomalyInfo.Type noNumber() {
      return FLOAT_TYPE_STRING_NOT_FLOAT;
    }

    private void object(int row, double number, String column, Verdict verdict) {
      float value = (float) number;
      Verdict.Value words = ignored -> Double.toString(number);
      if (value < min) {
        verdict.object(row, FLOAT_TYPE_SMALL_FLOAT, column, words, "at least " + min);
      } else if (value > max) {
        verdict.object(row, FLOAT_TYPE_BIG_FLOAT, column, words, "at most " + max);
      }
      if (disallowNan && Float.isNaN(value)) {
        verdict.object(row, FLOAT_TYPE_HAS_NAN, column, words, "no NaN");
      }
      if (disallowInf && Float.isInfinite(value)) {
        verdict.object(row, FLOAT_TYPE_HAS_INF, column, words, "no infinity");
      }
    }
  }

  /** Floating point numbers that are 0 or 1. */
  record FloatBool() implements ColumnRule {
    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      var numbers = (FloatingPointVector) column;
      for (int row = 0; row < rows; row++) {
        if (column.isNull(row)) {
          continue;
        }
        double value = numbers.getValueAsDouble(row);
        if (value != 0 && value != 1) {
          verdict.object(
              row,
              BOOL_TYPE_UNEXPECTED_FLOAT,
              column.getName(),
              ignored -> Double.toString(value),
              "0 or 1");
        }
      }
    }
  }

  /**
   * Texts of a list.
   *
   * @param bool whether they stand for true and false
   */
  record TextDomain(ByteSet values, int size, boolean bool) implements ColumnRule {
    TextDomain(List<String> values, boolean bool) {
      this(new ByteSet(values), values.size(), bool);
    }

    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      var texts = new TextCursor((ElementAddressableVector) column);
      for (int row = 0; row < rows; row++) {
        if (!column.isNull(row) && !values.contains(texts.bytes(row), texts.length())) {
          verdict.object(
              row,
              bool ? BOOL_TYPE_UNEXPECTED_STRING : ENUM_TYPE_UNEXPECTED_STRING_VALUES,
              column.getName(),
              at -> "'" + texts.text(at) + "'",
              "one of the " + size + " values of the domain");
        }
      }
    }
  }

  /** What numbers have to be, the same whether they are stored as such or as text. */
  sealed interface NumberRule extends ColumnRule permits IntRange, FloatRange {

    /** Looks at a number in text; false if the text is none. */
    boolean check(int row, String text, String column, Verdict verdict);

    /** What the text of a number has to be, in words. */
    String expected();

    /** The type of anomaly of a text that is no such number. */
    AnomalyInfo.Type noNumber();
  }

  /**
   * Texts that are numbers.
   *
   * @param otherwise the type of anomaly of those that are none
   */
  record NumericText(NumberRule rule, AnomalyInfo.Type otherwise) implements ColumnRule {
    NumericText(NumberRule rule) {
      this(rule, rule.noNumber());
    }

    @Override
    public void check(FieldVector column, int rows, Verdict verdict) {
      var texts = new TextCursor((ElementAddressableVector) column);
      for (int row = 0; row < rows; row++) {
        if (!column.isNull(row) && !rule.check(row, texts.text(row), column.getName(), verdict)) {
          verdict.object(
              row, otherwise, column.getName(), at -> "'" + texts.text(at) + "'", rule.expected());
        }
      }
    }
  }

  /** Reads texts of any vector into one array. */
  final class TextCursor {
    private final ElementAddressableVector vector;
    private final ArrowBufPointer pointer = new ArrowBufPointer();
    private byte[] bytes = new byte[64];
    private int length;

    TextCursor(ElementAddressableVector vector) {
      this.vector = vector;
    }

    /** The text of a row, up to {@link #length}; overwritten by the next call. */
    byte[] bytes(int row) {
      vector.getDataPointer(row, pointer);
      length = Math.toIntExact(pointer.getLength());
      if (bytes.length < length) {
        bytes = new byte[Math.max(length, 2 * bytes.length)];
      }
      if (length > 0) {
        pointer.getBuf().getBytes(pointer.getOffset(), bytes, 0, length);
      }
      return bytes;
    }

    int length() {
      return length;
    }

    String text(int row) {
      return new String(bytes(row), 0, length, StandardCharsets.UTF_8);
    }
  }
}
