package io.tributary.data.row;

import java.util.Arrays;
import java.util.Collection;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Hashes of rows, made column by column: the {@link Hash64} of every value's canonical bytes (see
 * {@link RowBytes}), with the key of the column as the seed, and these hashes chained in the order
 * of the columns' names. So rows of equal canonical bytes have equal hashes. The same on every
 * platform and for ever, since splits and samples depend on them. Not thread-safe.
 */
public final class RowHashes {
  private final KeyedColumns columns;
  private final long seed;
  private final ByteSink scratch = new ByteSink();

  private RowHashes(KeyedColumns columns, long seed) {
    this.columns = columns;
    this.seed = seed;
  }

  /** Of all columns; other seeds give other, unrelated hashes. */
  public static RowHashes of(Schema schema, long seed) {
    return new RowHashes(KeyedColumns.of(schema), seed);
  }

  /**
   * Of some columns; of a single one just the value, without the name.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public static RowHashes of(Schema schema, Collection<String> columns, long seed) {
    return new RowHashes(KeyedColumns.of(schema, columns), seed);
  }

  /**
   * Hashes all rows of a batch.
   *
   * @param hashes set at the number of each row; at least as long as the batch
   */
  public void hash(VectorSchemaRoot batch, long[] hashes) {
    int count = batch.getRowCount();
    if (count == 0) {
      return;
    }
    Arrays.fill(hashes, 0, count, Hash64.begin(seed));
    var values = columns.values(batch);
    for (int c = 0; c < values.length; c++) {
      values[c].chain(Hash64.seed(columns.key(c)), count, scratch, hashes);
    }
    for (int r = 0; r < count; r++) {
      hashes[r] = Hash64.end(hashes[r]);
    }
  }
}
