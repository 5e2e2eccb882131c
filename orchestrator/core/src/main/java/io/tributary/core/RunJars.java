package io.tributary.core;

import io.tributary.api.Explanation;
import io.tributary.api.digest.Sha256;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars with the classes of a run's pipeline, remembered with their digests, so that whoever
 * goes on with the run finds the same code. Of folders of classes only the path is remembered.
 */
public final class RunJars {
  private static final String FILE = "jars";
  private static final String FOLDER = "-";

  private RunJars() {}

  /** Remembers the jars of a run that is about to be started. */
  public static void remember(RunHome home, String runId, List<Path> jars) throws IOException {
    var file = file(home, runId);
    if (jars.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    var lines = new StringBuilder();
    for (var jar : jars) {
      lines.append(Files.isDirectory(jar) ? FOLDER : Sha256.of(jar));
      lines.append(' ').append(jar.toAbsolutePath()).append('\n');
    }
    Files.createDirectories(file.getParent());
    var whole = Files.writeString(Files.createTempFile(file.getParent(), FILE, ".new"), lines);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The jars that a run was started with.
   *
   * @throws RunRefusedException naming every jar that is missing or is not what it was
   */
  public static List<Path> recall(RunHome home, String runId) throws IOException {
    var file = file(home, runId);
    if (!Files.exists(file)) {
      return List.of();
    }
    var jars = new ArrayList<Path>();
    var problems = new ArrayList<String>();
    for (var line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      var jar = Path.of(line.substring(space + 1));
      jars.add(jar);
      if (!Files.exists(jar)) {
        problems.add(jar + " is missing");
      } else if (!line.startsWith(FOLDER)) {
        var digest = Sha256.of(jar);
        if (!line.startsWith(digest)) {
          problems.add(
              jar + " has the digest " + digest + " instead of " + line.substring(0, space));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new RunRefusedException(
          new Explanation(
              "run '" + runId + "' > jars",
              String.join("; ", problems),
              "the jars that the run was started with",
              "put them back, or name what is to be used instead with --jar"));
    }
    return jars;
  }

  /** Finds classes in {@code jars}, after {@code parent}. */
  public static ClassLoader classes(List<Path> jars, ClassLoader parent) {
    if (jars.isEmpty()) {
      return parent;
    }
    var urls = new ArrayList<URL>();
    for (var jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(jar + ": has no URL", e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), parent);
  }

  private static Path file(RunHome home, String runId) {
    return home.log(runId, FILE).resolveSibling(FILE);
  }
}
