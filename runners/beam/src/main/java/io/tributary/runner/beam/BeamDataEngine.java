package io.tributary.runner.beam;

import io.tributary.api.data.Aggregation;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.core.RunRefusedException;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.Ranges;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.jspecify.annotations.Nullable;

/**
 * Executes full passes as Beam jobs. The rows are cut into the same {@link Ranges} as by the {@link
 * LocalDataEngine}, workers leave what they have found of each in a folder, and this process merges
 * it in the order of the rows: results are equal to the last bit, and so are failures.
 *
 * <p>What a job has not done, this process does, and says so: a pass that cannot be sent because
 * the work is not {@link Serializable}; one for which a Flink cluster has no free slot; what is
 * left when a job ends early, or a worker fails at a range. Passes over fewer record batches than
 * option {@code passesFromBatches} says stay here, as they are over before a job has started. On
 * Spark and Dataflow, where workers cannot start jobs, all do.
 *
 * <p>Workers have to see the dataset and the temporary directory of the node under the same paths
 * as this process. A mapping takes room there for all that it makes. Thread-safe.
 */
final class BeamDataEngine implements DataEngine {
  private static final long BUSY_GLANCE_MILLIS = 5;
  private static final long IDLE_GLANCE_MILLIS = 100;

  /** How long a job that has nothing left to do may take to end by itself. */
  private static final long END_MILLIS = 5_000;

  private final BufferAllocator allocator;
  private final int threads;
  private final BeamOptions options;
  private final Surroundings surroundings;
  private final Submission submission;
  private final LocalDataEngine local;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * An engine for one attempt at a node.
   *
   * @param allocator whose memory is used in this process; never closed
   * @param threads how many threads passes may keep busy in this process
   */
  BeamDataEngine(
      BufferAllocator allocator,
      int threads,
      BeamOptions options,
      Surroundings surroundings,
      Submission submission) {
    this.allocator = allocator;
    this.threads = threads;
    this.options = options;
    this.surroundings = surroundings;
    this.submission = submission;
    this.local = new LocalDataEngine(allocator, threads);
  }

  /**
   * What is around a node.
   *
   * @param temporary a directory for this attempt, as workers see it
   * @param progress is told what who waits for the node should know
   * @param log is told what who looks closely should know
   * @param jars with the classes of the pipeline, as workers see them
   * @param classes finds the classes of the pipeline in this process
   */
  record Surroundings(
      Supplier<Path> temporary,
      Consumer<String> progress,
      Consumer<String> log,
      List<String> jars,
      ClassLoader classes) {}

  /** Starts the job of a pass. */
  interface Submission {
    /** Beam's. */
    Submission BEAM =
        (task, ranges, options, workers) -> {
          var pipeline = Pipeline.create(options.pass(workers));
          pipeline
              .apply("ranges", Create.of(ranges))
              .apply("to all workers", Reshuffle.viaRandomKey())
              .apply("full pass", ParDo.of(new PassStep(task)));
          return BeamJob.submit(pipeline);
        };

    /**
     * How long a job may take to begin, once it has been submitted, before it counts as one that
     * gets no worker.
     */
    default Duration patience() {
      return Duration.ofSeconds(60);
    }

    BeamJob submit(PassTask task, List<Integer> ranges, BeamOptions options, int workers);
  }

  /** Takes the results of ranges, in their order. */
  private interface Taker {
    void take(Path result) throws IOException;
  }

  @Override
  public <A, R> R aggregate(Dataset dataset, Aggregation<A, R> aggregation) throws IOException {
    var ranges = Ranges.of(dataset, allocator);
    var merging = new Merging<>(aggregation);
    int done = pass(dataset, ranges, new PassWork.Aggregating<>(aggregation), merging);
    return aggregation.finish(
        local.accumulate(ranges, done, aggregation, Optional.ofNullable(merging.whole)));
  }

  @Override
  public void map(Dataset dataset, BatchFunction function, ExamplesWriter out) throws IOException {
    var ranges = Ranges.of(dataset, allocator);
    int done =
        pass(
            dataset,
            ranges,
            new PassWork.Mapping(function),
            file -> {
              try (var rows = new ExamplesReader(new Dataset(List.of(file)), allocator)) {
                while (rows.loadNextBatch()) {
                  out.append(rows.batch());
                }
              }
            });
    local.map(ranges, done, function, out);
  }

  private static final class Merging<A> implements Taker {
    private final Aggregation<A, ?> aggregation;
    private @Nullable A whole;

    Merging(Aggregation<A, ?> aggregation) {
      this.aggregation = aggregation;
    }

