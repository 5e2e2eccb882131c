package io.tributary.cli;

import io.tributary.api.digest.Sha256;
import io.tributary.core.RunHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars with the classes of a run's pipeline, remembered with their digests, so that whoever
 * goes on with the run finds the same code. Of folders of classes only the path is remembered.
 */
final class RunJars {
  private static final String FILE = "jars";
  private static final String FOLDER = "-";

  private RunJars() {}

  static void remember(RunHome home, String runId, List<Path> jars) throws IOException {
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
   * @throws UsageException naming every jar that is missing or is not what it was
   */
  static List<Path> recall(RunHome home, String runId) throws IOException {
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
      throw new UsageException(
          "run '" + runId + "' > jars",
          String.join("; ", problems),
          "the jars that the run was started with",
          "put them back, or name what is to be used instead with --jar");
    }
    return jars;
  }

  private static Path file(RunHome home, String runId) {
    return home.log(runId, FILE).resolveSibling(FILE);
  }
}
