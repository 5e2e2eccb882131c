package io.tributary.data.csv;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import io.tributary.data.source.Content;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of a table. What is not kept is passed over when rows are cut into fields.
 *
 * @param kept the columns that are read
 */
record CsvBatches(KeptColumns kept, Layout layout, List<Content> contents, List<CsvBatch> batches)
    implements Batches {

  @Override
  public Schema schema() {
    return kept.schema();
  }

  @Override
  public Batches only(Set<String> columns) {
    return new CsvBatches(kept.only(columns), layout, contents, batches);
  }

  @Override
  public int count() {
    return batches.size();
  }

  @Override
  public String place(int batch) {
    var first = batches.get(batch).segments().get(0);
    return contents.get(first.file()).file() + ", rows from line " + first.line() + " on";
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new CsvCursor(this, allocator);
  }
}
