package io.tributary.cli;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Does what most commands do, in a home that is thrown away: the launcher script records which
 * classes that loads.
 */
final class PrepareCommand extends Command {
  PrepareCommand() {
    super("prepare", "Loads the classes that most commands need; called by the launcher script.");
    spec().usageMessage().hidden(true);
  }

  @Override
  public Integer call() throws IOException {
    var home = Files.createTempDirectory("tributary-prepare");
    try {
      var at = List.of("--home", home.toString());
      perform(List.of("--help"), List.of());
      // Once to do the work, once to reuse it, once to choose among executions that could be
      // reused.
      for (int i = 0; i < 3; i++) {
        perform(List.of("run", "chicago-taxi"), at);
      }
      perform(List.of("runs"), at);
      perform(List.of("show"), at);
      perform(List.of("plan", "chicago-taxi"), List.of());
      describeData(home);
      return ExitCode.OK;
    } finally {
      delete(home);
    }
  }

  /** What commands on data without a pipeline do; needs the data of the examples. */
  private static void describeData(Path directory) {
    var folder = System.getProperty("tributary.examples", "pipelines/data");
    var trips = Path.of(folder, "chicago-taxi", "trips.csv");
    if (Files.isRegularFile(trips)) {
      var examples = directory.resolve("examples").toString();
      perform(List.of("data", "ingest", trips.toString(), "--out", examples), List.of());
      for (var source : List.of(trips.toString(), examples)) {
        var statistics = directory.resolve("statistics.pb").toString();
        perform(List.of("data", "statistics", source, "--out", statistics), List.of());
      }
    }
  }

  private static void perform(List<String> command, List<String> options) {
    var arguments = new ArrayList<>(command);
    arguments.addAll(options);
    var nowhere = new PrintWriter(Writer.nullWriter());
    int code = Tributary.execute(nowhere, nowhere, arguments.toArray(String[]::new));
    if (code != ExitCode.OK) {
      throw new UsageException(
          "prepare", "exit code " + code + " of " + command, "0", "run that command to see why");
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
