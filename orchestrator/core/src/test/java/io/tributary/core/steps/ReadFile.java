package io.tributary.core.steps;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.digest.FileDigests;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file; its content is the external digest. */
public record ReadFile(Path file, Path trace) implements Component<ReadFile.Outputs> {
  /** The text. */
  public record Outputs(Channel<Text> text) {}

  @Override
  public void run(Run<Outputs> run) throws Exception {
    Trace.leave(trace, run.nodeId());
    Trace.write(run.output(Outputs::text), Files.readString(file));
  }

  @Override
  public String externalDigest(FileDigests files) throws Exception {
    return files.of(file);
  }
}
