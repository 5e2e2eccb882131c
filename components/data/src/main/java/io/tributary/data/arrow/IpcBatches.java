package io.tributary.data.arrow;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of Arrow files.
 *
 * @param kept the columns that are read
 */
record IpcBatches(KeptColumns kept, List<Place> places) implements Batches {

  /**
   * Where a batch is.
   *
   * @param number its number in its file, counted from 1
   */
  record Place(IpcFile file, int number, IpcFile.Batch batch) {}

  @Override
  public Schema schema() {
    return kept.schema();
  }

  @Override
  public int count() {
    return places.size();
  }

  @Override
  public String place(int batch) {
    var place = places.get(batch);
    return place.file.file().file() + ", record batch " + place.number;
  }

  @Override
  public Batches only(Set<String> columns) {
    return new IpcBatches(kept.only(columns), places);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new IpcCursor(this, allocator);
  }
}
