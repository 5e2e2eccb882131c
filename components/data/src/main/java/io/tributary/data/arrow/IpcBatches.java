package io.tributary.data.arrow;

import io.tributary.data.Batches;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of Arrow files.
 *
 * @param whole schema of the files
 * @param kept the places of the columns that are read, in ascending order
 */
record IpcBatches(Schema whole, List<Integer> kept, List<Place> places) implements Batches {

  /**
   * Where a batch is.
   *
   * @param number its number in its file, counted from 1
   */
  record Place(IpcFile file, int number, IpcFile.Batch batch) {}

  @Override
  public Schema schema() {
    List<Field> fields = new ArrayList<>();
    kept.forEach(place -> fields.add(whole.getFields().get(place)));
    return new Schema(fields);
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
    return new IpcBatches(
        whole,
        kept.stream().filter(c -> columns.contains(whole.getFields().get(c).getName())).toList(),
        places);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new IpcCursor(this, allocator);
  }
}
