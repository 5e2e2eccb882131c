package io.tributary.components.evaluator;

/** Sorts numbers of rows without boxing them. */
final class RowOrder {
  private RowOrder() {}

  /** Compares two rows by what belongs to them. */
  @FunctionalInterface
  interface ByRow {
    int compare(int row, int other);
  }

  /** The numbers from 0 to {@code size} − 1 in an order; equals stay as they are. */
  static int[] sorted(int size, ByRow order) {
    var numbers = new int[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = i;
    }
    sort(numbers, order);
    return numbers;
  }

  /** Merge sort. */
  static void sort(int[] rows, ByRow order) {
    var from = rows;
    var to = new int[rows.length];
    for (int width = 1; width < rows.length; width *= 2) {
      for (int start = 0; start < rows.length; start += 2 * width) {
        int left = start;
        int middle = Math.min(start + width, rows.length);
        int right = middle;
        int end = Math.min(start + 2 * width, rows.length);
        for (int at = start; at < end; at++) {
          boolean takeLeft =
              right >= end || (left < middle && order.compare(from[right], from[left]) >= 0);
          to[at] = takeLeft ? from[left++] : from[right++];
        }
      }
      var swapped = from;
      from = to;
      to = swapped;
    }
    if (from != rows) {
      System.arraycopy(from, 0, rows, 0, rows.length);
    }
  }
}
