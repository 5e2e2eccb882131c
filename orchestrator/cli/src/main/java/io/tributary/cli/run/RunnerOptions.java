package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.UsageException;
import io.tributary.core.Runner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What runs a pipeline. The jars of Beam and its runners are many: they lie in folders of their
 * own, and the launcher script adds one of these to the class path when it is asked for.
 */
public final class RunnerOptions {
  private static final String BEAM = "beam";

  /** Names of options that are not to be printed. */
  private static final Set<String> SECRETS = Set.of("password", "token");

  private final Given<String> runner;
  private final Given<String> beamRunner;
  private final Given<String> flinkMaster;
  private final Given<Map<String, String>> beamOptions;
  private final Given<Map<String, String>> runnerOptions;

  /** Adds the options to {@code command}. */
  public RunnerOptions(Command command) {
    runner =
        command.option(
            "--runner",
            "NAME",
            String.class,
            "local",
            "What runs the pipeline: local, process, airflow or beam (default: ${DEFAULT-VALUE}).");
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
    runnerOptions =
        command.repeated(
            "--runner-option",
            "NAME=VALUE",
            Map.class,
            "With --runner airflow: url, and dags, its folder of DAG files; user, program, parsing; may be repeated. Its password or token: TRIBUTARY_AIRFLOW_PASSWORD, TRIBUTARY_AIRFLOW_TOKEN.",
            String.class,
            String.class);
  }

  /** The runner that is asked for. */
  public Runner runner() {
    if (!runner.value().equals(BEAM)) {
      requireAbsent();
      var named = Runner.named(runner.value(), RunnerOptions.class.getClassLoader());
      return runnerOptions.find().map(named::configured).orElse(named);
    }
    var options = new LinkedHashMap<>(beamOptions.find().orElse(Map.of()));
    options.putAll(runnerOptions.find().orElse(Map.of()));
    beamRunner.find().ifPresent(kind -> options.put("runner", kind));
    flinkMaster.find().ifPresent(master -> options.put("flinkMaster", master));
    return Runner.named(BEAM, RunnerOptions.class.getClassLoader()).configured(options);
  }

  /** These options as they can be given again; empty for the default. */
  String again() {
    var text = new StringBuilder();
    if (runner.isGiven()) {
      append(text, "--runner", runner.value());
    }
    beamRunner.find().ifPresent(kind -> append(text, "--beam-runner", kind));
    flinkMaster.find().ifPresent(master -> append(text, "--flink-master", master));
    beamOptions
        .find()
        .orElse(Map.of())
        .forEach((name, value) -> append(text, "--beam-option", name + "=" + value));
    runnerOptions
        .find()
        .orElse(Map.of())
        .forEach(
            (name, value) ->
                append(
                    text,
                    "--runner-option",
                    name + "=" + (SECRETS.contains(name) ? "..." : value)));
    return text.toString();
  }

  private static void append(StringBuilder text, String option, String value) {
    text.append(' ').append(option).append(' ').append(ShellWord.of(value));
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
}
