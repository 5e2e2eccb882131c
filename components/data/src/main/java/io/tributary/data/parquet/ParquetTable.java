package io.tributary.data.parquet;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.Batches;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The rows of Parquet files of one schema. Batches have {@value #BATCH_ROWS} rows, the last of a
 * row group fewer, and threads read different row groups, or different parts of one, at the same
 * time.
 *
 * <p>Types are those of DuckDB: integers of all widths, signed or not, floating point (16 bits
 * become 32), bool, text, binary (of fixed width, too), date, time, decimals of up to 38 digits,
 * list, struct, map. Dictionaries come as their values. Timestamps keep microseconds or nanoseconds
 * (coarser ones become microseconds); those of a time zone are instants in UTC. A type that Parquet
 * does not know, such as Arrow's duration, is what Parquet stores of it.
 *
 * <p>A damaged page is found when it is read: until then only the metadata has been looked at, and
 * the digest taken.
 */
public final class ParquetTable implements SourceTable {
  /** Rows of a batch. */
  public static final int BATCH_ROWS = 8_192;

  private final ParquetMetadata metadata;
  private final String digest;

  private ParquetTable(ParquetMetadata metadata, String digest) {
    this.metadata = metadata;
    this.digest = digest;
  }

  /**
   * Reads the metadata of all files.
   *
   * @param digests takes the digests of the files
   * @throws ExecutionFailure if a file cannot be read, is no complete Parquet file, has another
   *     schema than the first, or a type that would lose digits
   */
  public static ParquetTable open(SourceFiles files, FileDigests digests) throws IOException {
    requireNonNull(digests, "digests");
    return new ParquetTable(ParquetMetadata.of(files), files.digest(digests));
  }

  /** The names of the columns, without the digests. Fails as {@link #open} does. */
  public static List<String> columns(SourceFiles files) throws IOException {
    return ParquetMetadata.of(files).schema().getFields().stream().map(Field::getName).toList();
  }

  @Override
  public Schema schema() {
    return metadata.schema();
  }

  @Override
  public long rows() {
    return metadata.groups().stream().mapToLong(RowGroup::rows).sum();
  }

  @Override
  public long badRows() {
    return 0;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Batches batches() {
    return ParquetBatches.of(metadata);
  }
}
