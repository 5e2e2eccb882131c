package io.tributary.data.parquet;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.Batches;
import io.tributary.data.duckdb.Duck;
import io.tributary.data.parquet.ParquetBatches.Place;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches of Parquet files. A batch that follows the last one in its row group comes from the
 * same query; any other begins a new one.
 */
final class ParquetCursor implements Batches.Cursor {
  private final ParquetBatches batches;
  private final BufferAllocator allocator;
  private @Nullable VectorSchemaRoot root;
  private @Nullable Duck duck;
  private @Nullable Rows open;

  ParquetCursor(ParquetBatches batches, BufferAllocator allocator) {
    this.batches = batches;
    this.allocator = allocator;
  }

  /** The rows of a row group from one on, as far as they have been read. */
  private static final class Rows {
    private final RowGroup group;
    private final Duck.Answer answer;
    private final ArrowReader reader;
    private long next;

    Rows(Place from, Duck.Answer answer, ArrowReader reader) {
      this.group = from.group();
      this.next = from.first();
      this.answer = answer;
      this.reader = reader;
    }

    boolean isNext(Place place) {
      return group.equals(place.group()) && next == place.first();
    }

    void close() throws SQLException, IOException {
      try (answer) {
        reader.close();
      }
    }
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    var place = batches.at(batch);
    try {
      var into = root();
      if (batches.kept().places().isEmpty()) {
        into.setRowCount(place.rows());
        return into;
      }
      var rows = rows(place);
      if (!rows.reader.loadNextBatch()
          || rows.reader.getVectorSchemaRoot().getRowCount() != place.rows()) {
        throw SourceFiles.changed(
            place.group().file().file(), "row group " + place.group().number() + " ended early");
      }
      rows.next += place.rows();
      try (var loaded = new VectorUnloader(rows.reader.getVectorSchemaRoot()).getRecordBatch()) {
        new VectorLoader(into).load(loaded);
      }
      return into;
    } catch (OutOfMemoryException | ClosedByInterruptException | ExecutionFailure e) {
      throw e;
    } catch (SQLException | IOException | RuntimeException e) {
      throw Duck.failure(
          batches.place(batch),
          "cannot be read",
          "the values that were written",
          sql(place, place.rows()),
          e);
    }
  }

  private VectorSchemaRoot root() {
    var into = root;
    if (into == null) {
      into = VectorSchemaRoot.create(batches.schema(), allocator);
      root = into;
    }
    return into;
  }

  private Rows rows(Place place) throws SQLException, IOException {
    var rows = open;
    if (rows == null || !rows.isNext(place)) {
      closeRows();
      place.group().file().requireUnchanged();
      rows = query(place);
      open = rows;
    }
    return rows;
  }

  private Rows query(Place place) throws SQLException {
    if (duck == null) {
      duck = new Duck();
    }
    var answer = duck.ask(sql(place, place.group().rows() - place.first()));
    try {
      return new Rows(place, answer, answer.batches(allocator, ParquetTable.BATCH_ROWS));
    } catch (SQLException | RuntimeException e) {
      try (answer) {
        throw e;
      }
    }
  }

  private String sql(Place place, long rows) {
    var metadata = batches.metadata();
    var group = place.group();
    var columns =
        batches.kept().places().stream()
            .map(c -> Duck.column(metadata.names().get(c)))
            .collect(Collectors.joining(", "));
    long from = group.first() + place.first();
    long to = from + rows;
    return "select "
        + columns
        + " from "
        + Duck.rows(group.file().file())
        + (metadata.hasRowNumbers()
            ? " where file_row_number >= " + from + " and file_row_number < " + to
            : " limit " + (to - from) + " offset " + from);
  }

  private void closeRows() throws SQLException, IOException {
    if (open != null) {
      var rows = open;
      open = null;
      rows.close();
    }
  }

  @Override
  public void close() throws IOException {
    var stopped = duck;
    try (stopped) {
      closeRows();
    } catch (SQLException e) {
      throw new IOException("DuckDB: cannot be stopped", e);
    } finally {
      duck = null;
      if (root != null) {
        root.close();
        root = null;
      }
    }
  }
}
