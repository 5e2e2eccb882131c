package io.tributary.data;

import io.tributary.api.data.Dataset;
import java.io.IOException;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows that come as numbered record batches, whatever they are stored in. Where batches end depends
 * on what is stored alone. Immutable and thread-safe: every thread reads through a {@link Cursor}
 * of its own.
 */
public interface Batches {

  /**
   * The record batches of Arrow files. Reads nothing of them but where the batches are.
   *
   * @throws io.tributary.api.ExecutionFailure if a part cannot be read or has another schema than
   *     the first
   */
  static Batches of(Dataset dataset, BufferAllocator allocator) throws IOException {
    return ArrowBatches.of(dataset, allocator);
  }

  /** Of every batch. */
  Schema schema();

  /** How many there are; their numbers begin with 0, in the order of the rows. */
  int count();

  /** Where a batch is, for a message, such as {@code FILE, record batch 3}. */
  String place(int batch);

  /**
   * Opens nothing yet.
   *
   * @param allocator whose memory is used; never closed
   */
  Cursor open(BufferAllocator allocator);

  /**
   * The same batches with some of the columns, in the order of the schema. What can be read alone
   * is: implementations override this where their format lets them leave columns out; by default
   * all are read, and the others not shown.
   *
   * @param columns names; those that the schema lacks are passed over
   */
  default Batches only(Set<String> columns) {
    return Selection.of(this, columns);
  }

  /** Loads batches for one thread, in any order; that of the rows is the fastest. */
  interface Cursor extends AutoCloseable {

    /**
     * Loads a batch. Its rows are overwritten by the next call, and gone when the cursor is closed.
     *
     * @throws io.tributary.api.ExecutionFailure if the batch cannot be read, or is not as it was
     *     when the batches were counted
     */
    VectorSchemaRoot load(int batch) throws IOException;

    @Override
    void close() throws IOException;
  }
}
