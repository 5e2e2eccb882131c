package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Goes to a place and stays there until it is interrupted, unless a file exists.
 *
 * @param place unique per test
 */
public record Hang(String place, Path unless, Path trace) implements Component<Hang.Outputs> {
  /** Made if the file exists. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(run.output(Outputs::text), "done");
    if (!Files.exists(unless)) {
      Meeting.arrive(place);
      new CountDownLatch(1).await();
    }
  }
}
