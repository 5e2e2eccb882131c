package io.tributary.runner.beam;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Which of Beam's runners works, and how it is set up.
 *
 * @param kind the runner
 * @param given options of Beam by name, as the user has given them
 */
record BeamOptions(Kind kind, Map<String, String> given) {
  /** Names the runner: direct, flink, spark or dataflow. */
  static final String RUNNER = "runner";

  private static final String FLINK_MASTER = "flinkMaster";
  private static final String FILES_TO_STAGE = "filesToStage";
  private static final String EXECUTION_MODE = "executionModeForBatch";

  /** Jars that are in Flink's own lib folder. */
  private static final List<String> FLINKS_OWN = List.of("flink-", "kryo-", "log4j-", "slf4j-");

  /** Beam's runners. */
  enum Kind {
    DIRECT("DirectRunner", "org.apache.beam.runners.direct.DirectRunner"),
    FLINK("FlinkRunner", "org.apache.beam.runners.flink.FlinkRunner"),
    SPARK("SparkRunner", "org.apache.beam.runners.spark.SparkRunner"),
    DATAFLOW("DataflowRunner", "org.apache.beam.runners.dataflow.DataflowRunner");

    private final String beamName;
    private final String className;

    Kind(String beamName, String className) {
      this.beamName = beamName;
      this.className = className;
    }

    String lowerCase() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  BeamOptions {
    given = Map.copyOf(given);
  }

  static BeamOptions of(Map<String, String> options) {
    var given = new LinkedHashMap<>(options);
    var name = given.remove(RUNNER);
    var kind = name == null ? Kind.DIRECT : kind(name);
    requirePresent(kind);
    var made = new BeamOptions(kind, given);
    made.beam(1); // finds out what is wrong with them
    return made;
  }

  private static Kind kind(String name) {
    for (var kind : Kind.values()) {
      if (kind.lowerCase().equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        new Explanation(
                "Beam runner",
                "'" + name + "'",
                "one of "
                    + String.join(
                        ", ", List.of(Kind.values()).stream().map(Kind::lowerCase).toList()),
                "choose one of these")
            .toString());
  }

  private static void requirePresent(Kind kind) {
    try {
      Class.forName(kind.className, false, BeamOptions.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "Beam runner '" + kind.lowerCase() + "'",
                  "class " + kind.className + " is not found",
                  "its jars on the class path",
                  "run the tributary script of a checkout, which fetches them; or add beam-runners-"
                      + kind.lowerCase()
                      + " to the class path")
              .toString(),
          e);
    }
  }

  /** The JobManager of a Flink cluster; empty if Flink runs in this process. */
  Optional<String> flinkCluster() {
    return kind == Kind.FLINK
        ? Optional.ofNullable(given.get(FLINK_MASTER)).filter(master -> !master.startsWith("["))
        : Optional.empty();
  }

  /**
   * The same after a job has ended so, where other options may help; the user's own stay.
   *
   * @param failure what ended the job
   */
  BeamOptions after(String failure) {
    if (kind != Kind.FLINK
        || given.containsKey(EXECUTION_MODE)
        || !failure.contains("Insufficient number of network buffers")) {
      return this;
    }
    var changed = new LinkedHashMap<>(given);
    changed.put(EXECUTION_MODE, "PIPELINED");
    return new BeamOptions(kind, changed);
  }

  /**
   * Beam's own form of the options.
   *
   * @param parallelism how many nodes may run at a time
   * @throws IllegalArgumentException if Beam does not know one of them, or does not take its value
   */
  PipelineOptions beam(int parallelism) {
    var arguments = new LinkedHashMap<String, String>();
    arguments.put("runner", kind.beamName);
    switch (kind) {
      case DIRECT -> {
        arguments.put("targetParallelism", "" + Math.max(2, parallelism));
        // Steps pass names on, which nobody can change.
        arguments.put("enforceImmutability", "false");
        arguments.put("enforceEncodability", "false");
      }
      case FLINK -> {
        arguments.put(FLINK_MASTER, "[local]");
        if (flinkCluster().isPresent() && !given.containsKey(FILES_TO_STAGE)) {
          var classes = BeamOptions.class.getClassLoader();
          arguments.put(FILES_TO_STAGE, String.join(",", Staging.files(classes, FLINKS_OWN)));
        }
        arguments.put("parallelism", "" + parallelism);
        // Results between steps are kept: what died is repeated, and not everything.
        arguments.put(EXECUTION_MODE, "BATCH_FORCED");
        // A TaskManager that died is only missed after a while.
        arguments.put("numberOfExecutionRetries", "10");
        arguments.put("executionRetryDelay", "2000");
      }
      case SPARK -> arguments.put("sparkMaster", "local[" + Math.max(2, parallelism) + "]");
      case DATAFLOW -> {}
    }
    arguments.putAll(given);
    var list = new ArrayList<String>();
    arguments.forEach((name, value) -> list.add("--" + name + "=" + value));
    try {
      return PipelineOptionsFactory.fromArgs(list.toArray(String[]::new)).create();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          new Explanation(
                  "options of Beam runner '" + kind.lowerCase() + "'",
                  String.valueOf(e.getMessage()),
                  "options that Beam's " + kind.beamName + " has, with values it takes",
                  "correct --beam-option")
              .toString(),
          e);
    }
  }
}
