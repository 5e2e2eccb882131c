package io.tributary.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.data.ExamplesWriter.Packed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Executes full passes on the threads of this process. An aggregation's rows are cut into {@link
 * Ranges}; every range gets an accumulator, and accumulators are merged in the order of the rows:
 * the number of threads does not show in the result, not even in the last bit of a sum of
 * floating-point numbers. An aggregation in which order cannot show gets one or fewer per thread,
 * and {@link Ranges} are only what threads take from the rows at a time. Memory is bounded by a few
 * record batches and accumulators per thread. Thread-safe.
 */
public final class LocalDataEngine implements DataEngine {
  private final BufferAllocator allocator;
  private final int threads;

  /**
   * An engine whose threads live only as long as a pass.
   *
   * @param allocator whose memory is used; never closed by the engine
   * @param threads how many threads a pass keeps busy, the caller's among them; at least 1
   */
  public LocalDataEngine(BufferAllocator allocator, int threads) {
    this.allocator = requireNonNull(allocator, "allocator");
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads: " + threads + " (expected: > 0); use the number of processors");
    }
    this.threads = threads;
  }

  /** Makes local engines. */
  public static final class Provider implements DataEngine.Provider {
    @Override
    public DataEngine open(BufferAllocator allocator, int threads) {
      return new LocalDataEngine(allocator, threads);
    }
  }

  @Override
  public <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException {
    return aggregate(Ranges.of(dataset, allocator), aggregation);
  }

  /** Aggregates rows of any source in one pass. */
  public <A, R> R aggregate(Batches batches, Aggregation<A, R> aggregation) throws IOException {
    return aggregate(new Ranges(batches), aggregation);
  }

  private <A, R> R aggregate(Ranges ranges, Aggregation<A, R> aggregation) throws IOException {
    return aggregation.finish(accumulate(ranges, 0, aggregation, Optional.empty()));
  }

  /**
   * Does what is left of an aggregation that another engine has begun.
   *
   * @param from the first range to do
   * @param before what the ranges before it have given, merged; empty if there are none
   * @return what all ranges have given
   */
  public <A> A accumulate(
      Ranges ranges, int from, Aggregation<A, ?> aggregation, Optional<A> before)
      throws IOException {
    var merged = new Merging<>(aggregation, before);
    var read = ranges.readBy(aggregation);
    if (aggregation.isOrderFree()) {
      var accumulators = new SharedAccumulators<>(aggregation, read.schema());
      InOrder.run(
          read.count() - from,
          threads,
          () -> new Collecting<>(read, from, aggregation, allocator, accumulators.next()),
          new Forgetting());
      accumulators.all.forEach(merged::take);
    } else {
      InOrder.run(
          read.count() - from,
          threads,
          () -> new Aggregating<>(read, from, aggregation, allocator),
          merged);
    }
    return merged.whole == null ? aggregation.create(read.schema()) : merged.whole;
  }

  @Override
  public void map(Dataset dataset, BatchFunction function, ExamplesWriter out) throws IOException {
    map(Ranges.of(dataset, allocator), 0, function, out);
  }

  /** Maps rows of any source. */
  public void map(Batches batches, BatchFunction function, ExamplesWriter out) throws IOException {
    map(new Ranges(batches), 0, function, out);
  }

  /**
   * Does what is left of a mapping that another engine has begun.
   *
   * @param from the first range to do
   * @param out has the results of the ranges before it
   */
  public void map(Ranges ranges, int from, BatchFunction function, ExamplesWriter out)
      throws IOException {
    int first = ranges.begin(from);
    var read = ranges.readBy(function);
    InOrder.run(
        read.batchCount() - first,
        threads,
        () -> new Mapping(read, first, function, out, allocator),
        new InOrder.Taker<Packed>() {
          @Override
          public void take(Packed result) throws IOException {
            try (result) {
              out.append(result);
            }
          }

          @Override
          public void drop(Packed result) {
            result.close();
          }
        });
  }

  /** Gives as many threads the same accumulator as may share it. */
  private static final class SharedAccumulators<A> {
    private final Aggregation<A, ?> aggregation;
    private final Schema schema;
    private final int sharers;
    private final List<A> all = new ArrayList<>();
    private int given;

    SharedAccumulators(Aggregation<A, ?> aggregation, Schema schema) {
      this.aggregation = aggregation;
      this.schema = schema;
      sharers = aggregation.sharers(schema);
    }

    synchronized A next() {
      if (given++ % sharers == 0) {
        all.add(aggregation.create(schema));
      }
      return all.get(all.size() - 1);
    }
  }

  /** Accumulates ranges of record batches, all into one accumulator. */
  private static final class Collecting<A> implements InOrder.Worker<Integer> {
    private final Ranges ranges;
    private final int from;
    private final Aggregation<A, ?> aggregation;
    private final BatchWork work;
    private final A accumulator;

    Collecting(
        Ranges ranges,
        int from,
        Aggregation<A, ?> aggregation,
        BufferAllocator allocator,
        A accumulator) {
      this.ranges = ranges;
      this.from = from;
      this.aggregation = aggregation;
      this.accumulator = accumulator;
      work = new BatchWork(ranges, allocator);
    }

    @Override
    public Integer run(int task) throws IOException {
      work.addRange(ranges, from + task, accumulator, aggregation);
      return task;
    }

    @Override
    public void close() throws IOException {
      work.close();
    }
  }

  /** Takes the numbers of ranges, which nobody wants to know. */
  private static final class Forgetting implements InOrder.Taker<Integer> {
    @Override
    public void take(Integer range) {
      // what there is to merge is in the accumulators of the threads
    }

    @Override
    public void drop(Integer range) {
      // nothing is held open
    }
  }

  /** Accumulates ranges of record batches. */
  private static final class Aggregating<A> implements InOrder.Worker<A> {
    private final Ranges ranges;
    private final int from;
    private final Aggregation<A, ?> aggregation;
    private final BatchWork work;

    Aggregating(Ranges ranges, int from, Aggregation<A, ?> aggregation, BufferAllocator allocator) {
      this.ranges = ranges;
      this.from = from;
      this.aggregation = aggregation;
      work = new BatchWork(ranges, allocator);
    }

    @Override
    public A run(int task) throws IOException {
      var accumulator = aggregation.create(ranges.schema());
      work.addRange(ranges, from + task, accumulator, aggregation);
      return accumulator;
    }

    @Override
    public void close() throws IOException {
      work.close();
    }
  }

  /** Merges accumulators in the order of their ranges. */
  private static final class Merging<A> implements InOrder.Taker<A> {
    private final Aggregation<A, ?> aggregation;
    private @Nullable A whole;

    Merging(Aggregation<A, ?> aggregation, Optional<A> before) {
      this.aggregation = aggregation;
      this.whole = before.orElse(null);
    }

    @Override
    public void take(A accumulator) {
      if (whole == null) {
        whole = accumulator;
      } else {
        aggregation.merge(whole, accumulator);
      }
    }

    @Override
    public void drop(A accumulator) {
      // an accumulator is on the heap
    }
  }

  /** Applies a function to record batches, and compresses what it gives. */
  private static final class Mapping implements InOrder.Worker<Packed> {
    private final int first;
    private final BatchFunction function;
    private final ExamplesWriter out;
    private final BatchWork work;

    Mapping(
        Ranges ranges,
        int first,
        BatchFunction function,
        ExamplesWriter out,
        BufferAllocator allocator) {
      this.first = first;
      this.function = function;
      this.out = out;
      work = new BatchWork(ranges, allocator);
    }

    @Override
    public Packed run(int task) throws IOException {
      try (var result = work.apply(first + task, function)) {
        return out.pack(result);
      }
    }

    @Override
    public void close() throws IOException {
      work.close();
    }
  }
}
