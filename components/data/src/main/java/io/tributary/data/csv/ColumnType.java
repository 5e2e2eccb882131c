package io.tributary.data.csv;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What the values of a CSV column are read as. */
public enum ColumnType {
  /** An integer of 64 bits: digits with an optional sign. */
  INT64("an integer of 64 bits"),
  /**
   * A floating-point number of 64 bits: a decimal numeral with an optional exponent, or NaN, inf,
   * infinity in any case. The nearest double is taken.
   */
  FLOAT64("a number"),
  /** Text, as it stands in the file. */
  UTF8("text");

  private final String expected;

  ColumnType(String expected) {
    this.expected = expected;
  }

  /** How messages name a value of this type. */
  String expected() {
    return expected;
  }

  /** Whether a value of such a kind can be read as this type. */
  boolean accepts(Numeral.Kind kind) {
    return switch (this) {
      case UTF8 -> true;
      case INT64 -> kind == Numeral.Kind.INTEGER;
      case FLOAT64 -> kind != Numeral.Kind.TEXT;
    };
  }

  /** The Arrow column of this type; every column may miss values. */
  Field field(String name) {
    ArrowType type =
        switch (this) {
          case INT64 -> new ArrowType.Int(64, true);
          case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
          case UTF8 -> ArrowType.Utf8.INSTANCE;
        };
    return Field.nullable(name, type);
  }
}
