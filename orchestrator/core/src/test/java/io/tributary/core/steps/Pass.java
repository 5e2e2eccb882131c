package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.util.Optional;

/** Does nothing, after another step or at once; makes an empty artifact. */
public record Pass(Optional<Channel<Text>> after) implements Component<Pass.Outputs> {
  /** An empty artifact. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) {}
}
