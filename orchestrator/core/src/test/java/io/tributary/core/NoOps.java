package io.tributary.core;

import io.tributary.api.Channel;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Pass;
import io.tributary.core.steps.Text;
import io.tributary.metadata.RunState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a node costs that does nothing: registered, run and committed durably. Every run is a new
 * one in the same home.
 */
public final class NoOps implements AutoCloseable {
  private final RunHome home;
  private int runs;

  /** In a home that is made in {@code directory}. */
  public NoOps(Path directory) {
    this.home = RunHome.open(directory, Clock.systemUTC());
  }

  /**
   * The median of some runs, in milliseconds per node.
   *
   * @param chained whether each node is below the one before, or all can run at once
   */
  public double perNode(Runner runner, int nodes, boolean chained, int times) throws Exception {
    var took = new double[times];
    for (int i = 0; i < times; i++) {
      took[i] = run(runner, nodes, chained);
    }
    Arrays.sort(took);
    return took[times / 2];
  }

  private double run(Runner runner, int nodes, boolean chained) throws Exception {
    var p = Pipeline.named("nothing");
    Optional<Channel<Text>> above = Optional.empty();
    for (int i = 0; i < nodes; i++) {
      var text = p.add(new Pass(above), NodeOptions.id("n" + i)).text();
      above = chained ? Optional.of(text) : above;
    }
    var request =
        RunRequest.of(Compiler.compile(p), NoOps.class.getClassLoader(), "run-" + runs++)
            .withoutCache();
    long start = System.nanoTime();
    var result = runner.start(request, home, RunListener.SILENT).await();
    long end = System.nanoTime();
    if (result.state() != RunState.COMPLETE) {
      throw new AssertionError(result.message());
    }
    return (end - start) / 1e6 / nodes;
  }

  @Override
  public void close() {
    home.close();
  }
}
