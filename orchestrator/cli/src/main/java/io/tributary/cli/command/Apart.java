package io.tributary.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a command writes apart from what it reads, and from what else it writes. */
public final class Apart {
  private final Map<String, Path> outputs = new LinkedHashMap<>();
  private final List<Path> inputs = new ArrayList<>();

  /** A file that may be written. */
  public Apart writing(String option, Optional<Path> file) {
    file.ifPresent(path -> outputs.put(option, path));
    return this;
  }

  /** Files that are read. */
  public Apart reading(Collection<Path> files) {
    inputs.addAll(files);
    return this;
  }

  /**
   * Makes sure of it, before anything is written.
   *
   * @throws UsageException if an output is an input, or is, or lies in, another output
   */
  public void check() throws IOException {
    for (var output : outputs.entrySet()) {
      for (var input : inputs) {
        if (Files.exists(output.getValue()) && Files.isSameFile(output.getValue(), input)) {
          throw refused(output, "which is read", "a file that the command does not read");
        }
      }
      for (var other : outputs.entrySet()) {
        if (!output.equals(other) && place(output).startsWith(place(other))) {
          throw refused(output, "where " + other.getKey() + " is written", "a place of its own");
        }
      }
    }
  }

  private static Path place(Map.Entry<String, Path> output) {
    return output.getValue().toAbsolutePath().normalize();
  }

  private static UsageException refused(
      Map.Entry<String, Path> output, String what, String expected) {
    return new UsageException(
        output.getKey(), output.getValue() + ", " + what, expected, "choose another one");
  }
}
