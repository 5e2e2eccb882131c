package io.tributary.runner.beam;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which of Beam's runners works, and how it is set up.
 *
 * @param kind the runner
 * @param given options of Beam by name, as the user has given them, and {@link #PASSES_FROM}
 */
record BeamOptions(Kind kind, Map<String, String> given) implements Serializable {
  /** Names the runner: direct, flink, spark or dataflow. */
  static final String RUNNER = "runner";

  /**
   * How many record batches a full pass has to be over, to be a job of its own; {@value #NEVER} for
   * none to be one.
   */
  static final String PASSES_FROM = "passesFromBatches";

  /** A job takes seconds to start, in which a process gets through some hundred batches. */
  static final int DEFAULT_PASSES_FROM = 1_000;

  private static final String NEVER = "never";

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

    /** Whether a step can start a job: Spark's are started by its driver only. */
    boolean workersStartJobs() {
      return this == DIRECT || this == FLINK;
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
    // finds out what is wrong with them
    made.beam(1);
    made.passesFrom();
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

  /** How many record batches a full pass has to be over, to be a job of its own. */
  int passesFrom() {
    var value = given.get(PASSES_FROM);
    if (value == null) {
      return DEFAULT_PASSES_FROM;
    }
    if (value.equals(NEVER)) {
      return Integer.MAX_VALUE;
    }
    try {
      int batches = Integer.parseInt(value);
      if (batches > 0) {
        return batches;
      }
    } catch (NumberFormatException e) {
      throw notANumberOfBatches(value, e);
    }
    throw notANumberOfBatches(value, null);
  }

  private static IllegalArgumentException notANumberOfBatches(
      String value, @Nullable NumberFormatException cause) {
    return new IllegalArgumentException(
        new Explanation(
                "option " + PASSES_FROM,
                "'" + value + "'",
                "a number of record batches, 1 or more, or '" + NEVER + "'",
                "leave it out for " + DEFAULT_PASSES_FROM)
            .toString(),
        cause);
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
    return parse(arguments);
  }

  /**
   * Beam's own form of the options for a full pass, which is a job that can be canceled, and that
   * is not tried again when it fails.
   *
   * @param workers how many are to share it; there is room for as many
   */
  PipelineOptions pass(int workers) {
    var arguments = new LinkedHashMap<>(given);
    arguments.put("runner", kind.beamName);
    switch (kind) {
      case DIRECT -> {
        arguments.put("targetParallelism", "" + Math.max(2, workers));
        arguments.put("enforceImmutability", "false");
        arguments.put("enforceEncodability", "false");
        arguments.put("blockOnRun", "false");
      }
      case FLINK -> {
        arguments.putIfAbsent(FLINK_MASTER, "[local]");
        arguments.put("parallelism", "" + workers);
        arguments.putIfAbsent(EXECUTION_MODE, "BATCH_FORCED");
        arguments.put("numberOfExecutionRetries", "0");
        arguments.put("attachedMode", "false");
        arguments.put("jobCheckIntervalInSecs", "1");
        if (flinkCluster().isPresent()) {
          var classes = BeamOptions.class.getClassLoader();
          var staged = Staging.received(classes);
          if (!staged.isEmpty()) {
            arguments.put(FILES_TO_STAGE, String.join(",", staged));
          } else if (!given.containsKey(FILES_TO_STAGE)) {
            arguments.put(FILES_TO_STAGE, String.join(",", Staging.files(classes, FLINKS_OWN)));
          }
        }
      }
      case SPARK, DATAFLOW ->
          throw new IllegalStateException(kind + ": lets no worker start a job");
    }
    return parse(arguments);
  }

  private PipelineOptions parse(Map<String, String> arguments) {
    var list = new ArrayList<String>();
    arguments.forEach(
        (name, value) -> {
          if (!name.equals(PASSES_FROM)) {
            list.add("--" + name + "=" + value);
          }
        });
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
