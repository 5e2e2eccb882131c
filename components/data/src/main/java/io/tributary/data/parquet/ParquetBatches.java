package io.tributary.data.parquet;

import io.tributary.data.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Row groups of Parquet files, cut into batches.
 *
 * @param kept the places of the columns that are read, in ascending order
 * @param schema of these columns
 * @param firstBatches the number of the first batch of every row group, and of all batches
 */
record ParquetBatches(
    ParquetMetadata metadata, List<Integer> kept, Schema schema, int[] firstBatches)
    implements Batches {

  /**
   * Where a batch is.
   *
   * @param first its first row in the row group, counted from 0
   * @param rows how many it has
   */
  record Place(RowGroup group, long first, int rows) {}

  static ParquetBatches of(ParquetMetadata metadata, List<Integer> kept) {
    var fields = new ArrayList<Field>();
    kept.forEach(place -> fields.add(metadata.schema().getFields().get(place)));
    var groups = metadata.groups();
    var firstBatches = new int[groups.size() + 1];
    for (int g = 0; g < groups.size(); g++) {
      long batches = (groups.get(g).rows() - 1) / ParquetTable.BATCH_ROWS + 1;
      firstBatches[g + 1] = Math.toIntExact(firstBatches[g] + batches);
    }
    return new ParquetBatches(metadata, kept, new Schema(fields), firstBatches);
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
    return of(
        metadata,
        kept.stream()
            .filter(place -> columns.contains(metadata.schema().getFields().get(place).getName()))
            .toList());
  }

  @Override
  public Cursor open(BufferAllocator allocator) {
    return new ParquetCursor(this, allocator);
  }
}
