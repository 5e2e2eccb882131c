package io.tributary.runner.beam;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.RowTrace;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A {@link RowTrace} whose workers, wherever they are, say that they have done some record batches,
 * and wait there until they may go on.
 *
 * @param place folder that all of them see
 */
record HeldTrace(String place, RowTrace trace)
    implements Aggregation<RowTrace.Seen, RowTrace.Result>, Serializable {
  private static final int HELD_AFTER = 6;

  /** In this process; a cluster gives every job classes of its own. */
  private static final AtomicInteger DONE = new AtomicInteger();

  private static final String GO = "go";
  private static final String WORKER = "worker-";
  private static final String NODE = "node-";

  HeldTrace(String place) {
    this(place, new RowTrace());
  }

  /** Lets all go on. */
  static void go(Path place) throws IOException {
    Files.createFile(place.resolve(GO));
  }

  /** The process of the node says which it is. */
  static void atNode(String place) throws IOException {
    mark(Path.of(place), NODE);
  }

  /** The first process that has been at the node. */
  static Optional<Long> node(Path place) throws IOException {
    return marked(place, NODE).stream().findFirst();
  }

  /** Processes that wait in the middle of the pass. */
  static List<Long> workers(Path place) throws IOException {
    return marked(place, WORKER);
  }

  private static void mark(Path place, String kind) throws IOException {
    Files.write(place.resolve(kind + ProcessHandle.current().pid()), new byte[0]);
  }

  private static List<Long> marked(Path place, String kind) throws IOException {
    try (var files = Files.list(place)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(kind))
          .map(name -> Long.parseLong(name.substring(kind.length())))
          .toList();
    }
  }

  @Override
  public RowTrace.Seen create(Schema schema) {
    return trace.create(schema);
  }

  @Override
  public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
    if (DONE.getAndIncrement() >= HELD_AFTER) {
      hold();
    }
    trace.add(seen, batch);
  }

  private void hold() {
    try {
      mark(Path.of(place), WORKER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!Files.exists(Path.of(place, GO))) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void merge(RowTrace.Seen seen, RowTrace.Seen later) {
    trace.merge(seen, later);
  }

  @Override
  public RowTrace.Result finish(RowTrace.Seen seen) {
    return trace.finish(seen);
  }

  @Override
  public void encode(RowTrace.Seen seen, DataOutput out) throws IOException {
    trace.encode(seen, out);
  }

  @Override
  public RowTrace.Seen decode(DataInput in) throws IOException {
    return trace.decode(in);
  }
}
