package io.tributary.data.split;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Copies chosen rows of batches, until it has enough for a batch of its own. Not thread-safe. */
final class RowCollector implements AutoCloseable {
  /** Text and bytes with which a batch is full, however few rows it has. */
  private static final long FULL_BYTES = 64L << 20;

  private final VectorSchemaRoot root;
  private final int capacity;
  private final int[] chosen;
  private int rows;
  private long textBytes;

  RowCollector(VectorSchemaRoot root, int capacity) {
    this.root = root;
    this.capacity = capacity;
    chosen = new int[capacity];
    begin();
  }

  /** Drops the rows, which have been written. */
  void begin() {
    rows = 0;
    textBytes = 0;
    for (var vector : root.getFieldVectors()) {
      vector.reset();
      if (vector instanceof BaseFixedWidthVector fixed) {
        if (fixed.getValueCapacity() < capacity) {
          fixed.allocateNew(capacity);
        }
      }
    }
  }

  boolean isFull() {
    return rows == capacity || textBytes >= FULL_BYTES;
  }

  /**
   * Takes the rows of {@code batch} from {@code from} on whose split is {@code split}, until this
   * is full; answers where to go on.
   */
  int collect(VectorSchemaRoot batch, int[] splits, int split, int from) {
    var texts =
        batch.getFieldVectors().stream()
            .filter(BaseVariableWidthVector.class::isInstance)
            .map(FieldVector::getOffsetBuffer)
            .toArray(ArrowBuf[]::new);
    int count = 0;
    int row = from;
    for (; row < batch.getRowCount() && rows + count < capacity && textBytes < FULL_BYTES; row++) {
      if (splits[row] == split) {
        chosen[count++] = row;
        for (var offsets : texts) {
          textBytes += offsets.getInt(4L * row + 4) - offsets.getInt(4L * row);
        }
      }
    }
    if (count > 0) {
      for (int c = 0; c < root.getFieldVectors().size(); c++) {
        copy(batch.getVector(c), root.getVector(c), count);
      }
      rows += count;
    }
    return row;
  }

  private void copy(FieldVector source, FieldVector target, int count) {
    if (source instanceof BaseFixedWidthVector from
        && target instanceof BaseFixedWidthVector to
        && !(source instanceof BitVector)
        && from.getTypeWidth() == 8) {
      copyWords(from, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target.copyFromSafe(chosen[i], rows + i, source);
    }
  }

  private void copyWords(BaseFixedWidthVector source, BaseFixedWidthVector target, int count) {
    var from = source.getDataBuffer();
    var to = target.getDataBuffer();
    for (int i = 0; i < count; i++) {
      to.setLong(8L * (rows + i), from.getLong(8L * chosen[i]));
    }
    var validity = target.getValidityBuffer();
    boolean isComplete = source.getNullCount() == 0;
    for (int i = 0; i < count; i++) {
      if (isComplete || !source.isNull(chosen[i])) {
        BitVectorHelper.setBit(validity, rows + i);
      }
    }
  }

  /** The rows, as a batch. */
  VectorSchemaRoot finished() {
    root.setRowCount(rows);
    return root;
  }

  @Override
  public void close() {
    root.close();
  }
}
