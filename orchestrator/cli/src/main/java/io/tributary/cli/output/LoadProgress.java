package io.tributary.cli.output;

import io.tributary.data.Batches;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Shows how far a pass over data has come: on a terminal, as a line that is overwritten and gone in
 * the end. Thread-safe.
 */
public final class LoadProgress implements AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final long PAUSE_NANOS = 100_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier clock;
  private final AtomicLong next;
  private boolean isShown;

  /**
   * Shows nothing yet.
   *
   * @param terminal whether {@code out} is one; nothing is ever shown elsewhere
   * @param clock in nanoseconds
   */
  LoadProgress(PrintWriter out, boolean terminal, LongSupplier clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    next = new AtomicLong(clock.getAsLong());
  }

  /** On standard error, if there is somebody who looks. */
  public static LoadProgress on(PrintWriter err) {
    return new LoadProgress(err, Boolean.getBoolean("tributary.terminal"), System::nanoTime);
  }

  /** Shows what is being done. */
  public synchronized void show(String words) {
    if (terminal) {
      out.print(CLEAR_LINE + Printable.line(words));
      out.flush();
      isShown = true;
    }
  }

  /** The same batches; which of them have been loaded is shown. */
  public Batches watch(String words, Batches batches) {
    return terminal ? new Watched(words, batches, new AtomicLong()) : batches;
  }

  private void loaded(String words, long batch, int count) {
    long now = clock.getAsLong();
    long due = next.get();
    if (now >= due && next.compareAndSet(due, now + PAUSE_NANOS)) {
      long pass = (batch - 1) / count + 1;
      long part = (batch - 1) % count + 1;
      show(words + (pass > 1 ? ", pass " + pass : "") + ": " + part * 100 / count + " %");
    }
  }

  /** Leaves an empty line, for something else to be printed. */
  public synchronized void clear() {
    if (isShown) {
      out.print(CLEAR_LINE);
      out.flush();
      isShown = false;
    }
  }

  @Override
  public void close() {
    clear();
  }

  private final class Watched implements Batches {
    private final String words;
    private final Batches batches;
    private final AtomicLong loaded;

    Watched(String words, Batches batches, AtomicLong loaded) {
      this.words = words;
      this.batches = batches;
      this.loaded = loaded;
    }

    @Override
    public Schema schema() {
      return batches.schema();
    }

    @Override
    public int count() {
      return batches.count();
    }

    @Override
    public String place(int batch) {
      return batches.place(batch);
    }

    @Override
    public Batches only(Set<String> columns) {
      return new Watched(words, batches.only(columns), loaded);
    }

    @Override
    public Cursor open(BufferAllocator allocator) {
      var cursor = batches.open(allocator);
      return new Cursor() {
        @Override
        public VectorSchemaRoot load(int batch) throws IOException {
          var rows = cursor.load(batch);
          loaded(words, loaded.incrementAndGet(), batches.count());
          return rows;
        }

        @Override
        public void close() throws IOException {
          cursor.close();
        }
      };
    }
  }
}
