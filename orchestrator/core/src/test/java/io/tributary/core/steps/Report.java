package io.tributary.core.steps;

import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Path;

/** Leaves how the run went. */
public record Report(Path trace) implements Component<Report.Outputs> {
  /** Nothing. */
  public record Outputs() {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    var line = new StringBuilder(run.nodeId());
    for (var node : run.outcome().nodes()) {
      line.append(' ').append(node.node()).append('=').append(node.state());
    }
    Trace.leave(trace, line.toString());
  }
}
