package io.tributary.data.split;

import io.tributary.api.data.ExamplesWriter;
import io.tributary.data.Batches;
import io.tributary.data.InOrder;
import io.tributary.data.row.RowCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Divides rows among splits and writes them, in the order in which they come. What is written
 * depends on the rows alone: neither on how they came in batches, nor on the number of threads.
 *
 * @param splits which rows go where
 * @param sampling which of them are kept
 * @param seed of the sampling
 * @param threads how many load, divide and compress batches; at least 1
 */
public record SplitWriter(Splits splits, Sampling sampling, long seed, int threads) {
  /** Rows of a written record batch; fewer where there are more than 256 columns. */
  public static final int BATCH_ROWS = 8_192;

  /** Opens the file of a split. */
  public interface Opening {
    ExamplesWriter open(String split) throws IOException;
  }

  /**
   * Writes all rows.
   *
   * @param opening makes the writers of all splits
   * @param temporary a directory for what a pass leaves for the next
   * @return how many rows have gone to each split
   * @throws io.tributary.api.ExecutionFailure if the splits name a column that the rows have not,
   *     or that cannot divide them
   */
  public Map<String, Long> write(
      Batches batches, Opening opening, Path temporary, BufferAllocator allocator)
      throws IOException {
    var schema = batches.schema();
    var rules = rules(batches, temporary, allocator);
    // Splits that do not fit the columns are refused before a file is opened.
    var unused = rules.make();
    try (var writing = new Writing(schema, allocator)) {
      for (var split : splits.names()) {
        writing.add(opening.open(split));
      }
      InOrder.run(batches.count(), threads, () -> new Dividing(rules, batches, allocator), writing);
      return writing.finish();
    }
  }

  /** Makes the rule for a thread. */
  private interface Rules {
    RowSplits make();
  }

  private Rules rules(Batches batches, Path temporary, BufferAllocator allocator)
      throws IOException {
    var schema = batches.schema();
    var plain = plainRules(batches, temporary, allocator);
    return sampling.isAll()
        ? plain
        : () -> new SampledSplits(plain.make(), sampling, seed, splits.names(), schema);
  }

  private Rules plainRules(Batches batches, Path temporary, BufferAllocator allocator)
      throws IOException {
    var schema = batches.schema();
    if (splits instanceof SplitConfig config) {
      return () -> new HashSplits(config, schema);
    }
    if (splits instanceof TimeShares shares) {
      long[] bounds = TimeRanks.bounds(shares, batches, temporary, allocator, threads);
      return () -> new TimeSplits(new TimeColumn(shares.column(), schema), bounds);
    }
    var cuts = (TimeCuts) splits;
    var column = new TimeColumn(cuts.column(), schema);
    long[] bounds =
        cuts.periods().stream().mapToLong(period -> column.cut(period.before())).toArray();
    return () -> new TimeSplits(new TimeColumn(cuts.column(), schema), bounds);
  }

  /** The rows of a batch, split by split, unless one of them has none. */
  private record Divided(int rows, List<VectorSchemaRoot> splits, Optional<RowFlaw> flaw) {
    void close() {
      splits.forEach(VectorSchemaRoot::close);
    }
  }

  /** Divides batches. */
  private final class Dividing implements InOrder.Worker<Divided> {
    private final RowSplits rule;
    private final BufferAllocator allocator;
    private final Batches.Cursor cursor;
    private int[] assigned = new int[BATCH_ROWS];
    private int[] chosen = new int[BATCH_ROWS];

    Dividing(Rules rules, Batches batches, BufferAllocator allocator) {
      rule = rules.make();
      this.allocator = allocator;
      cursor = batches.open(allocator);
    }

    @Override
    public Divided run(int task) throws IOException {
      var batch = cursor.load(task);
      int count = batch.getRowCount();
      if (assigned.length < count) {
        assigned = new int[count];
        chosen = new int[count];
      }
      var flaw = rule.assign(batch, assigned);
      var divided = new Divided(count, new ArrayList<>(), flaw);
      boolean isDone = false;
      try {
        for (int s = 0; flaw.isEmpty() && s < splits.names().size(); s++) {
          divided.splits().add(rows(batch, s));
        }
        isDone = true;
        return divided;
      } finally {
        if (!isDone) {
          divided.close();
        }
      }
    }

    private VectorSchemaRoot rows(VectorSchemaRoot batch, int split) {
      int count = 0;
      for (int r = 0; r < batch.getRowCount(); r++) {
        if (assigned[r] == split) {
          chosen[count++] = r;
        }
      }
      return RowCopies.of(batch, chosen, 0, count, allocator);
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }

  /** Writes divided batches in order. */
  private final class Writing implements InOrder.Taker<Divided>, AutoCloseable {
    private final Schema schema;
    private final BufferAllocator allocator;
    private final List<PackedWriter> writers = new ArrayList<>();
    private final List<BatchAssembly> pending = new ArrayList<>();
    private long rows;

    Writing(Schema schema, BufferAllocator allocator) {
      this.schema = schema;
      this.allocator = allocator;
    }

    void add(ExamplesWriter out) {
      var writer = new PackedWriter(out, threads == 1 ? 0 : threads);
      writers.add(writer);
      pending.add(new BatchAssembly(schema, allocator, writer::append));
    }

    @Override
    public void take(Divided divided) throws IOException {
      try {
        if (divided.flaw().isPresent()) {
          throw divided.flaw().get().failure(rows);
        }
        for (int s = 0; s < pending.size(); s++) {
          pending.get(s).append(divided.splits().get(s));
        }
        rows += divided.rows();
      } finally {
        divided.close();
      }
    }

    @Override
    public void drop(Divided divided) {
      divided.close();
    }

    Map<String, Long> finish() throws IOException {
      var counts = new LinkedHashMap<String, Long>();
      for (int s = 0; s < pending.size(); s++) {
        pending.get(s).finish();
        writers.get(s).finish();
        counts.put(splits.names().get(s), writers.get(s).rows());
      }
      return counts;
    }

    @Override
    public void close() throws IOException {
      var all = new ArrayList<AutoCloseable>(pending);
      all.addAll(writers);
      try {
        AutoCloseables.close(all);
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
