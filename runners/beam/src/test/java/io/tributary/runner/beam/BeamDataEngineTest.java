package io.tributary.runner.beam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.data.Aggregation;
import io.tributary.api.data.Aggregations;
import io.tributary.api.data.BatchFunction;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.DataEngineContract;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.data.RowTrace;
import io.tributary.api.data.Rows;
import io.tributary.data.LocalDataEngine;
import io.tributary.runner.beam.BeamDataEngine.Submission;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on Beam's Direct runner, and what becomes of a pass that is not done there. */
class BeamDataEngineTest extends DataEngineContract {
  @TempDir Path directory;
  @TempDir Path scratch;

  private final BufferAllocator memory = new RootAllocator();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final List<String> expected = new ArrayList<>();

  @Override
  protected DataEngine open(BufferAllocator allocator, int threads) {
    return engine(allocator, threads, Submission.BEAM);
  }

  private DataEngine engine(BufferAllocator allocator, int threads, Submission submission) {
    return new BeamDataEngine(
        allocator,
        threads,
        BeamOptions.of(Map.of("passesFromBatches", "1")),
        surroundings(),
        submission);
  }

  private BeamDataEngine.Surroundings surroundings() {
    return new BeamDataEngine.Surroundings(
        () -> scratch,
        told::add,
        logged::add,
        List.of(),
        BeamDataEngineTest.class.getClassLoader());
  }

