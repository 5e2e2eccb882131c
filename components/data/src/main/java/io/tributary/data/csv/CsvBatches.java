package io.tributary.data.csv;

import io.tributary.data.Batches;
import io.tributary.data.source.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of a table. What is not kept is passed over when rows are cut into fields.
 *
 * @param whole schema of the table
 * @param kept the places of the columns that are read, in ascending order
 */
record CsvBatches(
    Schema whole, List<Integer> kept, Layout layout, List<Content> contents, List<CsvBatch> batches)
    implements Batches {

  static CsvBatches of(
      Schema whole, Layout layout, List<Content> contents, List<CsvBatch> batches) {
    var all = IntStream.range(0, layout.columns()).boxed().toList();
    return new CsvBatches(whole, all, layout, contents, batches);
  }

  @Override
  public Schema schema() {
    List<Field> fields = new ArrayList<>();
    kept.forEach(place -> fields.add(whole.getFields().get(place)));
    return new Schema(fields);
  }

  @Override
  public Batches only(Set<String> columns) {
    var fewer =
        kept.stream().filter(c -> columns.contains(whole.getFields().get(c).getName())).toList();
    return new CsvBatches(whole, fewer, layout, contents, batches);
  }

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
