package io.tributary.core.jar;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A jar that a run was started with, as the run remembers it.
 *
 * @param digest SHA-256 of its content
 * @param uri where it is kept
 * @param given where it was found when the run was started: a jar, or a folder of classes, which is
 *     kept as a jar
 */
public record RunJar(String digest, URI uri, URI given) {
  public RunJar {
    requireNonNull(digest, "digest");
    requireNonNull(uri, "uri");
    requireNonNull(given, "given");
  }

  /** Jars as text, a line each. */
  public static String format(List<RunJar> jars) {
    return jars.stream()
        .map(jar -> jar.digest + " " + jar.uri + " " + jar.given)
        .collect(Collectors.joining("\n"));
  }

  /**
   * What {@link #format} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static List<RunJar> parse(String text) {
    return text.isEmpty() ? List.of() : text.lines().map(RunJar::parseLine).toList();
  }

  private static RunJar parseLine(String line) {
    var fields = line.split(" ", -1);
    if (fields.length != 3) {
      throw new IllegalArgumentException(
          "jar of a run: '"
              + line
              + "' (expected: digest, URI and URI); go on with the run with the version of Tributary that started it, or start a new run");
    }
    return new RunJar(fields[0], URI.create(fields[1]), URI.create(fields[2]));
  }

  /** The name that it was given under. */
  String name() {
    return String.valueOf(Path.of(given).getFileName());
  }
}
