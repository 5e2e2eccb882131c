package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import org.apache.arrow.memory.ArrowBuf;

/** Keeps memory that it should release. */
public record Leak(boolean releases) implements Component<Leak.Outputs> {
  /** Nothing much. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    ArrowBuf buffer = run.allocator().buffer(64);
    if (releases) {
      buffer.close();
    }
    Trace.write(run.output(Outputs::text), "done");
  }
}
