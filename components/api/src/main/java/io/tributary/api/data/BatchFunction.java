package io.tributary.api.data;

import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Row-wise work, a batch at a time. Used by several threads at once, each with batches of its own.
 * What is written for a batch depends on nothing but that batch. Engines send one that is {@link
 * java.io.Serializable} to other processes, as they do with an {@link Aggregation}.
 */
public interface BatchFunction {

  /**
   * The names of the columns that it reads; empty, the default, if it reads all. Engines hand it
   * batches of these columns alone, in the order of the data; the others need not even be read.
   */
  default Optional<Set<String>> readColumns() {
    return Optional.empty();
  }

  /** Schema of what {@link #apply} writes, given the schema of what it reads. */
  Schema outputSchema(Schema input);

  /**
   * Fills {@code output}, which is empty, from {@code input}, and sets its row count. A function
   * may keep fewer rows than it reads; it keeps their order.
   */
  void apply(VectorSchemaRoot input, VectorSchemaRoot output);
}
