package io.tributary.data.diff;

import io.tributary.data.Batches;
import io.tributary.data.InOrder;
import io.tributary.data.row.ByteSink;
import io.tributary.data.row.RowBytes;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of batches as records: the number of the row in its batch (int64), the length of
 * its key, for every compared column the end of its value among the values (int32 each); then key
 * and values. A missing value has no bytes. Not thread-safe.
 */
final class RowRecords implements InOrder.Worker<RowRecords.Batch> {

  /**
   * The records of a batch.
   *
   * @param ends of every record in {@code bytes}
   */
  record Batch(byte[] bytes, int[] ends) {}

  private final Batches.Cursor cursor;
  private final RowBytes key;
  private final @Nullable RowBytes[] columns;
  private final int[] ends;
  private final ByteSink values = new ByteSink();
  private int sizeSoFar = 1 << 16;

  RowRecords(List<String> key, List<String> compared, Batches batches, BufferAllocator allocator) {
    var schema = batches.schema();
    this.cursor = batches.open(allocator);
    this.key = key.isEmpty() ? RowBytes.of(schema) : RowBytes.of(schema, key);
    columns = new RowBytes[compared.size()];
    ends = new int[compared.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] =
          has(schema, compared.get(c)) ? RowBytes.of(schema, List.of(compared.get(c))) : null;
    }
  }

  private static boolean has(Schema schema, String name) {
    return schema.getFields().stream().anyMatch(field -> field.getName().equals(name));
  }

  @Override
  public Batch run(int task) throws IOException {
    var batch = cursor.load(task);
    key.load(batch);
    for (var column : columns) {
      if (column != null) {
        column.load(batch);
      }
    }
    var records = new ByteSink(sizeSoFar);
    var recordEnds = new int[batch.getRowCount()];
    for (int r = 0; r < recordEnds.length; r++) {
      put(r, records);
      recordEnds[r] = records.length();
    }
    sizeSoFar = Math.max(sizeSoFar, records.length());
    return new Batch(records.bytes(), recordEnds);
  }

  private void put(int row, ByteSink records) {
    values.clear();
    for (int c = 0; c < columns.length; c++) {
      var column = columns[c];
      if (column != null) {
        column.put(row, values);
      }
      ends[c] = values.length();
    }
    var bytes = key.row(row);
    records.putLong(row);
    records.putInt(bytes.length());
    for (int end : ends) {
      records.putInt(end);
    }
    records.put(bytes.bytes(), 0, bytes.length());
    records.put(values.bytes(), 0, values.length());
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
