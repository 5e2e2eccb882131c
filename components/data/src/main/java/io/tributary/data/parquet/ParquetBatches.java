package io.tributary.data.parquet;

import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import java.util.Arrays;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Row groups of Parquet files, cut into batches.
 *
 * @param kept the columns that are read
 * @param firstBatches the number of the first batch of every row group, and of all batches
 */
record ParquetBatches(ParquetMetadata metadata, KeptColumns kept, int[] firstBatches)
    implements Batches {

  /**
   * Where a batch is.
   *
   * @param first its first row in the row group, counted from 0
   * @param rows how many it has
   */
  record Place(RowGroup group, long first, int rows) {}

  static ParquetBatches of(ParquetMetadata metadata) {
    var groups = metadata.groups();
    var firstBatches = new int[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      long batches = (groups.get(g).rows() - 1) / ParquetTable.BATCH_ROWS + 1;
      firstBatches[g + 1] = Math.toIntExact(firstBatches[g] + batches);
    }
    return new ParquetBatches(metadata, KeptColumns.all(metadata.schema()), firstBatches);
  }

  @Override
  public Schema schema() {
    return kept.schema();
  }

  @Override
  public int count() {
    return firstBatches[firstBatches.length - 1];
  }

  Place at(int batch) {
    int found = Arrays.binarySearch(firstBatches, batch);
    int g = found >= 0 ? found : -found - 2;
    var group = metadata.groups().get(g);
    long first = (long) (batch - firstBatches[g]) * ParquetTable.BATCH_ROWS;
    return new Place(group, first, (int) Math.min(ParquetTable.BATCH_ROWS, group.rows() - first));
  }

  @Override
  public String place(int batch) {
    var place = at(batch);
    return place.group.file().file()
        + ", row group "
        + place.group.number()
        + ", rows from "
        + (place.first + 1)
        + " on";
  }

  @Override
  public Batches only(Set<String> columns) {
    return new ParquetBatches(metadata, kept.only(columns), firstBatches);
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new ParquetCursor(this, allocator);
  }
}
