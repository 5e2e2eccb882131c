package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import java.nio.file.Path;

/** Repeats a text as often as a run says. */
public record Repeat(Channel<Text> text, RuntimeParameter<Integer> times, Path trace)
    implements Component<Repeat.Outputs> {
  /** The repeated text. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(run.output(Outputs::text), Trace.read(run.input(text)).repeat(run.value(times)));
  }
}
