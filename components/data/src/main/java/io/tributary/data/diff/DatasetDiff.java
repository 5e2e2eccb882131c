package io.tributary.data.diff;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.Batches;
import io.tributary.data.InOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Compares two sets of rows. Values are compared as {@link io.tributary.data.row.RowBytes} has
 * them: 3 equals 3.0, and a column that is not there has no values.
 *
 * <p>With a key, rows of equal key belong together, and differ in columns; of rows that repeat a
 * key the first one counts. Without a key, rows are equal or not, and what counts is how often each
 * occurs. Memory is bounded: rows are cut into parts by a hash, which go to disk when there are
 * many. The order of rows has no effect but on which of several equal rows is told.
 *
 * @param key columns that say which rows belong together; none: whole rows are compared
 * @param samples how many rows of each kind are told, the first ones; default {@value
 *     #DEFAULT_SAMPLES}
 */
public record DatasetDiff(List<String> key, int samples) {
  public static final int DEFAULT_SAMPLES = 20;

  public DatasetDiff {
    key = List.copyOf(key);
    if (new HashSet<>(key).size() < key.size()) {
      throw new IllegalArgumentException(
          "key: " + key + " (expected: columns of their own); name each once");
    }
    if (samples < 0) {
      throw new IllegalArgumentException(
          "samples: " + samples + " (expected: 0 or more); 0 tells no rows");
    }
  }

  /** Compares whole rows. */
  public static DatasetDiff ofRows() {
    return new DatasetDiff(List.of(), DEFAULT_SAMPLES);
  }

  /** Compares rows of equal key. */
  public static DatasetDiff byKey(String... columns) {
    return new DatasetDiff(List.of(columns), DEFAULT_SAMPLES);
  }

  /** Tells more or fewer rows. */
  public DatasetDiff withSamples(int other) {
    return new DatasetDiff(key, other);
  }

  /**
   * Compares.
   *
   * @param temporary a directory for parts that do not fit into memory; nothing stays there
   * @param threads how many work, the caller's among them; do not show in the result
   * @throws ExecutionFailure if a side lacks a column of the key
   */
  public Difference compare(
      Batches a, Batches b, Path temporary, BufferAllocator allocator, int threads)
      throws IOException {
    return compare(a, b, temporary, allocator, threads, Parts.Limits.DEFAULT);
  }

  Difference compare(
      Batches a,
      Batches b,
      Path temporary,
      BufferAllocator allocator,
      int threads,
      Parts.Limits limits)
      throws IOException {
    requireKey("first", a.schema());
    requireKey("second", b.schema());
    var columns = compared(a.schema(), b.schema());
    try (var partsOfA = new Parts(columns.size(), temporary, limits);
        var partsOfB = new Parts(columns.size(), temporary, limits)) {
      var first = cut(a, columns, partsOfA, allocator, threads);
      var second = cut(b, columns, partsOfB, allocator, threads);
      var tally = new Tally(!key.isEmpty(), columns.size(), samples);
      InOrder.run(
          Parts.COUNT,
          threads,
          () -> new Joining(partsOfA, partsOfB, columns.size()),
          tally.taker());
      return tally.difference(first, second, columns);
    }
  }

  private void requireKey(String side, Schema schema) {
    var names = schema.getFields().stream().map(Field::getName).toList();
    var missing = key.stream().filter(column -> !names.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new ExecutionFailure(
          Code.INVALID_ARGUMENT,
          new Explanation(
              "key of the difference",
              "no column " + missing + " in the " + side + " dataset",
              "columns of both, of " + names,
              "name a key that both have, or compare without one"));
    }
  }

  /** The columns of either side that are no key, by name. */
  private List<String> compared(Schema a, Schema b) {
    if (key.isEmpty()) {
      return List.of();
    }
    var names = new TreeSet<String>();
    a.getFields().forEach(field -> names.add(field.getName()));
    b.getFields().forEach(field -> names.add(field.getName()));
    key.forEach(names::remove);
    return new ArrayList<>(names);
  }

  private DiffSide cut(
      Batches batches, List<String> columns, Parts parts, BufferAllocator allocator, int threads)
      throws IOException {
    var starts = new long[batches.count() + 1];
    InOrder.run(
        batches.count(),
        threads,
        () -> new RowRecords(key, columns, batches, allocator),
        parts.taker(starts));
    return new DiffSide(batches, starts);
  }

  /** Compares parts. */
  private final class Joining implements InOrder.Worker<Tally> {
    private final Parts a;
    private final Parts b;
    private final int columns;

    Joining(Parts a, Parts b, int columns) {
      this.a = a;
      this.b = b;
      this.columns = columns;
    }

    @Override
    public Tally run(int part) throws IOException {
      var tally = new Tally(!key.isEmpty(), columns, samples);
      join(a, b, part, tally);
      return tally;
    }

    private void join(Parts a, Parts b, int part, Tally tally) throws IOException {
      if (!a.isTooLarge(part, b)) {
        try (var recordsOfA = a.read(part);
            var recordsOfB = b.read(part)) {
          new PartJoin(tally).join(recordsOfA, recordsOfB);
        }
        return;
      }
      try (var smallerA = a.divide(part);
          var smallerB = b.divide(part)) {
        for (int p = 0; p < Parts.COUNT; p++) {
          join(smallerA, smallerB, p, tally);
        }
      }
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }
}
