package io.tributary.runner.beam;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.core.RunJars;
import io.tributary.data.BatchWork;
import io.tributary.data.Ranges;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Does ranges of a full pass, and leaves what it has found in the folder of the pass. That it
 * failed at one is left there, too, whether the work has thrown something or the worker has met
 * with trouble of its own; only what keeps a worker from working at all is thrown. Not thread-safe.
 */
final class PassWorker implements AutoCloseable {
  /** How often is looked whether the work was called off. */
  private static final long GLANCE_NANOS = Duration.ofMillis(200).toNanos();

  private final PassFolder folder;
  private final ClassLoader classes;
  private final PassWork.Work<?> work;
  private final Ranges ranges;
  private final BufferAllocator allocator;
  private final BatchWork batches;
  private long lastGlance = System.nanoTime();

  private PassWorker(
      PassFolder folder,
      ClassLoader classes,
      PassWork.Work<?> work,
      Ranges ranges,
      BufferAllocator allocator) {
    this.folder = folder;
    this.classes = classes;
    this.work = work;
    this.ranges = ranges;
    this.allocator = allocator;
    this.batches = new BatchWork(ranges, allocator);
  }

  /** Gets ready; empty if there is nothing to do any more. */
  static Optional<PassWorker> open(PassTask task) throws IOException {
    var folder = new PassFolder(Path.of(task.folder()));
    if (folder.isCalledOff()) {
      return Optional.empty();
    }
    var jars = task.jars().stream().map(Path::of).toList();
    var classes = RunJars.classes(jars, PassWorker.class.getClassLoader());
    var allocator = new RootAllocator();
    var pass = Optional.<PassWork>empty();
    try {
      pass = folder.work(classes);
      if (pass.isPresent() && folder.begin()) {
        var work = pass.get().work();
        var whole = Ranges.of(pass.get().dataset(), allocator);
        var ranges =
            work instanceof PassWork.Aggregating<?> aggregating
                ? whole.readBy(aggregating.part())
                : whole.readBy(((PassWork.Mapping) work).part());
        return Optional.of(new PassWorker(folder, classes, work, ranges, allocator));
      }
    } catch (IOException | RuntimeException | Error e) {
      try {
        close(pass.map(PassWork::work), allocator, classes);
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
    close(pass.map(PassWork::work), allocator, classes);
    return Optional.empty();
  }

  /** Does a range, unless that is of no use any more. */
  void run(int range) throws IOException {
    if (folder.isCalledOff() || folder.isSettled(range)) {
      return;
    }
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(classes);
    try {
      if (work instanceof PassWork.Aggregating<?> aggregating) {
        aggregate(range, aggregating.part());
      } else {
        map(range, ((PassWork.Mapping) work).part());
      }
    } catch (CalledOff e) {
      return; // nobody is waiting for it
    } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
      if (thread.isInterrupted()) {
        throw e; // of the worker that is told to stop, not of the work
      }
      if (!folder.isCalledOff()) {
        folder.leave(range, e);
      }
    } finally {
      thread.setContextClassLoader(before);
      if (folder.isCalledOff()) {
        folder.dropLate(range);
      }
    }
  }

  private <A> void aggregate(int range, Aggregation<A, ?> aggregation)
      throws IOException, CalledOff {
    var accumulator = aggregation.create(ranges.schema());
    for (int b = ranges.begin(range); b < ranges.begin(range + 1); b++) {
      glance();
      batches.add(b, accumulator, aggregation);
    }
    folder.leave(
        range,
        out -> {
          var data = new DataOutputStream(out);
          aggregation.encode(accumulator, data);
          data.flush();
        });
  }

  private void map(int range, BatchFunction function) throws IOException, CalledOff {
    var draft = folder.draft(range);
    try {
      try (var out = new ExamplesWriter(draft, function.outputSchema(ranges.schema()), allocator)) {
        for (int b = ranges.begin(range); b < ranges.begin(range + 1); b++) {
          glance();
          try (var mapped = batches.apply(b, function)) {
            out.append(mapped);
          }
        }
      }
      try (var files = Files.newDirectoryStream(draft)) {
        folder.leave(range, files.iterator().next());
      }
    } finally {
      PassFolder.dropDraft(draft);
    }
  }

  private void glance() throws CalledOff {
    long now = System.nanoTime();
    if (now - lastGlance >= GLANCE_NANOS) {
      lastGlance = now;
      if (folder.isCalledOff()) {
        throw new CalledOff();
      }
    }
  }

  /** The node does not wait for the pass any longer. */
  private static final class CalledOff extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void close() throws IOException {
    try {
      batches.close();
    } finally {
      close(Optional.of(work), allocator, classes);
    }
  }

  private static void close(
      Optional<? extends PassWork.Work<?>> work, BufferAllocator allocator, ClassLoader classes)
      throws IOException {
    try {
      if (work.isPresent()) {
        close(work.get().part());
      }
    } finally {
      try {
        allocator.close();
      } finally {
        if (classes != PassWorker.class.getClassLoader()) {
          close(classes);
        }
      }
    }
  }

  private static void close(Object part) throws IOException {
    if (part instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(part + ": not closed", e);
      }
    }
  }
}
