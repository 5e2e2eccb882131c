package io.tributary.core.steps;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.tributary.api.InputArtifact;
import io.tributary.api.OutputArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file in which steps leave a line for every attempt they make. */
public final class Trace {
  private Trace() {}

  static void leave(Path trace, String line) throws IOException {
    Files.writeString(trace, line + "\n", CREATE, APPEND);
  }

  /** The lines left so far. */
  public static List<String> of(Path trace) throws IOException {
    return Files.exists(trace) ? Files.readAllLines(trace) : List.of();
  }

  static void write(OutputArtifact<Text> output, String text) throws IOException {
    Files.writeString(output.path().resolve("text.txt"), text);
    output.set(Text.LENGTH, (long) text.length());
  }

  static String read(InputArtifact<Text> input) throws IOException {
    return Files.readString(input.path().resolve("text.txt"));
  }
}
