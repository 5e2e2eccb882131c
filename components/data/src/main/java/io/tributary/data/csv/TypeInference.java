package io.tributary.data.csv;

/**
 * Finds the narrowest type that keeps every value of a column. Integers give INT64; integers and
 * other numbers give FLOAT64; text gives UTF8, as do integers of which one needs more than 64 bits,
 * because a double would bend its digits, and a column without any value.
 */
final class TypeInference {
  private boolean integers;
  private boolean largeIntegers;
  private boolean floats;
  private boolean texts;

  /** Takes notice of a value. */
  void see(Numeral.Kind kind) {
    switch (kind) {
      case INTEGER -> integers = true;
      case LARGE_INTEGER -> largeIntegers = true;
      case FLOAT -> floats = true;
      case TEXT -> texts = true;
    }
  }

  /** Whether no further value can change the type. */
  boolean isSettled() {
    return texts;
  }

  ColumnType type() {
    if (texts) {
      return ColumnType.UTF8;
    }
    if (floats) {
      return ColumnType.FLOAT64;
    }
    return integers && !largeIntegers ? ColumnType.INT64 : ColumnType.UTF8;
  }
}
