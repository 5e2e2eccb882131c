package io.tributary.data.csv;

import io.tributary.data.source.Hint;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the narrowest type that keeps every value of a column. Integers give INT64; integers and
 * other numbers give FLOAT64; text gives UTF8, as do integers of which one needs more than 64 bits,
 * because a double would bend its digits, and a column without any value. What some rows have shown
 * can be merged with what others have. Not thread-safe.
 */
final class TypeInference {
  private static final byte INTEGERS = 1;
  private static final byte LARGE_INTEGERS = 2;
  private static final byte FLOATS = 4;
  private static final byte NUMBERS = INTEGERS | LARGE_INTEGERS | FLOATS;
  private static final byte TEXTS = 8;
  private static final byte SPELLINGS = 16;

  /** For every column, what was seen in it. */
  private final byte[] seen;

  /** For every column, how often each spelling was; empty where none was. */
  private final long[][] spellings;

  TypeInference(int columns) {
    seen = new byte[columns];
    spellings = new long[columns][0];
  }

  /** Takes notice of a value. */
  void see(int column, Numeral.Kind kind, byte[] bytes, int from, int to) {
    switch (kind) {
      case INTEGER -> seen[column] |= INTEGERS;
      case LARGE_INTEGER -> seen[column] |= LARGE_INTEGERS;
      case FLOAT -> seen[column] |= FLOATS;
      case TEXT -> {
        int spelling = Spellings.OF_MISSING.find(bytes, from, to);
        if (spelling < 0) {
          seen[column] |= TEXTS;
        } else {
          seen[column] |= SPELLINGS;
          counts(column)[spelling]++;
        }
      }
    }
  }

  private long[] counts(int column) {
    if (spellings[column].length == 0) {
      spellings[column] = new long[Spellings.OF_MISSING.count()];
    }
    return spellings[column];
  }

  /** Takes over what other rows have shown. */
  void merge(TypeInference other) {
    for (int c = 0; c < seen.length; c++) {
      seen[c] |= other.seen[c];
      if (other.spellings[c].length > 0) {
        var counts = counts(c);
        for (int s = 0; s < counts.length; s++) {
          counts[s] += other.spellings[c][s];
        }
      }
    }
  }

  /** Whether no further value can change the type, nor what is told about it. */
  boolean isSettled(int column) {
    return (seen[column] & TEXTS) != 0;
  }

  ColumnType type(int column) {
    if ((seen[column] & (TEXTS | SPELLINGS)) != 0) {
      return ColumnType.UTF8;
    }
    if ((seen[column] & FLOATS) != 0) {
      return ColumnType.FLOAT64;
    }
    return (seen[column] & NUMBERS) == INTEGERS ? ColumnType.INT64 : ColumnType.UTF8;
  }

  /** The spellings that keep a column from being numbers; none if other texts do, too. */
  List<Hint> hints(int column, String name) {
    var hints = new ArrayList<Hint>();
    if ((seen[column] & (TEXTS | SPELLINGS)) == SPELLINGS && (seen[column] & NUMBERS) != 0) {
      for (int s = 0; s < spellings[column].length; s++) {
        if (spellings[column][s] > 0) {
          hints.add(new Hint(name, Spellings.OF_MISSING.get(s), spellings[column][s]));
        }
      }
    }
    return hints;
  }
}
