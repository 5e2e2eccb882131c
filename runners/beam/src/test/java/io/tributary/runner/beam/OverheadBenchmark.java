package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Pass;
import io.tributary.core.steps.Text;
import io.tributary.metadata.RunState;
import io.tributary.runner.local.LocalRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node costs on Beam that does nothing, and the same in-process. Not part of the tests:
 * {@code ./mvnw test -pl runners/beam -am -Dtest='io.tributary.runner.beam.OverheadBenchmark'
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverheadBenchmark {
  private static final int NODES = 20;
  private static final int ROUNDS = 10;

  @TempDir Path directory;

  private int runs;

  @Test
  void onDirect() throws Exception {
    report("in-process", new LocalRunner());
    report("Beam Direct", new BeamRunner());
  }

  /** The first runs warm up. */
  private void report(String how, Runner runner) throws Exception {
    for (boolean chained : new boolean[] {true, false}) {
      double best = Double.MAX_VALUE;
      double last = 0;
      for (int round = 0; round < ROUNDS; round++) {
        last = perNode(runner, chained);
        best = Math.min(best, last);
      }
      System.out.printf(
          "%-12s %-9s %3d nodes  %8.2f ms per node, best of %d runs; the last %.2f%n",
          how, chained ? "chained" : "parallel", NODES, best, ROUNDS, last);
    }
  }

  private double perNode(Runner runner, boolean chained) throws Exception {
    var p = Pipeline.named("nothing");
    Optional<Channel<Text>> above = Optional.empty();
    for (int i = 0; i < NODES; i++) {
      var text = p.add(new Pass(above), NodeOptions.id("n" + i)).text();
      above = chained ? Optional.of(text) : above;
    }
    int run = runs++;
    var request =
        RunRequest.of(Compiler.compile(p), OverheadBenchmark.class.getClassLoader(), "run-" + run)
            .withoutCache();
    try (var home = RunHome.open(directory.resolve("home-" + run), Clock.systemUTC())) {
      long start = System.nanoTime();
      var result = runner.start(request, home, RunListener.SILENT).await();
      long took = System.nanoTime() - start;
      assertThat(result.state()).as(result.message()).isEqualTo(RunState.COMPLETE);
      return took / 1e6 / NODES;
    }
  }
}
