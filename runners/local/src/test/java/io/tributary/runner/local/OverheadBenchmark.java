package io.tributary.runner.local;

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
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node costs that does nothing: registered, run, its artifact published and committed
 * durably. Not part of the tests: {@code ./mvnw test -pl runners/local -am -Dtest=OverheadBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverheadBenchmark {
  @TempDir Path directory;

  private int runs;

  @Test
  void inProcess() throws Exception {
    var runner = new LocalRunner();
    for (int warmUp = 0; warmUp < 5; warmUp++) {
      perNode(runner, 20, true);
    }
    for (int nodes : new int[] {20, 200, 2_000}) {
      report("in-process, chained", nodes, perNode(runner, nodes, true));
      report("in-process, parallel", nodes, perNode(runner, nodes, false));
    }
  }

  @Test
  void inProcessesOfTheirOwn() throws Exception {
    var runner = new ProcessRunner(task -> Conductor.node(task, DyingNode.IMMORTAL));
    report("a process per node, chained", 20, perNode(runner, 20, true));
    report("a process per node, parallel", 20, perNode(runner, 20, false));
  }

  private double perNode(Runner runner, int nodes, boolean chained) throws Exception {
    var p = Pipeline.named("nothing");
    Optional<Channel<Text>> above = Optional.empty();
    for (int i = 0; i < nodes; i++) {
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
      return took / 1e6 / nodes;
    }
  }

  private static void report(String how, int nodes, double milliseconds) {
    System.out.printf("%-30s %5d nodes  %8.2f ms per node%n", how, nodes, milliseconds);
  }
}
