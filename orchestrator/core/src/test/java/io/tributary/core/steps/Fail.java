package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fails in its first attempts, having written something, and then succeeds. */
public record Fail(int times, ExecutionFailure.Code code, Path trace)
    implements Component<Fail.Outputs> {
  /** What is written in the end. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Files.writeString(run.output(Outputs::text).path().resolve("attempt-" + run.attempt()), "");
    if (run.attempt() <= times) {
      throw new ExecutionFailure(
          code, new Explanation(run.nodeId(), "attempt " + run.attempt(), "luck", "try again"));
    }
    Trace.write(run.output(Outputs::text), "attempt " + run.attempt());
  }
}
