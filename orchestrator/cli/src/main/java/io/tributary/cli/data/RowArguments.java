package io.tributary.cli.data;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.LoadProgress;
import io.tributary.data.Batches;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;

/** The rows that a command looks at: those of a source, or of splits of examples. */
public final class RowArguments {
  private final Given<String> source;
  private final Given<String> split;
  private final SourceArguments reading;

  /**
   * Adds the options to {@code command}.
   *
   * @param index of the parameter that names the source
   */
  public RowArguments(Command command, int index) {
    source = command.parameter(index, "SRC", String.class, SourceArguments.SOURCE_OR_EXAMPLES);
    split =
        command.option(
            "--split",
            "SPLIT",
            String.class,
            "Of a directory with splits only this one; all of them together if left out.");
    reading = new SourceArguments(command);
  }

  /** As it was named. */
  String source() {
    return source.value();
  }

  public int threads() {
    return reading.threads();
  }

  /**
   * The rows. What is noteworthy is said.
   *
   * @param outputs what the command writes, which must not be what it reads
   */
  public Batches batches(
      Apart outputs, BufferAllocator allocator, LoadProgress progress, PrintWriter err)
      throws IOException {
    return reading.batches(
        Path.of(source.value()), split.find(), outputs, allocator, progress, err);
  }
}
