package io.tributary.components.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Arrays;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The rows for which a comparison is true. */
final class ComparedRows extends SliceRows {
  private static final int LONG_BITS = 64;

  private final Slicing.Where where;
  private final Feature column;
  private final RowValues values;
  private final byte[] text;
  private final double number;

  /** Whether an integer is compared with integers: by {@link #key}, without any rounding. */
  private final boolean isInteger;

  private final long key;
  private int lastRow;

  ComparedRows(Slicing.Where where, Feature column) {
    this.where = where;
    this.column = column;
    this.values = new RowValues(column);
    this.text = where.value().getBytes(UTF_8);
    if (column.kind() == ColumnKind.STRUCT) {
      throw wrong(
          where.column(),
          "structs",
          "text, bytes, numbers, booleans or lists of them",
          "compare another column");
    }
    number = column.kind().isNumber() ? number() + 0.0 : 0;
    var integer = where.value().matches("-?[0-9]+") ? new BigInteger(where.value()) : null;
    if (integer == null && (number == 0 || number == 1)) {
      integer = BigInteger.valueOf((long) number);
    }
    isInteger =
        integer != null
            && switch (column.kind()) {
              case SIGNED -> integer.bitLength() < LONG_BITS;
              case UNSIGNED -> integer.signum() >= 0 && integer.bitLength() <= LONG_BITS;
              case FLOATING, TEXT, BYTES, STRUCT -> false;
            };
    key =
        integer == null || !isInteger
            ? 0
            : column.kind() == ColumnKind.SIGNED
                ? integer.longValue()
                : integer.longValue() ^ Long.MIN_VALUE;
  }

  private double number() {
    try {
      return switch (where.value()) {
        case "true" -> 1;
        case "false" -> 0;
        default -> Double.parseDouble(where.value());
      };
    } catch (NumberFormatException e) {
      throw wrong(
          where.column(),
          where.name(),
          "a number on the right, since the column has numbers",
          "compare with a number, or with true or false");
    }
  }

  @Override
  void find(VectorSchemaRoot batch) {
    lastRow = -1;
    if (column.kind().isNumber()) {
      values.forEachNumber(batch, this::addIfTrue);
    } else {
      values.forEachText(batch, this::addIfTrue);
    }
  }

  private void addIfTrue(int row, long value) {
    if (row != lastRow && holds(value)) {
      lastRow = row;
      add(0, row);
    }
  }

  private boolean holds(long value) {
    if (isInteger) {
      return where.operator().holds(Long.compare(value, key));
    }
    double other = column.kind().toDouble(value);
    return !Double.isNaN(other)
        && !Double.isNaN(number)
        && where.operator().holds(Double.compare(other, number));
  }

  private void addIfTrue(int row, byte[] source, int start, int length) {
    if (row != lastRow
        && where
            .operator()
            .holds(Arrays.compareUnsigned(source, start, start + length, text, 0, text.length))) {
      lastRow = row;
      add(0, row);
    }
  }

  @Override
  String name(int slice) {
    return where.name();
  }

  @Override
  int count() {
    return 1;
  }
}
