package io.tributary.components.statistics;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** What the values of a column are to statistics. */
enum ColumnKind {
  /** Signed integers, booleans as 0 and 1, dates and times as the integers that store them. */
  SIGNED(FeatureNameStatistics.Type.INT) {
    @Override
    double toDouble(long key) {
      return key;
    }
  },
  /** Unsigned integers of 64 bits. */
  UNSIGNED(FeatureNameStatistics.Type.INT) {
    @Override
    double toDouble(long key) {
      long number = key ^ Long.MIN_VALUE;
      // halved without losing whether a bit was lost, so that rounding is right
      return number >= 0 ? number : ((number >>> 1) | (number & 1)) * 2.0;
    }
  },
  /** Floating and decimal numbers. */
  FLOATING(FeatureNameStatistics.Type.FLOAT) {
    @Override
    double toDouble(long key) {
      return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }
  },
  /** Text; also columns of the null type, of which nothing is known. */
  TEXT(FeatureNameStatistics.Type.STRING),
  /** Binary columns. */
  BYTES(FeatureNameStatistics.Type.BYTES),
  /** Structs, whose fields are features of their own, and unions. */
  STRUCT(FeatureNameStatistics.Type.STRUCT);

  private final FeatureNameStatistics.Type type;

  ColumnKind(FeatureNameStatistics.Type type) {
    this.type = type;
  }

  FeatureNameStatistics.Type type() {
    return type;
  }

  boolean isNumber() {
    return this == SIGNED || this == UNSIGNED || this == FLOATING;
  }

  /** The number behind a key; keys are ordered as their numbers are. */
  double toDouble(long key) {
    throw new IllegalStateException(this + ": no numbers (expected: a kind of number)");
  }

  /** The key of a number of a FLOATING column; the two zeros share one. */
  static long floatingKey(double number) {
    long bits = Double.doubleToRawLongBits(number + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Whether values are strings of bytes. */
  boolean isText() {
    return this == TEXT || this == BYTES;
  }

  /** The kind of values of a type that is no list. */
  static ColumnKind of(ArrowType type) {
    return switch (type.getTypeID()) {
      case Int -> isUnsigned64((ArrowType.Int) type) ? UNSIGNED : SIGNED;
      case Bool, Date, Time, Timestamp, Duration -> SIGNED;
      case FloatingPoint, Decimal -> FLOATING;
      case Utf8, LargeUtf8, Utf8View, Null -> TEXT;
      case Binary, LargeBinary, BinaryView, FixedSizeBinary -> BYTES;
      default -> STRUCT;
    };
  }

  private static boolean isUnsigned64(ArrowType.Int type) {
    return !type.getIsSigned() && type.getBitWidth() == 64;
  }
}
