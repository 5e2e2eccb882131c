package io.tributary.runner.beam;

import io.tributary.core.NoOps;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node costs on Beam that does nothing. Not part of the tests: {@code ./mvnw test -pl
 * runners/beam -am -Dtest='io.tributary.runner.beam.OverheadBenchmark'
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class OverheadBenchmark {
  private static final int NODES = 20;
  private static final int TIMES = 10;

  @TempDir Path directory;

  @Test
  void onDirect() throws Exception {
    var runner = new BeamRunner();
    try (var noOps = new NoOps(directory)) {
      noOps.perNode(runner, NODES, true, TIMES);
      for (boolean chained : new boolean[] {true, false}) {
        System.out.printf(
            "Beam Direct, %-9s %3d nodes  %8.2f ms per node, median of %d%n",
            chained ? "chained" : "parallel",
            NODES,
            noOps.perNode(runner, NODES, chained, TIMES),
            TIMES);
      }
    }
  }
}
