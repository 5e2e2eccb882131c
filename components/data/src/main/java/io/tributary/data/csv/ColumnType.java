package io.tributary.data.csv;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** What the values of a CSV column are read as. */
public enum ColumnType {
  /** An integer of 64 bits: digits with an optional sign. */
  INT64("an integer of 64 bits", new ArrowType.Int(64, true)),
  /**
   * A floating-point number of 64 bits: a decimal numeral with an optional exponent, or NaN, inf,
   * infinity in any case. The nearest double is taken.
   */
  FLOAT64("a number", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
  /** Text, as it stands in the file. */
  UTF8("text", ArrowType.Utf8.INSTANCE);

  private final String expected;
  private final ArrowType arrow;

  ColumnType(String expected, ArrowType arrow) {
    this.expected = expected;
    this.arrow = arrow;
  }

  /** How messages name a value of this type. */
  String expected() {
    return expected;
  }

  /** The Arrow column of this type; every column may miss values. */
  Field field(String name) {
    return new Field(name, FieldType.nullable(arrow), null);
  }
}
