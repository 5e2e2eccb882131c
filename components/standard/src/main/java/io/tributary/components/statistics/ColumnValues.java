package io.tributary.components.statistics;

import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;

/** Where the values of a column lie, whether it is a list or not. */
final class ColumnValues {
  private ColumnValues() {}

  interface Range {
    void visit(ValueVector values, int from, int to);
  }

  /** Visits all values of all rows, in as few ranges as possible; some values may be null. */
  static void forEachRange(ValueVector column, int rows, Range range) {
    if (!(column instanceof BaseListVector lists)) {
      range.visit(column, 0, rows);
      return;
    }
    var elements = elements(lists);
    int from = 0;
    int to = 0;
    for (int row = 0; row < rows; row++) {
      if (lists.isNull(row)) {
        continue;
      }
      int start = lists.getElementStartIndex(row);
      if (start != to) {
        visit(range, elements, from, to);
        from = start;
      }
      to = lists.getElementEndIndex(row);
    }
    visit(range, elements, from, to);
  }

  private static void visit(Range range, ValueVector elements, int from, int to) {
    if (from < to) {
      range.visit(elements, from, to);
    }
  }

  static ValueVector elements(BaseListVector lists) {
    return lists.getChildrenFromFields().get(0);
  }

  /** Number of values of a row that is not null. */
  static int length(BaseListVector lists, int row) {
    var elements = elements(lists);
    int from = lists.getElementStartIndex(row);
    int to = lists.getElementEndIndex(row);
    int length = to - from;
    if (elements.getNullCount() > 0) {
      for (int i = from; i < to; i++) {
        length -= elements.isNull(i) ? 1 : 0;
      }
    }
    return length;
  }
}
