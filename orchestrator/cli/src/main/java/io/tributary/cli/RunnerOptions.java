package io.tributary.cli;

import io.tributary.core.RunJars;
import io.tributary.core.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs a pipeline. The jars of Beam and its runners are many and slow: they lie in folders of
 * their own, which only a run that asks for them opens.
 */
final class RunnerOptions {
  private static final String BEAM = "beam";

  /** Beam's runners, and the folders of the distribution that have their jars. */
  private static final List<String> BEAM_RUNNERS = List.of("direct", "flink", "spark", "dataflow");

  private final Given<String> runner;
  private final Given<String> beamRunner;
  private final Given<String> flinkMaster;
  private final Given<Map<String, String>> beamOptions;

  /** Adds the options to {@code command}. */
  RunnerOptions(Command command) {
    runner =
        command.option(
            "--runner",
            "NAME",
            String.class,
            "local",
            "What runs the pipeline: local, process or beam (default: ${DEFAULT-VALUE}).");
    beamRunner =
        command.option(
            "--beam-runner",
            "NAME",
            String.class,
            "With --runner beam: direct, flink, spark or dataflow (default: direct).");
    flinkMaster =
        command.option(
            "--flink-master",
            "HOST:PORT",
            String.class,
            "With --beam-runner flink: the REST address of the JobManager (default: Flink in this process).");
    beamOptions =
        command.repeated(
            "--beam-option",
            "NAME=VALUE",
            Map.class,
            "With --runner beam: an option of Beam, such as parallelism=4; may be repeated.",
            String.class,
            String.class);
  }

  /** The runner that is asked for. */
  Runner runner() throws IOException {
    if (!runner.value().equals(BEAM)) {
      requireAbsent();
      return Runner.named(runner.value(), RunnerOptions.class.getClassLoader());
    }
    var options = new LinkedHashMap<>(beamOptions.find().orElse(Map.of()));
    var kind = beamRunner.find().orElse(BEAM_RUNNERS.get(0));
    options.put("runner", kind);
    flinkMaster.find().ifPresent(master -> options.put("flinkMaster", master));
    return Runner.named(BEAM, classes(kind)).configured(options);
  }

  private void requireAbsent() {
    var given = new ArrayList<String>();
    beamRunner.find().ifPresent(value -> given.add("--beam-runner " + value));
    flinkMaster.find().ifPresent(value -> given.add("--flink-master " + value));
    beamOptions.find().ifPresent(value -> given.add("--beam-option"));
    if (!given.isEmpty()) {
      throw new UsageException(
          String.join(", ", given),
          "with --runner " + runner.value(),
          "--runner beam",
          "add it, or leave these out");
    }
  }

  private static ClassLoader classes(String kind) throws IOException {
    if (!BEAM_RUNNERS.contains(kind)) {
      throw new UsageException(
          "--beam-runner",
          "'" + kind + "'",
          "one of " + String.join(", ", BEAM_RUNNERS),
          "choose one of these");
    }
    @Nullable String folders = System.getProperty("tributary.beam");
    if (folders == null) {
      return RunnerOptions.class.getClassLoader(); // it may be on the class path
    }
    var folder = Path.of(folders, kind);
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "--beam-runner " + kind,
          "no folder " + folder,
          "one with the jars of Beam and its runner",
          "run the tributary script of a checkout, which makes it");
    }
    try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
      var sorted = new ArrayList<Path>();
      jars.forEach(sorted::add);
      sorted.sort(null);
      return RunJars.classes(sorted, RunnerOptions.class.getClassLoader());
    }
  }
}
