package io.tributary.data.tfrecord;

import io.tributary.data.Batches;
import io.tributary.data.tfrecord.TfRecordScan.SoundBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of TFRecord files. What is not kept is parsed, but not stored.
 *
 * @param whole schema of the rows
 * @param kept the places of the columns that are read, in ascending order
 */
record TfRecordBatches(Schema whole, List<Integer> kept, List<SoundBatch> batches)
    implements Batches {
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
    var records = batches.get(batch).records();
    return records.content().file() + ", from record " + records.first() + " on";
  }

  @Override
  public Batches only(Set<String> columns) {
    return new TfRecordBatches(
        whole,
        kept.stream().filter(c -> columns.contains(whole.getFields().get(c).getName())).toList(),
        batches);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new TfRecordCursor(this, allocator);
  }
}
