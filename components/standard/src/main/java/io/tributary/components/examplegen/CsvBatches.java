package io.tributary.components.examplegen;

import io.tributary.data.Batches;
import io.tributary.data.csv.CsvReader;
import io.tributary.data.csv.CsvTable;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of a CSV table as batches that are to be loaded in order.
 *
 * @param count how many there are
 */
record CsvBatches(CsvTable table, int count) implements Batches {

  static CsvBatches of(CsvTable table, BufferAllocator allocator) throws IOException {
    int count = 0;
    try (var reader = table.read(allocator)) {
      while (reader.loadNextBatch()) {
        count++;
      }
    }
    return new CsvBatches(table, count);
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public String place(int batch) {
    return table.files().input() + ", record batch " + (batch + 1);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    CsvReader reader = table.read(allocator);
    return new Cursor() {
      @Override
      public VectorSchemaRoot load(int batch) throws IOException {
        if (!reader.loadNextBatch()) {
          throw new IllegalStateException(place(batch) + ": none (expected: one more batch)");
        }
        return reader.batch();
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }
}
