package io.tributary.components.statistics;

import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.BaseListVector;

/**
 * The values of a column with the rows that they are in, lists taken apart. Reuses its memory.
 *
 * <p>Not thread-safe.
 */
final class RowValues {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final Feature column;
  private final byte[] digits = new byte[20];
  private long[] keys = new long[64];

  RowValues(Feature column) {
    this.column = column;
  }

  interface KeyOfRow {
    void visit(int row, long key);
  }

  interface TextOfRow {
    void visit(int row, byte[] source, int start, int length);
  }

  private interface Values {
    void visit(ValueVector values, Slots slots, int from, int to);
  }

  /** Visits the keys of numbers that are not null. */
  void forEachNumber(VectorSchemaRoot batch, KeyOfRow visitor) {
    forEachRange(
        batch, (values, slots, from, to) -> visitNumbers(values, slots, from, to, visitor));
  }

  /** Visits texts, and integers and booleans as text, that are not null. */
  void forEachText(VectorSchemaRoot batch, TextOfRow visitor) {
    forEachRange(
        batch,
        (values, slots, from, to) -> {
          if (values instanceof BitVector) {
            visitNumbers(
                values,
                slots,
                from,
                to,
                (row, key) -> visitor.visit(row, key == 0 ? FALSE : TRUE, 0, key == 0 ? 5 : 4));
          } else if (column.kind().isNumber()) {
            visitNumbers(values, slots, from, to, (row, key) -> visitDigits(row, key, visitor));
          } else if (!(values instanceof NullVector)) {
            visitTexts(values, slots, from, to, visitor);
          }
        });
  }

  private void forEachRange(VectorSchemaRoot batch, Values visitor) {
    ValueVector vector = batch.getVector(column.name());
    var slots = Slots.ofRows(batch.getRowCount());
    for (int level = 0; level < column.levels(); level++) {
      var lists = (BaseListVector) vector;
      slots = slots.elements(lists, true);
      vector = lists.getChildrenFromFields().get(0);
    }
    var values = vector;
    var places = slots;
    places.forEachRange((from, to) -> visitor.visit(values, places, from, to));
  }

  private void visitNumbers(ValueVector values, Slots slots, int from, int to, KeyOfRow visitor) {
    if (keys.length < to - from) {
      keys = new long[Math.max(to - from, keys.length * 2)];
    }
    NumberVectors.read(values, from, to, keys);
    int next = 0;
    for (int position = from; position < to; position++) {
      if (!values.isNull(position)) {
        visitor.visit(slots.row(position), keys[next++]);
      }
    }
  }

  private void visitTexts(ValueVector values, Slots slots, int from, int to, TextOfRow visitor) {
    int[] position = {from};
    TextVectors.ofThisThread()
        .forEach(
            values,
            from,
            to,
            (source, start, length) -> {
              while (values.isNull(position[0])) {
                position[0]++;
              }
              visitor.visit(slots.row(position[0]++), source, start, length);
            });
  }

  private void visitDigits(int row, long key, TextOfRow visitor) {
    long number = column.kind() == ColumnKind.UNSIGNED ? key ^ Long.MIN_VALUE : key;
    boolean isNegative = column.kind() == ColumnKind.SIGNED && number < 0;
    int start = digits.length;
    do {
      int digit = isNegative ? (int) -(number % 10) : (int) Long.remainderUnsigned(number, 10);
      number = isNegative ? number / 10 : Long.divideUnsigned(number, 10);
      digits[--start] = (byte) ('0' + digit);
    } while (number != 0);
    if (isNegative) {
      digits[--start] = '-';
    }
    visitor.visit(row, digits, start, digits.length - start);
  }

  /** Whether the values can be told as texts. */
  boolean isDiscrete() {
    return switch (column.kind()) {
      case TEXT, BYTES, SIGNED, UNSIGNED -> true;
      case FLOATING, STRUCT -> false;
    };
  }
}
