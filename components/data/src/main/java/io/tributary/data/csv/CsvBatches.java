package io.tributary.data.csv;

import io.tributary.data.Batches;
import io.tributary.data.source.Content;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of a table, or some columns of them.
 *
 * @param columns the places of the columns in the file, in ascending order
 */
record CsvBatches(
    Schema schema,
    List<Integer> columns,
    Layout layout,
    List<Content> contents,
    List<CsvBatch> batches)
    implements Batches {

  /** All columns. */
  static CsvBatches of(
      Schema schema, Layout layout, List<Content> contents, List<CsvBatch> batches) {
    var all = IntStream.range(0, layout.columns()).boxed().toList();
    return new CsvBatches(schema, all, layout, contents, batches);
  }

  @Override
  public Batches only(Set<String> names) {
    var kept = columns.stream().filter(c -> names.contains(layout.names().get(c))).toList();
    var fields = kept.stream().map(c -> schema.findField(layout.names().get(c))).toList();
    return new CsvBatches(new Schema(fields), kept, layout, contents, batches);
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
