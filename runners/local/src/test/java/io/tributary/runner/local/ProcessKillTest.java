package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.Layers;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.metadata.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes in processes that die at random moments: the run ends as an undisturbed one, nothing is
 * doubled, nothing is left behind. More rounds with {@code -Dtributary.kill.rounds=100}.
 */
class ProcessKillTest {
  private static final int ROUNDS = Integer.getInteger("tributary.kill.rounds", 1);

  @TempDir Path parent;

  private static NodeProcess process(NodeTask task, long seed, AtomicInteger deaths) {
    var process = Conductor.node(task, seed);
    return new NodeProcess() {
      @Override
      public String await() throws InterruptedException {
        var end = process.await();
        if (end.startsWith("exit code 137")) {
          deaths.incrementAndGet();
        }
        return end;
      }

      @Override
      public void stop() {
        process.stop();
      }
    };
  }

  @Test
  void runWhoseProcessesDieEndsAsAnUndisturbedOne(TestReporter reporter) throws Exception {
    Map<String, String> undisturbed;
    try (var home = RunHome.open(parent.resolve("undisturbed"), Clock.systemUTC())) {
      Layers.run(new LocalRunner(), home, parent.resolve("trace"), RunListener.SILENT);
      undisturbed = Layers.digests(home);
    }
    assertThat(undisturbed).hasSize(Layers.NODES);
    var seeds = new AtomicLong(Long.getLong("tributary.kill.seed", 0));
    var deaths = new AtomicInteger();
    for (int round = 0; round < ROUNDS; round++) {
      try (var home = RunHome.open(parent.resolve("round-" + round), Clock.systemUTC())) {
        var runner = new ProcessRunner(task -> process(task, seeds.getAndIncrement(), deaths));
        var result = Layers.run(runner, home, parent.resolve("trace"), RunListener.SILENT);

        assertThat(result.state()).isEqualTo(RunState.COMPLETE);
        assertThat(Layers.digests(home)).isEqualTo(undisturbed);
        assertThat(home.metadata().runs().find(Layers.RUN).orElseThrow().state())
            .isEqualTo(RunState.COMPLETE);
        assertThat(home.artifacts().staged()).isEmpty();
        assertThat(Layers.completeExecutions(home)).isEqualTo(Layers.NODES);
      }
    }
    reporter.publishEntry("kills in " + ROUNDS + " rounds", "" + deaths.get());
    assertThat(deaths.get()).isGreaterThan(ROUNDS);
  }
}
