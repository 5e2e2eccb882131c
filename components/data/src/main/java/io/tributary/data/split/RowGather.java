package io.tributary.data.split;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Copies chosen rows of batches into batches of their own. Not thread-safe. */
final class RowGather {
  private final BufferAllocator allocator;
  private int[] chosen = new int[0];

  RowGather(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** The rows of {@code batch} whose split is {@code split}; the caller closes them. */
  VectorSchemaRoot rows(VectorSchemaRoot batch, int[] splits, int split) {
    if (chosen.length < batch.getRowCount()) {
      chosen = new int[batch.getRowCount()];
    }
    int count = 0;
    for (int r = 0; r < batch.getRowCount(); r++) {
      if (splits[r] == split) {
        chosen[count++] = r;
      }
    }
    var rows = VectorSchemaRoot.create(batch.getSchema(), allocator);
    boolean isDone = false;
    try {
      for (int c = 0; count > 0 && c < batch.getFieldVectors().size(); c++) {
        copy(batch.getVector(c), rows.getVector(c), count);
      }
      rows.setRowCount(count);
      isDone = true;
      return rows;
    } finally {
      if (!isDone) {
        rows.close();
      }
    }
  }

  private void copy(FieldVector source, FieldVector target, int count) {
    if (source instanceof BaseVariableWidthVector from
        && target instanceof BaseVariableWidthVector to) {
      copyTexts(from, to, count);
    } else if (source instanceof BaseFixedWidthVector from
        && target instanceof BaseFixedWidthVector to
        && !(source instanceof BitVector)
        && (from.getTypeWidth() == Long.BYTES || from.getTypeWidth() == Integer.BYTES)) {
      copyNumbers(from, to, count);
    } else if (!(target instanceof NullVector)) {
      target.allocateNew();
      for (int i = 0; i < count; i++) {
        target.copyFromSafe(chosen[i], i, source);
      }
    }
  }

  private void copyNumbers(BaseFixedWidthVector source, BaseFixedWidthVector target, int count) {
    target.allocateNew(count);
    var from = source.getDataBuffer();
    var to = target.getDataBuffer();
    if (source.getTypeWidth() == Long.BYTES) {
      for (int i = 0; i < count; i++) {
        to.setLong((long) Long.BYTES * i, from.getLong((long) Long.BYTES * chosen[i]));
      }
    } else {
      for (int i = 0; i < count; i++) {
        to.setInt((long) Integer.BYTES * i, from.getInt((long) Integer.BYTES * chosen[i]));
      }
    }
    copyValidity(source, target, count);
  }

  private void copyTexts(
      BaseVariableWidthVector source, BaseVariableWidthVector target, int count) {
    var offsets = source.getOffsetBuffer();
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += end(offsets, chosen[i]) - start(offsets, chosen[i]);
    }
    target.allocateNew(bytes, count);
    var targetOffsets = target.getOffsetBuffer();
    int at = 0;
    targetOffsets.setInt(0, 0);
    for (int i = 0; i < count; ) {
      int first = i;
      int from = start(offsets, chosen[i]);
      int to = from;
      // Rows that follow one another are copied at once.
      do {
        int end = end(offsets, chosen[i]);
        targetOffsets.setInt((long) Integer.BYTES * (i + 1), at + end - from);
        to = end;
        i++;
      } while (i < count && chosen[i] == chosen[first] + i - first);
      target.getDataBuffer().setBytes(at, source.getDataBuffer(), from, to - from);
      at += to - from;
    }
    target.setLastSet(count - 1);
    copyValidity(source, target, count);
  }

  private static int start(ArrowBuf offsets, int row) {
    return offsets.getInt((long) Integer.BYTES * row);
  }

  private static int end(ArrowBuf offsets, int row) {
    return offsets.getInt((long) Integer.BYTES * (row + 1));
  }

  private void copyValidity(FieldVector source, FieldVector target, int count) {
    var validity = target.getValidityBuffer();
    boolean isComplete = source.getNullCount() == 0;
    for (int i = 0; i < count; i++) {
      if (isComplete || !source.isNull(chosen[i])) {
        BitVectorHelper.setBit(validity, i);
      }
    }
  }
}