    @Override
    public void take(Path result) throws IOException {
      try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(result)))) {
        var accumulator = aggregation.decode(in);
        if (whole == null) {
          whole = accumulator;
        } else {
          aggregation.merge(whole, accumulator);
        }
      }
    }
  }

  /** Gives a pass to a job; returns of how many ranges, from the first on, results were taken. */
  private int pass(Dataset dataset, Ranges ranges, PassWork.Work<?> work, Taker taker)
      throws IOException {
    if (ranges.batchCount() == 0 || ranges.batchCount() < options.passesFrom()) {
      return 0;
    }
    if (!(work.part() instanceof Serializable)) {
      stays(work.part().getClass().getName() + " is not Serializable");
      return 0;
    }
    try {
      int workers = workers(ranges.count());
      return workers == 0 ? 0 : pass(PassWork.of(dataset, work), ranges.count(), workers, taker);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "full pass: interrupted (expected: to run to its end); run it again");
    }
  }

  private void stays(String why) {
    tell("full passes are done in the process of the node: " + why);
  }

  /** The same is not told twice. */
  private void tell(String message) {
    if (told.add(message)) {
      surroundings.progress().accept(message);
    }
  }

  /** How many workers may share a pass now; 0 if it is not to be sent. */
  private int workers(int ranges) throws InterruptedException {
    if (!options.kind().workersStartJobs()) {
      stays("workers of " + options.kind().lowerCase() + " start no jobs");
      return 0;
    }
    var cluster = options.flinkCluster();
    if (cluster.isEmpty()) {
      return Math.min(ranges, threads);
    }
    try {
      return Math.min(ranges, FlinkCluster.ask(cluster.get()).free());
    } catch (RunRefusedException e) {
      var found = e.explanation();
      stays(found.where() + ": " + found.value());
      return 0;
    }
  }

  private int pass(PassWork work, int ranges, int workers, Taker taker)
      throws IOException, InterruptedException {
    var folder = PassFolder.create(surroundings.temporary().get());
    try {
      folder.describe(work);
      var task = new PassTask(folder.path().toString(), surroundings.jars());
      var numbers = IntStream.range(0, ranges).boxed().toList();
      surroundings
          .log()
          .accept(
              "a full pass over "
                  + ranges
                  + " ranges of rows is a Beam job of "
                  + workers
                  + " workers");
      var job = submission.submit(task, numbers, options, workers);
      try {
        return new Following(folder, job, ranges, taker).follow();
      } finally {
        stop(job);
      }
    } catch (NotSerializableException e) {
      stays(e.getMessage() + " is not Serializable");
      return 0;
    } finally {
      folder.drop();
    }
  }

  /**
   * Stops a job that nobody waits for any more. Clusters refuse to cancel one that has just ended;
   * what the node has by now is as good, whatever becomes of the job.
   */
  private void stop(BeamJob job) {
    try {
      job.close();
    } catch (IOException | RuntimeException e) {
      surroundings.log().accept("the Beam job of a full pass was not canceled: " + e);
    }
  }

  /** Takes results as they come. */
  private final class Following {
    private final PassFolder folder;
    private final BeamJob job;
    private final int ranges;
    private final Taker taker;
    private int taken;
    private long submittedAt;

    Following(PassFolder folder, BeamJob job, int ranges, Taker taker) {
      this.folder = folder;
      this.job = job;
      this.ranges = ranges;
      this.taker = taker;
    }

    /** Returns how many were taken when all were, or no more will come. */
    int follow() throws IOException, InterruptedException {
      long glance = BUSY_GLANCE_MILLIS;
      boolean ended = false;
      while (!takeAll()) {
        var failure = folder.failure(taken);
        if (failure.isPresent()) {
          failed(failure.get());
          return taken;
        }
        if (ended) {
          goesOn("the Beam job ended (" + job.outcome() + ")");
          return taken;
        }
        if (waitsForAWorker()) {
          goesOn("the Beam job has not got a worker");
          return taken;
        }
        int before = taken;
        ended = job.await(glance);
        glance = taken > before ? BUSY_GLANCE_MILLIS : Math.min(IDLE_GLANCE_MILLIS, glance * 2);
      }
      job.await(END_MILLIS);
      return taken;
    }

    /**
     * What the work throws it throws again, at the same place, when the process of the node does
     * it; what else a worker met with does not matter there.
     */
    private void failed(String thrown) {
      surroundings
          .log()
          .accept(
              "a worker failed at range "
                  + taken
                  + " of "
                  + ranges
                  + " ("
                  + thrown
                  + "); it and the rest of the full pass are done in the process of the node");
    }

    private void goesOn(String why) {
      tell(
          why
              + " with "
              + taken
              + " of "
              + ranges
              + " ranges of rows done; the rest of the full pass is done in the process of the node. Workers have to see "
              + folder.path());
    }

    /** Takes what has come; true if nothing is missing any more. */
    private boolean takeAll() throws IOException {
      while (taken < ranges) {
        if (!folder.hasResult(taken)) {
          return false;
        }
        taker.take(folder.result(taken));
        Files.deleteIfExists(folder.result(taken));
        taken++;
      }
      return true;
    }

    /** Whether the job has long been waiting for a worker, whom others may never give back. */
    private boolean waitsForAWorker() {
      if (!job.isSubmitted() || folder.hasBegun()) {
        return false;
      }
      if (submittedAt == 0) {
        submittedAt = System.nanoTime();
      }
      return System.nanoTime() - submittedAt > submission.patience().toNanos();
    }
  }
}
