package io.tributary.api.data;

import static java.util.Objects.requireNonNull;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   * @throws ExecutionFailure if the artifact has no such split
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
      } catch (NoSuchFileException e) {
        throw new ExecutionFailure(
            Code.NOT_FOUND,
            new Explanation(
                artifact + " > split '" + split + "'",
                "no such split",
                "one of " + splitsIn(artifact),
                "name a split that the artifact has"),
            e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Dataset(parts);
  }

  private static List<String> splitsIn(Path artifact) {
    try (var entries = Files.list(artifact)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("Split-"))
          .map(name -> name.substring("Split-".length()))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
