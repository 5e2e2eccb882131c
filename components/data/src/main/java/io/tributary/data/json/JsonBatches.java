package io.tributary.data.json;

import io.tributary.data.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of JSON lines. What is not kept is parsed, but not stored.
 *
 * @param whole schema of the rows
 * @param kept the places of the columns that are read, in ascending order
 */
record JsonBatches(Schema whole, List<Integer> kept, List<JsonBatch> batches) implements Batches {
  @Override
  public Schema schema() {
    List<Field> fields = new ArrayList<>();
    kept.forEach(place -> fields.add(whole.getFields().get(place)));
    return new Schema(fields);
  }

  @Override
  public int count() {
    return batches.size();
  }

  @Override
  public String place(int batch) {
    var place = batches.get(batch);
    return place.content().file() + ", from line " + place.firstLine() + " on";
  }

  @Override
  public Batches only(Set<String> columns) {
    return new JsonBatches(
        whole,
        kept.stream().filter(c -> columns.contains(whole.getFields().get(c).getName())).toList(),
        batches);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new JsonCursor(this, allocator);
  }
}
