package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Path;
import java.util.Optional;

/** Joins texts: one that is there, and perhaps another. */
public record Join(Channel<Text> left, Optional<Channel<Text>> right, Path trace)
    implements Component<Join.Outputs> {
  /** The joined text. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    var other = run.input(right);
    Trace.write(
        run.output(Outputs::text),
        Trace.read(run.input(left))
            + "+"
            + (other.isPresent() ? Trace.read(other.get()) : "nothing"));
  }
}
