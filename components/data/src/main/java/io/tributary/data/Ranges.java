package io.tributary.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.Dataset;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Record batches, cut into ranges. The bounds depend on the data alone: every engine that gives
 * each range an accumulator, and merges these in the order of the rows, gives the same result, to
 * the last bit of a sum of floating-point numbers. Immutable and thread-safe.
 */
public final class Ranges {
  /** There are at most this many, and so as many workers can share a pass. */
  public static final int MOST = 32;

  private final Batches batches;
  private final int perRange;

  public Ranges(Batches batches) {
    this.batches = requireNonNull(batches, "batches");
    this.perRange = Math.max(1, (batches.count() + MOST - 1) / MOST);
  }

  /**
   * Cuts a dataset. Reads nothing of its parts but where the batches are.
   *
   * @throws IllegalArgumentException if it has no part
   * @throws io.tributary.api.ExecutionFailure if a part cannot be read or has another schema than
   *     the first
   */
  public static Ranges of(Dataset dataset, BufferAllocator allocator) throws IOException {
    return new Ranges(ArrowBatches.of(dataset, allocator));
  }

  /** The same ranges, with the columns that an aggregation reads. */
  public Ranges readBy(Aggregation<?, ?> aggregation) {
    return only(aggregation.readColumns());
  }

  /** The same ranges, with the columns that a function reads. */
  public Ranges readBy(BatchFunction function) {
    return only(function.readColumns());
  }

  private Ranges only(Optional<Set<String>> columns) {
    return columns.map(names -> new Ranges(batches.only(names))).orElse(this);
  }

  Batches batches() {
    return batches;
  }

  /** Of all batches. */
  public Schema schema() {
    return batches.schema();
  }

  /** How many ranges there are; none if there is no batch. */
  public int count() {
    return (batches.count() + perRange - 1) / perRange;
  }

  /** How many record batches there are. */
  public int batchCount() {
    return batches.count();
  }

  /**
   * The number of the first batch of a range; the ranges end where the next one begins.
   *
   * @param range from 0 to {@link #count}
   */
  public int begin(int range) {
    return Math.min(batches.count(), range * perRange);
  }
}
