package io.tributary.data.json;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of JSON lines. What is not kept is parsed, but not stored.
 *
 * @param kept the columns that are read
 */
record JsonBatches(KeptColumns kept, List<JsonBatch> batches) implements Batches {
  @Override
  public Schema schema() {
    return kept.schema();
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
    return new JsonBatches(kept.only(columns), batches);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new JsonCursor(this, allocator);
  }
}
