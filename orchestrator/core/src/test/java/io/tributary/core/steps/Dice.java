package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Path;
import java.util.Random;

/** Writes a random number. */
public record Dice(int sides, Path trace) implements Component<Dice.Outputs> {
  /** The number. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(run.output(Outputs::text), Integer.toString(new Random(run.seed()).nextInt(sides)));
  }
}
