package io.tributary.data.row;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Chosen rows of batches, copied. */
public final class RowCopies {
  private RowCopies() {}

  /**
   * Copies rows into a batch of their own, which the caller closes.
   *
   * @param rows numbers of rows of {@code batch}, of which those from index {@code from} to before
   *     {@code to} are copied
   */
  public static VectorSchemaRoot of(
      VectorSchemaRoot batch, int[] rows, int from, int to, BufferAllocator allocator) {
    var copies = VectorSchemaRoot.create(batch.getSchema(), allocator);
    boolean isDone = false;
    try {
      for (int c = 0; to > from && c < batch.getFieldVectors().size(); c++) {
        copy(batch.getVector(c), copies.getVector(c), rows, from, to);
      }
      copies.setRowCount(to - from);
      isDone = true;
      return copies;
    } finally {
      if (!isDone) {
        copies.close();
      }
    }
  }

  /**
   * Fills an empty vector with values of another one of its type; the caller sets its value count.
   *
   * @param rows numbers of values of {@code source}, of which those from index {@code from} to
   *     before {@code to} are copied
   */
  public static void copy(FieldVector source, FieldVector target, int[] rows, int from, int to) {
    if (source instanceof BaseVariableWidthVector texts
        && target instanceof BaseVariableWidthVector copies) {
      copyTexts(texts, copies, rows, from, to);
    } else if (source instanceof BaseFixedWidthVector numbers
        && target instanceof BaseFixedWidthVector copies
        && !(source instanceof BitVector)
        && (numbers.getTypeWidth() == Long.BYTES || numbers.getTypeWidth() == Integer.BYTES)) {
      copyNumbers(numbers, copies, rows, from, to);
    } else if (!(target instanceof NullVector)) {
      target.setInitialCapacity(to - from);
      target.allocateNew();
      for (int i = from; i < to; i++) {
        target.copyFromSafe(rows[i], i - from, source);
      }
    }
  }

  private static void copyNumbers(
      BaseFixedWidthVector source, BaseFixedWidthVector target, int[] rows, int from, int to) {
    target.allocateNew(to - from);
    var values = source.getDataBuffer();
    var copies = target.getDataBuffer();
    if (source.getTypeWidth() == Long.BYTES) {
      for (int i = from; i < to; i++) {
        copies.setLong((long) Long.BYTES * (i - from), values.getLong((long) Long.BYTES * rows[i]));
      }
    } else {
      for (int i = from; i < to; i++) {
        copies.setInt(
            (long) Integer.BYTES * (i - from), values.getInt((long) Integer.BYTES * rows[i]));
      }
    }
    copyValidity(source, target, rows, from, to);
  }

  private static void copyTexts(
      BaseVariableWidthVector source,
      BaseVariableWidthVector target,
      int[] rows,
      int from,
      int to) {
    if (from == to) {
      return;
    }
    var offsets = source.getOffsetBuffer();
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += end(offsets, rows[i]) - start(offsets, rows[i]);
    }
    target.allocateNew(bytes, to - from);
    var targetOffsets = target.getOffsetBuffer();
    int at = 0;
    targetOffsets.setInt(0, 0);
    for (int i = from; i < to; ) {
      int first = i;
      int begin = start(offsets, rows[i]);
      int behind = begin;
      // Rows that follow one another are copied at once.
      do {
        behind = end(offsets, rows[i]);
        i++;
        targetOffsets.setInt((long) Integer.BYTES * (i - from), at + behind - begin);
      } while (i < to && rows[i] == rows[first] + i - first);
      target.getDataBuffer().setBytes(at, source.getDataBuffer(), begin, behind - begin);
      at += behind - begin;
    }
    target.setLastSet(to - from - 1);
    copyValidity(source, target, rows, from, to);
  }

  private static int start(ArrowBuf offsets, int row) {
    return offsets.getInt((long) Integer.BYTES * row);
  }

  private static int end(ArrowBuf offsets, int row) {
    return offsets.getInt((long) Integer.BYTES * (row + 1));
  }

  private static void copyValidity(
      FieldVector source, FieldVector target, int[] rows, int from, int to) {
    var validity = target.getValidityBuffer();
    boolean isComplete = source.getNullCount() == 0;
    for (int i = from; i < to; i++) {
      if (isComplete || !source.isNull(rows[i])) {
        BitVectorHelper.setBit(validity, i - from);
      }
    }
  }
}
