package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Path;

/** Keeps the first line of a text. */
public record FirstLine(Channel<Text> text, Path trace) implements Component<FirstLine.Outputs> {
  /** The line. */
  public record Outputs(Channel<Text> line) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(
        run.output(Outputs::line), Trace.read(run.input(text)).lines().findFirst().orElse(""));
  }
}
