package io.tributary.components.statistics;

import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.jspecify.annotations.Nullable;

/**
 * The positions of a vector at which a feature may have a value: ascending ranges. Those of a
 * column are its rows, those of a struct's field the structs that are there, those of a list's
 * elements what the lists that are there cover.
 */
final class Slots {
  private int[] froms = new int[1];
  private int[] tos = new int[1];
  private int ranges;
  private int size;

  /** The row of every position; null where position and row are the same. */
  private int @Nullable [] rows;

  private Slots() {}

  /** The rows of a column. */
  static Slots ofRows(int count) {
    var slots = new Slots();
    slots.add(0, count);
    return slots;
  }

  private void add(int from, int to) {
    if (from >= to) {
      return;
    }
    size += to - from;
    if (ranges > 0 && tos[ranges - 1] == from) {
      tos[ranges - 1] = to;
      return;
    }
    if (ranges == froms.length) {
      froms = java.util.Arrays.copyOf(froms, ranges * 2);
      tos = java.util.Arrays.copyOf(tos, ranges * 2);
    }
    froms[ranges] = from;
    tos[ranges++] = to;
  }

  interface Range {
    void visit(int from, int to);
  }

  void forEachRange(Range range) {
    for (int i = 0; i < ranges; i++) {
      range.visit(froms[i], tos[i]);
    }
  }

  interface Position {
    void visit(int position);
  }

  void forEach(Position visitor) {
    for (int i = 0; i < ranges; i++) {
      for (int position = froms[i]; position < tos[i]; position++) {
        visitor.visit(position);
      }
    }
  }

  /** How many positions there are. */
  int size() {
    return size;
  }

  /** The row that a position belongs to. */
  int row(int position) {
    return rows == null ? position : rows[position];
  }

  /** At how many positions the vector has nothing. */
  int nulls(ValueVector vector) {
    if (vector instanceof NullVector) {
      return size;
    }
    int nulls = vector.getNullCount();
    if (nulls == 0 || size == vector.getValueCount()) {
      return nulls;
    }
    int found = 0;
    for (int i = 0; i < ranges; i++) {
      for (int position = froms[i]; position < tos[i]; position++) {
        found += vector.isNull(position) ? 1 : 0;
      }
    }
    return found;
  }

  /** Those at which the vector has something. */
  Slots present(ValueVector vector) {
    if (vector.getNullCount() == 0) {
      return this;
    }
    var present = new Slots();
    present.rows = rows;
    forEach(
        position -> {
          if (!vector.isNull(position)) {
            present.add(position, position + 1);
          }
        });
    return present;
  }

  /**
   * Those of the elements of lists.
   *
   * @param withRows whether {@link #row} is going to be asked
   */
  Slots elements(BaseListVector lists, boolean withRows) {
    var elements = new Slots();
    int[] rowOfElement =
        withRows ? new int[lists.getChildrenFromFields().get(0).getValueCount()] : null;
    elements.rows = rowOfElement;
    forEach(
        position -> {
          if (!lists.isNull(position)) {
            int from = lists.getElementStartIndex(position);
            int to = lists.getElementEndIndex(position);
            elements.add(from, to);
            if (rowOfElement != null) {
              java.util.Arrays.fill(rowOfElement, from, to, row(position));
            }
          }
        });
    return elements;
  }
}
