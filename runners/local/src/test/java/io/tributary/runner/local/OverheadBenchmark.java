package io.tributary.runner.local;

import io.tributary.core.NoOps;
import io.tributary.core.Runner;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node costs that does nothing. Not part of the tests: {@code ./mvnw test -pl runners/local
 * -am -Dtest=OverheadBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverheadBenchmark {
  @TempDir Path directory;

  @Test
  void inProcess() throws Exception {
    var runner = new LocalRunner();
    try (var noOps = new NoOps(directory)) {
      report("in-process, first run", noOps, runner, 20, true, 1);
      noOps.perNode(runner, 20, true, 50);
      for (boolean chained : new boolean[] {true, false}) {
        var how = "in-process, " + order(chained);
        report(how, noOps, runner, 20, chained, 31);
        report(how, noOps, runner, 200, chained, 5);
        report(how, noOps, runner, 2_000, chained, 3);
      }
    }
  }

  @Test
  void inProcessesOfTheirOwn() throws Exception {
    var runner = new ProcessRunner(task -> Conductor.node(task, DyingNode.IMMORTAL));
    try (var noOps = new NoOps(directory)) {
      for (boolean chained : new boolean[] {true, false}) {
        report("a process per node, " + order(chained), noOps, runner, 20, chained, 1);
      }
    }
  }

  private static String order(boolean chained) {
    return chained ? "chained" : "parallel";
  }

  private static void report(
      String how, NoOps noOps, Runner runner, int nodes, boolean chained, int times)
      throws Exception {
    System.out.printf(
        "%-30s %5d nodes  %8.2f ms per node, median of %d%n",
        how, nodes, noOps.perNode(runner, nodes, chained, times), times);
  }
}
