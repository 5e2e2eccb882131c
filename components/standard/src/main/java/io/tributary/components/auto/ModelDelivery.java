package io.tributary.components.auto;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.Run;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.TunerResults;
import io.tributary.components.tuner.Leaderboard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * Copies a model, and the leaderboard of the search that found it, out of the store into a
 * directory, which appears whole or not at all. A directory that holds the very same already is
 * left as it is, so that a run that was killed afterwards can go on; any other is not touched.
 *
 * @param directory made with its parents
 */
public record ModelDelivery(
    Channel<Model> model, Channel<TunerResults> tunerResults, Path directory)
    implements Component<ModelDelivery.Outputs> {

  /** Nothing in the store. */
  public record Outputs() {}

  public ModelDelivery {
    requireNonNull(model, "model");
    requireNonNull(tunerResults, "tunerResults");
    requireNonNull(directory, "directory");
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var target = directory.toAbsolutePath().normalize();
    Files.createDirectories(target.resolveSibling(""));
    var beside = target.resolveSibling("." + target.getFileName() + "-" + run.runId());
    delete(beside);
    try {
      copy(run.input(model).path(), beside);
      Files.copy(
          run.input(tunerResults).path().resolve(Leaderboard.FILE),
          beside.resolve(Leaderboard.FILE));
      if (!Files.exists(target)) {
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      } else if (!holdsTheSame(target, beside)) {
        throw new ExecutionFailure(
            Code.FAILED_PRECONDITION,
            new Explanation(
                "node '" + run.nodeId() + "' > directory",
                directory + ", which exists and holds something else",
                "a directory that does not exist yet",
                "move it away, and resume the run"));
      }
    } finally {
      delete(beside);
    }
  }

  /** Copies what a component has made; what the store has added begins with a dot. */
  private static void copy(Path payload, Path target) throws IOException {
    for (var file : files(payload)) {
      Files.createDirectories(target.resolve(file).resolveSibling(""));
      Files.copy(payload.resolve(file), target.resolve(file));
    }
  }

  private static Set<Path> files(Path directory) throws IOException {
    try (var walked = Files.walk(directory)) {
      var files = new HashSet<Path>();
      for (var file : walked.filter(Files::isRegularFile).toList()) {
        var relative = directory.relativize(file);
        if (!relative.toString().startsWith(".")) {
          files.add(relative);
        }
      }
      return files;
    }
  }

  private static boolean holdsTheSame(Path one, Path other) throws IOException {
    if (!Files.isDirectory(one) || !files(one).equals(files(other))) {
      return false;
    }
    for (var file : files(one)) {
      if (Files.mismatch(one.resolve(file), other.resolve(file)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
