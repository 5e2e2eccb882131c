package io.tributary.data.row;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
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
    if (source.getTypeWidth() == Long.BYTES) {
      var values = bytes(source.getDataBuffer()).asLongBuffer();
      var copies = bytes(target.getDataBuffer()).asLongBuffer();
      for (int i = from; i < to; i++) {
        copies.put(i - from, values.get(rows[i]));
      }
    } else {
      var values = bytes(source.getDataBuffer()).asIntBuffer();
      var copies = bytes(target.getDataBuffer()).asIntBuffer();
      for (int i = from; i < to; i++) {
        copies.put(i - from, values.get(rows[i]));
      }
    }
    Bits.choose(source, target.getValidityBuffer(), rows, from, to);
  }

  private static ByteBuffer bytes(ArrowBuf buffer) {
    return buffer.nioBuffer(0, Math.toIntExact(buffer.capacity())).order(ByteOrder.LITTLE_ENDIAN);
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
    var offsets = bytes(source.getOffsetBuffer()).asIntBuffer();
    long bytes = 0;
    for (int i = from; i < to; i++) {
      bytes += offsets.get(rows[i] + 1) - offsets.get(rows[i]);
    }
    target.allocateNew(bytes, to - from);
    var targetOffsets = bytes(target.getOffsetBuffer()).asIntBuffer();
    int at = 0;
    targetOffsets.put(0, 0);
    for (int i = from; i < to; ) {
      int first = i;
      int begin = offsets.get(rows[i]);
      int behind = begin;
      // Rows that follow one another are copied at once.
      do {
        behind = offsets.get(rows[i] + 1);
        i++;
        targetOffsets.put(i - from, at + behind - begin);
      } while (i < to && rows[i] == rows[first] + i - first);
      target.getDataBuffer().setBytes(at, source.getDataBuffer(), begin, behind - begin);
      at += behind - begin;
    }
    target.setLastSet(to - from - 1);
    Bits.choose(source, target.getValidityBuffer(), rows, from, to);
  }

  /**
   * Appends neighbouring values of one vector to those of another one of its type, which was
   * allocated for all of them, but not for their texts; the caller sets its value count.
   *
   * @param at how many values {@code target} has
   */
  public static void append(FieldVector source, int from, FieldVector target, int at, int count) {
    if (source instanceof BaseVariableWidthVector texts
        && target instanceof BaseVariableWidthVector to) {
      appendTexts(texts, from, to, at, count);
    } else if (source instanceof BaseFixedWidthVector numbers && !(source instanceof BitVector)) {
      long width = numbers.getTypeWidth();
      target
          .getDataBuffer()
          .setBytes(width * at, source.getDataBuffer(), width * from, width * count);
      Bits.append(source, from, target.getValidityBuffer(), at, count);
    } else if (!(target instanceof NullVector)) {
      for (int i = 0; i < count; i++) {
        target.copyFromSafe(from + i, at + i, source);
      }
    }
  }

  private static void appendTexts(
      BaseVariableWidthVector source, int from, BaseVariableWidthVector target, int at, int count) {
    var offsets = bytes(source.getOffsetBuffer()).asIntBuffer();
    int start = offsets.get(from);
    int length = offsets.get(from + count) - start;
    var targetOffsets = bytes(target.getOffsetBuffer()).asIntBuffer();
    int begin = at == 0 ? 0 : targetOffsets.get(at);
    if (target.getDataBuffer().capacity() < (long) begin + length) {
      target.reallocDataBuffer(Math.max(2L * begin, (long) begin + length));
    }
    target.getDataBuffer().setBytes(begin, source.getDataBuffer(), start, length);
    targetOffsets.put(at, begin);
    for (int i = 1; i <= count; i++) {
      targetOffsets.put(at + i, begin + offsets.get(from + i) - start);
    }
    target.setLastSet(at + count - 1);
    Bits.append(source, from, target.getValidityBuffer(), at, count);
  }
}
