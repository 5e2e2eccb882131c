package io.tributary.data.split;

import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Joins batches to batches of full size, whose ends depend on the rows alone. Not thread-safe. */
final class BatchAssembly implements AutoCloseable {
  /** Text and bytes with which a batch is full, however few rows it has. */
  private static final long FULL_BYTES = 64L << 20;

  /** Takes full batches, and closes them. */
  interface Taker {
    void take(VectorSchemaRoot batch) throws IOException;
  }

  /** Values with which a batch is full, so that many columns do not take much memory. */
  private static final int FULL_VALUES = 1 << 21;

  private final Schema schema;
  private final BufferAllocator allocator;
  private final Taker taker;
  private final int fullRows;
  private VectorSchemaRoot root;
  private int rows;
  private long textBytes;

  BatchAssembly(Schema schema, BufferAllocator allocator, Taker taker) {
    this.schema = schema;
    this.allocator = allocator;
    this.taker = taker;
    int columns = Math.max(1, schema.getFields().size());
    fullRows = Math.max(1, Math.min(SplitWriter.BATCH_ROWS, FULL_VALUES / columns));
    root = VectorSchemaRoot.create(schema, allocator);
  }

  /** Adds all rows of {@code batch}, which stays the caller's. */
  void append(VectorSchemaRoot batch) throws IOException {
    var texts =
        batch.getFieldVectors().stream()
            .filter(BaseVariableWidthVector.class::isInstance)
            .map(FieldVector::getOffsetBuffer)
            .toArray(ArrowBuf[]::new);
    int from = 0;
    while (from < batch.getRowCount()) {
      if (rows == 0) {
        allocate();
      }
      int count = fitting(batch.getRowCount(), from, texts);
      for (int c = 0; c < root.getFieldVectors().size(); c++) {
        append(batch.getVector(c), from, root.getVector(c), count);
      }
      rows += count;
      from += count;
      if (rows == fullRows || textBytes >= FULL_BYTES) {
        finish();
      }
    }
  }

  /** How many rows fit; counts their texts. */
  private int fitting(int rowCount, int from, ArrowBuf[] texts) {
    int most = Math.min(rowCount - from, fullRows - rows);
    long all = bytes(texts, from, from + most);
    if (textBytes + all < FULL_BYTES) {
      textBytes += all;
      return most;
    }
    int count = 0;
    while (count < most && textBytes < FULL_BYTES) {
      textBytes += bytes(texts, from + count, from + count + 1);
      count++;
    }
    return count;
  }

  private static long bytes(ArrowBuf[] texts, int from, int to) {
    long bytes = 0;
    for (var offsets : texts) {
      bytes +=
          offsets.getInt((long) Integer.BYTES * to) - offsets.getInt((long) Integer.BYTES * from);
    }
    return bytes;
  }

  private void allocate() {
    for (var vector : root.getFieldVectors()) {
      if (vector instanceof BaseFixedWidthVector fixed) {
        fixed.allocateNew(fullRows);
      } else if (vector instanceof BaseVariableWidthVector text) {
        text.allocateNew(8L * fullRows, fullRows);
      } else {
        vector.allocateNew();
      }
    }
  }

  private void append(FieldVector source, int from, FieldVector target, int count) {
    if (source instanceof BaseVariableWidthVector texts
        && target instanceof BaseVariableWidthVector to) {
      appendTexts(texts, from, to, count);
    } else if (source instanceof BaseFixedWidthVector numbers && !(source instanceof BitVector)) {
      int width = numbers.getTypeWidth();
      target
          .getDataBuffer()
          .setBytes(
              (long) width * rows,
              source.getDataBuffer(),
              (long) width * from,
              (long) width * count);
      appendValidity(source, from, target, count);
    } else if (!(target instanceof NullVector)) {
      for (int i = 0; i < count; i++) {
        target.copyFromSafe(from + i, rows + i, source);
      }
    }
  }

  private void appendTexts(
      BaseVariableWidthVector source, int from, BaseVariableWidthVector target, int count) {
    var offsets = source.getOffsetBuffer();
    int start = offsets.getInt((long) Integer.BYTES * from);
    int end = offsets.getInt((long) Integer.BYTES * (from + count));
    var targetOffsets = target.getOffsetBuffer();
    int at = rows == 0 ? 0 : targetOffsets.getInt((long) Integer.BYTES * rows);
    if (target.getDataBuffer().capacity() < at + (long) end - start) {
      target.reallocDataBuffer(Math.max(2L * at, at + (long) end - start));
    }
    target.getDataBuffer().setBytes(at, source.getDataBuffer(), start, end - start);
    targetOffsets.setInt((long) Integer.BYTES * rows, at);
    for (int i = 1; i <= count; i++) {
      targetOffsets.setInt(
          (long) Integer.BYTES * (rows + i),
          at + offsets.getInt((long) Integer.BYTES * (from + i)) - start);
    }
    target.setLastSet(rows + count - 1);
    appendValidity(source, from, target, count);
  }

  private void appendValidity(FieldVector source, int from, FieldVector target, int count) {
    var validity = target.getValidityBuffer();
    boolean isComplete = source.getNullCount() == 0;
    for (int i = 0; i < count; i++) {
      if (isComplete || !source.isNull(from + i)) {
        BitVectorHelper.setBit(validity, rows + i);
      }
    }
  }

  /** Hands on the rows that have not been, if there are any. */
  void finish() throws IOException {
    if (rows == 0) {
      return;
    }
    root.setRowCount(rows);
    var full = root;
    root = VectorSchemaRoot.create(schema, allocator);
    rows = 0;
    textBytes = 0;
    taker.take(full);
  }

  @Override
  public void close() {
    root.close();
  }
}
