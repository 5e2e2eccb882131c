package io.tributary.api.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A full pass over rows: accumulators that each see some of the batches, are merged, and give one
 * result. Immutable and thread-safe itself; an accumulator is used by one thread at a time, unless
 * {@link #sharers} says otherwise.
 *
 * <p>An engine may do the work of a pass in other processes, if the aggregation can be sent there:
 * if it is {@link java.io.Serializable}. What it holds open, such as a model, it then describes,
 * and opens again where it arrives; {@link java.util.Optional} and {@link java.nio.file.Path} may
 * be among its fields. Engines close the copies that they have sent, where they are {@link
 * AutoCloseable}; the aggregation that they were given stays its maker's. One that cannot be sent
 * is done in the process of the node.
 *
 * <p>Laws, for accumulators that saw the batches {@code x}, {@code y}, {@code z} in this order:
 * merging is associative; merging with a fresh accumulator changes nothing; {@code
 * decode(encode(a))} is interchangeable with {@code a}. Engines merge in the order of the rows, so
 * merging need not be commutative.
 *
 * @param <A> the mutable accumulator
 * @param <R> the result
 */
public interface Aggregation<A, R> {

  /**
   * The names of the columns that it reads; empty, the default, if it reads all. Engines hand it
   * batches of these columns alone, in the order of the data, or of more of them where it shares a
   * pass; the others need not even be read. Names that the data lacks are passed over.
   */
  default Optional<Set<String>> readColumns() {
    return Optional.empty();
  }

  /** A fresh accumulator for batches of {@code schema}, which has the columns that it reads. */
  A create(Schema schema);

  /** Adds all rows of {@code batch}. */
  void add(A accumulator, VectorSchemaRoot batch);

  /**
   * Adds to {@code accumulator} what {@code later}, which saw later rows, has seen. {@code later}
   * is not used afterwards.
   */
  void merge(A accumulator, A later);

  /** The result. The accumulator is not used afterwards. */
  R finish(A accumulator);

  /**
   * Whether accumulators give the same result, to the last bit, and are written as the same bytes,
   * in whatever order batches are added and accumulators are merged. An engine may then give each
   * of its threads one accumulator, instead of one to each range of rows, and has less to merge. By
   * default not.
   */
  default boolean isOrderFree() {
    return false;
  }

  /**
   * How many threads may add batches to one accumulator at the same time, without waiting for each
   * other too long: engines then need fewer accumulators, and less memory. Counts only where order
   * does not show. By default one.
   */
  default int sharers(Schema schema) {
    return 1;
  }

  /** Writes an accumulator, so that another process or another day can go on with it. */
  void encode(A accumulator, DataOutput out) throws IOException;

  /** Reads what {@link #encode} wrote. */
  A decode(DataInput in) throws IOException;
}
