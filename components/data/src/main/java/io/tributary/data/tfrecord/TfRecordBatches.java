package io.tributary.data.tfrecord;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import io.tributary.data.tfrecord.TfRecordScan.SoundBatch;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of TFRecord files. What is not kept is parsed, but not stored.
 *
 * @param kept the columns that are read
 */
record TfRecordBatches(KeptColumns kept, List<SoundBatch> batches) implements Batches {
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
    var records = batches.get(batch).records();
    return records.content().file() + ", from record " + records.first() + " on";
  }

  @Override
  public Batches only(Set<String> columns) {
    return new TfRecordBatches(kept.only(columns), batches);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new TfRecordCursor(this, allocator);
  }
}