  /** A pass that is not done by Beam says so. */
  @AfterEach
  void nothingElseWasToldOrLeftBehind() throws IOException {
    memory.close();
    assertThat(told).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(told.get(i)).contains(expected.get(i));
    }
    // Workers that were late clear up behind themselves.
    for (long end = System.nanoTime() + SECONDS.toNanos(30); !isEmpty(scratch); ) {
      assertThat(System.nanoTime()).as("folders left in " + scratch).isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private Dataset fortyBatches() throws IOException {
    var sizes = new int[40];
    Arrays.fill(sizes, 5);
    return Rows.dataset(directory, memory, sizes);
  }

  private RowTrace.Result inThisProcess(Dataset dataset) throws IOException {
    return new LocalDataEngine(memory, 1).aggregate(dataset, new RowTrace());
  }

  @Test
  void resultsAreThoseOfTheLocalEngine() throws IOException {
    var dataset = fortyBatches();

    assertThat(open(memory, 3).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
    assertThat(mapped(open(memory, 3), dataset))
        .isEqualTo(mapped(new LocalDataEngine(memory, 1), dataset));
    assertThat(logged)
        .hasSize(2)
        .allMatch(
            line -> line.equals("a full pass over 20 ranges of rows is a Beam job of 3 workers"));
  }

  private byte[] mapped(DataEngine engine, Dataset dataset) throws IOException {
    var place = Files.createTempDirectory(directory, "mapped");
    try (var out = new ExamplesWriter(place, Sparse.SCHEMA, memory)) {
      engine.map(dataset, new Sparse(), out);
    }
    return Files.readAllBytes(place.resolve("part-00000.arrow"));
  }

  /** Texts and numbers of all rows but those of every fourth batch; every third value is null. */
  private record Sparse() implements BatchFunction, Serializable {
    static final Schema SCHEMA =
        new Schema(
            List.of(
                Field.nullable("text", new ArrowType.Utf8()),
                Field.nullable("number", new ArrowType.Int(64, true))));

    @Override
    public Schema outputSchema(Schema input) {
      return SCHEMA;
    }

    @Override
    public void apply(VectorSchemaRoot input, VectorSchemaRoot output) {
      var n = (BigIntVector) input.getVector("n");
      var text = (VarCharVector) output.getVector("text");
      var number = (BigIntVector) output.getVector("number");
      int rows = n.get(0) / 5 % 4 == 0 ? 0 : input.getRowCount();
      for (int r = 0; r < rows; r++) {
        long row = n.get(r);
        if (row % 3 == 0) {
          text.setNull(r);
          number.setNull(r);
        } else {
          text.setSafe(r, ("row " + row).getBytes(UTF_8));
          number.setSafe(r, row * row);
        }
      }
      output.setRowCount(rows);
    }
  }

  @Test
  void rangesThatAreDoneTwiceCountOnce() throws IOException {
    var dataset = fortyBatches();
    Submission twice =
        (task, ranges, options, workers) -> {
          var doubled = new ArrayList<>(ranges);
          doubled.addAll(ranges);
          return Submission.BEAM.submit(task, doubled, options, workers);
        };

    assertThat(engine(memory, 4, twice).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
    assertThat(mapped(engine(memory, 4, twice), dataset))
        .isEqualTo(mapped(new LocalDataEngine(memory, 1), dataset));
  }

  @Test
  void whatAJobLeavesUndoneIsDoneInTheProcessOfTheNode() throws IOException {
    var dataset = fortyBatches();
    Submission few =
        (task, ranges, options, workers) ->
            Submission.BEAM.submit(task, List.of(0, 1, 2, 7, 19), options, workers);
    expected.add("the Beam job ended (DONE) with 3 of 20 ranges of rows done");
    expected.add("the Beam job ended (DONE) with 3 of 20 ranges of rows done");

    assertThat(engine(memory, 2, few).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
    assertThat(mapped(engine(memory, 2, few), dataset))
        .isEqualTo(mapped(new LocalDataEngine(memory, 1), dataset));
  }

  @Test
  void aJobThatCannotWorkIsDoneInTheProcessOfTheNode() throws IOException {
    var dataset = fortyBatches();
    Submission elsewhere =
        (task, ranges, options, workers) ->
            Submission.BEAM.submit(
                new PassTask(directory.resolve("unseen").toString(), List.of()),
                ranges,
                options,
                workers);
    expected.add("Workers have to see " + scratch);

    assertThat(engine(memory, 2, elsewhere).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
  }

  private static final CountDownLatch NEVER_BEGINS = new CountDownLatch(1);

  /** Keeps a worker, and does nothing of the pass. */
  private static final class Waiting extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process() throws InterruptedException {
      NEVER_BEGINS.await();
    }
  }

  @Test
  void aJobThatGetsNoWorkerIsNotWaitedFor() throws IOException {
    var dataset = fortyBatches();
    var starving =
        new Submission() {
          @Override
          public Duration patience() {
            return Duration.ofMillis(10);
          }

          @Override
          public BeamJob submit(
              PassTask task, List<Integer> ranges, BeamOptions options, int workers) {
            var pipeline = Pipeline.create(options.pass(workers));
            pipeline.apply(Create.of(ranges)).apply(ParDo.of(new Waiting()));
            return BeamJob.submit(pipeline);
          }
        };
    expected.add("the Beam job has not got a worker with 0 of 20 ranges of rows done");

    assertThat(engine(memory, 2, starving).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
    NEVER_BEGINS.countDown();
  }

  @Test
  void aJobThatCannotBeCanceledDoesNotFailThePass() throws IOException {
    var dataset = fortyBatches();
    var job = new Uncancelable();
    var stubborn =
        new Submission() {
          @Override
          public Duration patience() {
            return Duration.ofMillis(10);
          }

          @Override
          public BeamJob submit(
              PassTask task, List<Integer> ranges, BeamOptions options, int workers) {
            return BeamJob.submit(
                new Pipeline(options.pass(workers)) {
                  @Override
                  public PipelineResult run() {
                    return job;
                  }
                });
          }
        };
    expected.add("the Beam job has not got a worker with 0 of 20 ranges of rows done");

    assertThat(engine(memory, 2, stubborn).aggregate(dataset, new RowTrace()))
        .isEqualTo(inThisProcess(dataset));
    assertThat(logged)
        .last(STRING)
        .contains("the Beam job of a full pass was not canceled")
        .contains("409 Conflict");
  }

  /** The job of a cluster that says it has ended only when it is to be canceled. */
  private static final class Uncancelable implements PipelineResult {
    private final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public State getState() {
      return State.RUNNING;
    }

    @Override
    public State cancel() {
      asked.countDown();
      throw new IllegalStateException("409 Conflict");
    }

    @Override
    public State waitUntilFinish(org.joda.time.Duration duration) {
      return waitUntilFinish();
    }

    @Override
    public State waitUntilFinish() {
      try {
        asked.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return State.DONE;
    }

    @Override
    public MetricResults metrics() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void anAggregationThatCannotBeSentIsDoneInTheProcessOfTheNodeWhichIsToldOnce()
      throws IOException {
    var dataset = fortyBatches();
    var engine = open(memory, 2);
    expected.add("process of the node: " + Kept.class.getName() + " is not Serializable");

    assertThat(engine.aggregate(dataset, new Kept())).isEqualTo(inThisProcess(dataset));
    assertThat(engine.aggregate(dataset, new Kept())).isEqualTo(inThisProcess(dataset));
    // Its part cannot be sent, although the whole says it could.
    engine.aggregate(dataset, Aggregations.all(List.of(new Kept())));
  }

  @Test
  void copiesThatWereSentAreClosed() throws Exception {
    var dataset = fortyBatches();

    open(memory, 4).aggregate(dataset, new Holding());

    assertThat(Holding.OPENED.get()).isPositive();
    Holding.OPEN.awaitAdvanceInterruptibly(Holding.OPEN.arriveAndDeregister(), 30, SECONDS);
    assertThat(Holding.CLOSED.get()).isEqualTo(Holding.OPENED.get());
  }

  @Test
  void aWorkerThatCannotBeginClosesWhatItHasOpened() throws IOException {
    var dataset = fortyBatches();
    var folder = PassFolder.create(scratch);
    folder.describe(PassWork.of(dataset, new PassWork.Aggregating<>(new Holding())));
    Files.delete(dataset.parts().get(0));
    int before = Holding.OPENED.get();

    assertThatThrownBy(() -> PassWorker.open(new PassTask(folder.path().toString(), List.of())))
        .hasMessageContaining("no such file");

    assertThat(Holding.OPENED.get()).isEqualTo(before + 1);
    assertThat(Holding.CLOSED.get()).isEqualTo(before + 1);
    folder.drop();
  }

  @Test
  void anInterruptedPassIsCalledOff() throws Exception {
    var dataset = fortyBatches();
    var pass =
        new FutureTask<>(
            () -> {
              assertThatThrownBy(() -> open(memory, 2).aggregate(dataset, new Endless()))
                  .isInstanceOf(InterruptedIOException.class)
                  .hasMessageContaining("full pass: interrupted");
              return Thread.currentThread().isInterrupted();
            });
    var thread = new Thread(pass);
    thread.start();
    assertThat(Endless.AT_WORK.await(30, SECONDS)).isTrue();

    thread.interrupt();

    assertThat(pass.get(30, SECONDS)).isTrue();
    Endless.GO_ON.countDown();
    assertThat(told).isEmpty();
  }

  @Test
  void whatAWorkerFailsAtIsDoneInTheProcessOfTheNode() throws IOException {
    var dataset = fortyBatches();

    assertThat(open(memory, 2).aggregate(dataset, new Weak())).isEqualTo(inThisProcess(dataset));
    assertThat(logged)
        .last(STRING)
        .contains("a worker failed at range 0 of 20", "OutOfMemoryException: of the worker")
        .contains("the rest of the full pass are done in the process of the node");
  }

  @Test
  void aFailureThatCannotBeSentKeepsItsMessage() throws IOException {
    var dataset = fortyBatches();

    assertThatThrownBy(() -> open(memory, 2).aggregate(dataset, new Broken()))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.USER_CODE))
        .hasMessageContaining("record batch 1 (of 5 rows)")
        .hasMessageContaining("broken")
        .hasRootCauseInstanceOf(Unsendable.class);
  }

  @Test
  void aWorkerThatIsLateDropsOnlyWhatItHasLeftItself() throws IOException {
    var folder = PassFolder.create(scratch);
    folder.leave(3, out -> out.write(3));
    folder.leave(4, out -> out.write(4));

    folder.dropLate(3);
    assertThat(folder.hasResult(3)).isFalse();
    assertThat(folder.hasResult(4)).isTrue();

    folder.dropLate(4);
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void aWorkerThatComesTooLateLeavesNothing() throws IOException {
    var folder = PassFolder.create(scratch);

    assertThat(folder.begin()).isFalse();

    assertThat(folder.path()).doesNotExist();
    assertThat(folder.begin()).isFalse();
  }

  @Test
  void aFileSystemInTroubleCallsNoPassOff() {
    var unreadable = new PassFolder(scratch.resolve("x".repeat(1_000)));
    var gone = new PassFolder(scratch.resolve("gone"));

    assertThat(unreadable.isCalledOff()).isFalse();
    assertThat(gone.isCalledOff()).isTrue();
  }

  @Test
  void smallPassesStayInTheProcessOfTheNode() throws IOException {
    var dataset = fortyBatches();
    for (var options : List.of(Map.<String, String>of(), Map.of("passesFromBatches", "41"))) {
      var engine =
          new BeamDataEngine(
              memory,
              2,
              BeamOptions.of(options),
              surroundings(),
              (task, ranges, given, workers) -> {
                throw new AssertionError("a job");
              });

      assertThat(engine.aggregate(dataset, new RowTrace())).isEqualTo(inThisProcess(dataset));
    }
  }

  @Test
  void fromHowManyBatchesPassesAreJobsIsAnOption() {
    assertThat(BeamOptions.of(Map.of()).passesFrom()).isEqualTo(1_000);
    assertThat(BeamOptions.of(Map.of("passesFromBatches", "7")).passesFrom()).isEqualTo(7);
    assertThat(BeamOptions.of(Map.of("passesFromBatches", "never")).passesFrom())
        .isEqualTo(Integer.MAX_VALUE);
    for (var wrong : List.of("0", "-1", "many", "")) {
      assertThatThrownBy(() -> BeamOptions.of(Map.of("passesFromBatches", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "option passesFromBatches: '" + wrong + "' (expected: a number of record batches");
    }
  }

  /** Forwards to an aggregation; subclasses change something. */
  private static class Forwarding implements Aggregation<RowTrace.Seen, RowTrace.Result> {
    private static final RowTrace TRACE = new RowTrace();

    Forwarding() {}

    @Override
    public RowTrace.Seen create(Schema schema) {
      return TRACE.create(schema);
    }

    @Override
    public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
      TRACE.add(seen, batch);
    }

    @Override
    public void merge(RowTrace.Seen seen, RowTrace.Seen later) {
      TRACE.merge(seen, later);
    }

    @Override
    public RowTrace.Result finish(RowTrace.Seen seen) {
      return TRACE.finish(seen);
    }

    @Override
    public void encode(RowTrace.Seen seen, DataOutput out) throws IOException {
      TRACE.encode(seen, out);
    }

    @Override
    public RowTrace.Seen decode(DataInput in) throws IOException {
      return TRACE.decode(in);
    }
  }

  /** Cannot be sent. */
  private static final class Kept extends Forwarding {}

  /** Holds something open where it arrives. */
  private static final class Holding extends Forwarding implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger OPENED = new AtomicInteger();
    static final AtomicInteger CLOSED = new AtomicInteger();

    /** Whose parties are the test and the copies that are open. */
    static final Phaser OPEN = new Phaser(1);

    private Object readResolve() {
      OPENED.incrementAndGet();
      OPEN.register();
      return this;
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
      OPEN.arriveAndDeregister();
    }
  }

  /** Says that it is at work, and goes on when it may. */
  private static final class Endless extends Forwarding implements Serializable {
    private static final long serialVersionUID = 1L;
    static final CountDownLatch AT_WORK = new CountDownLatch(1);
    static final CountDownLatch GO_ON = new CountDownLatch(1);

    @Override
    public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
      AT_WORK.countDown();
      try {
        GO_ON.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fails where it arrives, for want of memory. */
  private static final class Weak extends Forwarding implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient boolean hasArrived;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      hasArrived = true;
    }

    @Override
    public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
      if (hasArrived) {
        throw new OutOfMemoryException("of the worker");
      }
      super.add(seen, batch);
    }
  }

  /** Fails with what cannot be sent. */
  private static final class Broken extends Forwarding implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void add(RowTrace.Seen seen, VectorSchemaRoot batch) {
      throw new Unsendable();
    }
  }

  @SuppressWarnings("serial") // that is the point
  private static final class Unsendable extends RuntimeException {
    private final Object part = new Object();

    Unsendable() {
      super("broken");
    }

    @Override
    public String toString() {
      return "broken " + part.getClass().getSimpleName();
    }
  }
}
