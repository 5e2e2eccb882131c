package io.tributary.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.data.ExamplesWriter;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes rows that cannot be read into an Arrow file, in bounded memory. Its columns are {@code
 * file}, {@code line}, {@code column} (null where the whole row is at fault), {@code reason} and
 * {@code row}, the bytes. Not thread-safe.
 */
public final class QuarantineWriter implements Quarantine, AutoCloseable {
  /** Of the file. */
  public static final Schema SCHEMA =
      new Schema(
          List.of(
              required("file", ArrowType.Utf8.INSTANCE),
              required("line", new ArrowType.Int(64, true)),
              Field.nullable("column", ArrowType.Utf8.INSTANCE),
              required("reason", ArrowType.Utf8.INSTANCE),
              required("row", ArrowType.Binary.INSTANCE)));

  private static final int BATCH_ROWS = 1_024;
  private static final int BATCH_BYTES = 4 << 20;

  private final ExamplesWriter out;
  private final VectorSchemaRoot pending;
  private int rows;
  private long bytes;

  /**
   * Takes over a writer.
   *
   * @param out of {@link #SCHEMA}; closed with this
   * @param allocator whose memory is used; never closed
   */
  public QuarantineWriter(ExamplesWriter out, BufferAllocator allocator) {
    this.out = out;
    pending = VectorSchemaRoot.create(SCHEMA, allocator);
  }

  private static Field required(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), List.of());
  }

  @Override
  public void add(BadRow row) throws IOException {
    text("file", row.file());
    ((BigIntVector) pending.getVector("line")).setSafe(rows, row.line());
    if (row.column().isEmpty()) {
      pending.getVector("column").setNull(rows);
    } else {
      text("column", row.column());
    }
    text("reason", row.reason());
    put("row", row.bytes());
    rows++;
    if (rows == BATCH_ROWS || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void text(String column, String value) {
    put(column, value.getBytes(UTF_8));
  }

  private void put(String column, byte[] value) {
    ((BaseVariableWidthVector) pending.getVector(column)).setSafe(rows, value);
    bytes += value.length;
  }

  private void flush() throws IOException {
    pending.setRowCount(rows);
    out.append(pending);
    pending.clear();
    rows = 0;
    bytes = 0;
  }

  /** Writes what is left, and ends the file. */
  @Override
  public void close() throws IOException {
    try (out;
        pending) {
      flush();
    }
  }
}
