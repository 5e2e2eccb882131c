package io.tributary.data.csv;

import io.tributary.data.Batches;
import io.tributary.data.source.Content;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** The record batches of a table. */
record CsvBatches(Schema schema, Layout layout, List<Content> contents, List<CsvBatch> batches)
    implements Batches {

  @Override
  public int count() {
    return batches.size();
  }

  @Override
  public String place(int batch) {
    var first = batches.get(batch).segments().get(0);
    return contents.get(first.file()).file()
        + ", "
        + batches.get(batch).rows()
        + " rows from line "
        + first.line()
        + " on";
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new CsvCursor(this, allocator);
  }
}
