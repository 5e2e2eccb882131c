package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Path;

/** Writes a text. */
public record Write(String text, Path trace) implements Component<Write.Outputs> {
  /** The text. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(run.output(Outputs::text), text);
  }
}
