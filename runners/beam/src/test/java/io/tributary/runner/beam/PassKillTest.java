package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Rows;
import io.tributary.core.Layers;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import io.tributary.metadata.RunState;
import io.tributary.runner.local.LocalRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full pass that is a Beam job on a Flink cluster of processes, one of which is killed in the
 * middle of it, as kill -9 does: pass and run end with the result of an undisturbed run. A round
 * takes some minutes, so it is run on demand: {@code -Dtributary.kill.rounds=10}.
 */
@EnabledIfSystemProperty(
    named = "tributary.kill.rounds",
    matches = "[0-9]+",
    disabledReason = "takes minutes; run it with -Dtributary.kill.rounds=1")
class PassKillTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 1);
  private static final int BATCHES = 40;
  private static final int BATCH = 5;

  @TempDir Path parent;

  /** Some record batches. */
  record Make() implements Component<Make.Outputs> {
    record Outputs(Channel<Examples> rows) {}

    @Override
    public void run(Run<Outputs> run) throws IOException {
      try (var out = run.write(Outputs::rows, Rows.SCHEMA)) {
        for (long batch = 0; batch < BATCHES; batch++) {
          try (var rows = Rows.batch(batch * BATCH, (batch + 1) * BATCH, run.allocator())) {
            out.append(rows);
          }
        }
      }
    }
  }

  /** Writes down what a full pass has seen, to the last bit. */
  record Observe(Channel<Examples> rows, String place) implements Component<Observe.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) throws IOException {
      HeldTrace.atNode(place);
      var seen = run.engine().aggregate(run.dataset(rows), new HeldTrace(place));
      Files.writeString(
          run.output(Outputs::text).path().resolve("text.txt"),
          seen.rows() + " " + Double.doubleToLongBits(seen.sum()));
    }
  }

  private RunResult run(Runner runner, RunHome home, Path place, RunListener listener)
      throws InterruptedException {
    var p = Pipeline.named("observed");
    p.add(new Observe(p.add(new Make()).rows(), place.toString()));
    var request =
        RunRequest.of(Compiler.compile(p), PassKillTest.class.getClassLoader(), "run")
            .withParallelism(1);
    return runner.start(request, home, listener).await();
  }

  private Map<String, String> undisturbed() throws Exception {
    var place = Files.createDirectories(parent.resolve("undisturbed"));
    HeldTrace.go(place);
    try (var home = RunHome.open(parent.resolve("undisturbed-home"), Clock.systemUTC())) {
      return Layers.digests(run(new LocalRunner(), home, place, RunListener.SILENT));
    }
  }

  /** Says which process is to die, when it is known. */
  private interface Choice {
    Optional<Long> find(Path place) throws IOException;
  }

  /**
   * Runs on clusters of two processes, one of which dies.
   *
   * @param sign what whoever watches is told then
   */
  private void disturb(Choice victim, String sign) throws Exception {
    var expected = undisturbed();
    for (int round = 0; round < ROUNDS; round++) {
      var directory = Files.createDirectories(parent.resolve("round-" + round));
      var told = new CopyOnWriteArrayList<String>();
      try (var cluster = FlinkProcesses.start(directory.resolve("cluster"), 2, 2);
          var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
        var result = disturbed(victim, cluster, home, directory, told);

        assertThat(result.state()).as(result.message()).isEqualTo(RunState.COMPLETE);
        assertThat(Layers.digests(result)).isEqualTo(expected).hasSize(2);
        assertThat(Layers.completeExecutions(home)).isEqualTo(2);
        assertThat(home.artifacts().staged()).isEmpty();
        assertThat(told).anyMatch(line -> line.contains(sign));
      }
    }
  }

  private RunResult disturbed(
      Choice victim, FlinkProcesses cluster, RunHome home, Path place, List<String> told)
      throws Exception {
    var listener =
        new RunListener() {
          @Override
          public void nodeProgress(String node, String message) {
            told.add(message);
          }
        };
    var runner = new BeamRunner().configured(FlinkClusterTest.options(cluster.address()));
    var run = new FutureTask<>(() -> run(runner, home, place, listener));
    var thread = new Thread(run, "run");
    thread.setDaemon(true);
    thread.start();
    var dying = Optional.<Long>empty();
    while (dying.isEmpty()) {
      assertThat(run.isDone()).as("ended too early: %s", told).isFalse();
      LockSupport.parkNanos(10_000_000);
      dying = victim.find(place);
    }
    var killed = ProcessHandle.of(dying.get()).orElseThrow();
    assertThat(cluster.taskManagers()).contains(killed);
    killed.destroyForcibly();
    killed.onExit().get();
    HeldTrace.go(place);
    return run.get();
  }

  @Test
  void passWhoseWorkerIsKilledIsFinishedByTheProcessOfTheNode() throws Exception {
    disturb(
        place -> {
          var node = HeldTrace.node(place);
          return HeldTrace.workers(place).stream()
              .filter(worker -> !node.equals(Optional.of(worker)))
              .findFirst();
        },
        "the rest of the full pass is done in the process of the node");
  }

  @Test
  void passWhoseNodeIsKilledIsDoneAgainWhereTheNodeIsTakenUp() throws Exception {
    disturb(
        place -> HeldTrace.workers(place).isEmpty() ? Optional.empty() : HeldTrace.node(place),
        "the worker that was at it is gone; taken over");
  }
}
