package io.tributary.api.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrow files that hold rows of one schema, in order.
 *
 * @param parts the files, in the order of their rows; a dataset without rows still has one part,
 *     which carries the schema
 */
public record Dataset(List<Path> parts) {
  public Dataset {
    parts = List.copyOf(parts);
  }

  /**
   * The parts of some splits of an {@code Examples} artifact.
   *
   * @param artifact the artifact's directory
   * @param splits names, in the wanted order
   */
  public static Dataset of(Path artifact, List<String> splits) {
    requireNonNull(artifact, "artifact");
    var parts = new ArrayList<Path>();
    for (var split : splits) {
      try (var files = Files.list(artifact.resolve("Split-" + split))) {
        files
            .filter(file -> file.getFileName().toString().endsWith(".arrow"))
            .sorted()
            .forEach(parts::add);
      } catch (IOException e) {
        throw new UncheckedIOException(
            artifact
                + ": split '"
                + split
                + "' cannot be listed (expected: a directory Split-"
                + split
                + ")",
            e);
      }
    }
    return new Dataset(parts);
  }
}
