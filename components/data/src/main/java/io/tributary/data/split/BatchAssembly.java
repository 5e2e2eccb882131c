package io.tributary.data.split;

import io.tributary.data.row.RowCopies;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Joins batches to batches of full size, whose ends depend on the rows alone. Not thread-safe. */
final class BatchAssembly implements AutoCloseable {
  /** Bytes of texts and lists with which a batch is full, however few rows it has. */
  private static final long FULL_BYTES = 64L << 20;

  /** Values with which a batch is full, so that many columns do not take much memory. */
  private static final int FULL_VALUES = 1 << 21;

  /** Takes full batches, and closes them. */
  interface Taker {
    void take(VectorSchemaRoot batch) throws IOException;
  }

  private final Schema schema;
  private final BufferAllocator allocator;
  private final Taker taker;
  private final int fullRows;
  private VectorSchemaRoot root;
  private int rows;
  private long variableBytes;

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
    var sizes = new VariableSizes(batch);
    int from = 0;
    while (from < batch.getRowCount()) {
      if (rows == 0) {
        allocate();
      }
      int count = fitting(batch.getRowCount(), from, sizes);
      for (int c = 0; c < root.getFieldVectors().size(); c++) {
        RowCopies.append(batch.getVector(c), from, root.getVector(c), rows, count);
      }
      rows += count;
      from += count;
      if (rows == fullRows || variableBytes >= FULL_BYTES) {
        finish();
      }
    }
  }

  /** How many rows fit; counts their texts and lists. */
  private int fitting(int rowCount, int from, VariableSizes sizes) {
    int most = Math.min(rowCount - from, fullRows - rows);
    long all = sizes.bytes(from, from + most);
    if (variableBytes + all < FULL_BYTES) {
      variableBytes += all;
      return most;
    }
    int count = 0;
    while (count < most && variableBytes < FULL_BYTES) {
      variableBytes += sizes.bytes(from + count, from + count + 1);
      count++;
    }
    return count;
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

  /** Hands on the rows that have not been, if there are any. */
  void finish() throws IOException {
    if (rows == 0) {
      return;
    }
    root.setRowCount(rows);
    var full = root;
    root = VectorSchemaRoot.create(schema, allocator);
    rows = 0;
    variableBytes = 0;
    taker.take(full);
  }

  @Override
  public void close() {
    root.close();
  }
}
