package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Printable;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.core.RunHome;
import io.tributary.server.view.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

final class ModelTrialsCommand extends Command {
  private final Home home;
  private final Given<String> search =
      optionalParameter(
          "SEARCH",
          StoredRun.LATEST,
          "Id of a run, also of one that is under way or has died; id of an artifact of type"
              + " TunerResults, or its directory; or a directory that tributary model auto wrote"
              + " (default: ${DEFAULT-VALUE}, the newest run).");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  /** A search, and where it took place. */
  private record Found(String where, boolean isOver, Leaderboard leaderboard) {}

  ModelTrialsCommand(Home home) {
    super(
        "trials",
        "Lists the trials of a search for hyper-parameters, the best first, and what each of them"
            + " tried.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary model trials",
        "  tributary model trials 20261130-093001-4c1f --json",
        "  tributary model trials model");
  }

  @Override
  public Integer call() throws IOException {
    var found = found(search.value());
    if (json.value()) {
      JsonOutput.print(
          out(),
          found.stream()
              .map(
                  each -> {
                    var view = new LinkedHashMap<String, Object>();
                    view.put("search", each.where());
                    view.put("is_over", each.isOver());
                    view.putAll(each.leaderboard().json());
                    return view;
                  })
              .toList());
      return ExitCode.OK;
    }
    for (var each : found) {
      out().println(each.where() + (each.isOver() ? "" : ", which is not over"));
      each.leaderboard().table().lines().map(Printable::line).forEach(out()::println);
    }
    out().flush();
    return ExitCode.OK;
  }

  private List<Found> found(String given) throws IOException {
    var path = Path.of(given);
    if (Files.isRegularFile(path)) {
      throw new UsageException(
          "SEARCH " + given,
          "a file",
          "the id of a run or artifact, or a directory with " + Leaderboard.FILE,
          "name the directory");
    }
    if (Files.exists(path) || given.chars().allMatch(Character::isDigit)) {
      var files = ArtifactFiles.find(home, given, ArtifactFiles.Wanted.TUNER_RESULTS);
      var directory = files.single().toAbsolutePath().resolveSibling("");
      return List.of(new Found(files.name(), true, Leaderboard.read(directory)));
    }
    try (var opened = home.openExisting()) {
      return found(opened, StoredRun.read(opened, StoredRun.find(opened, given).id()));
    }
  }

  private static List<Found> found(RunHome opened, StoredRun run) throws IOException {
    var where = "run " + run.run().id() + " > ";
    var trials = new StoredTrials(opened, run.run().id()).byNode();
    var found = new ArrayList<Found>();
    for (var node : run.outputs().entrySet()) {
      for (var artifact : node.getValue()) {
        if (artifact.getType().equals(ArtifactFiles.Wanted.TUNER_RESULTS.type())) {
          trials.remove(node.getKey());
          found.add(
              new Found(
                  where + node.getKey(),
                  true,
                  Leaderboard.read(opened.artifacts().path(artifact.getUri()))));
        }
      }
    }
    trials.forEach((node, leaderboard) -> found.add(new Found(where + node, false, leaderboard)));
    if (found.isEmpty()) {
      throw new UsageException(
          "run " + run.run().id(),
          "no search, or none of whose trials has ended",
          "a run of a pipeline with a Tuner",
          "name another one; see: tributary runs");
    }
    return found;
  }
}
