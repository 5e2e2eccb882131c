package io.tributary.runner.airflow;

import static io.tributary.runner.airflow.PythonLiterals.datetime;
import static io.tributary.runner.airflow.PythonLiterals.list;
import static io.tributary.runner.airflow.PythonLiterals.seconds;
import static io.tributary.runner.airflow.PythonLiterals.string;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;

import io.tributary.api.Explanation;
import io.tributary.core.PipelineExport;
import io.tributary.core.PipelineExport.Timing;
import io.tributary.core.compiler.Scalars;
import io.tributary.metadata.Trigger;
import io.tributary.proto.pipeline.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of a DAG file. What does not depend on the pipeline is in the resource dag.py. */
final class DagFile {
  /** Tributary ends an attempt at its timeout; Airflow does only where that has not worked. */
  private static final Duration AFTER_TIMEOUT = Duration.ofMinutes(2);

  private static final Pattern POOL = Pattern.compile("[A-Za-z0-9_.-]{1,250}");

  private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

  private final PipelineExport export;

  DagFile(PipelineExport export) {
    this.export = export;
    requireValues();
    requirePools();
  }

  private void requirePools() {
    for (var pool : export.pools().values()) {
      if (!POOL.matcher(pool).matches()) {
        throw new IllegalArgumentException(
            new Explanation(
                    "DAG '" + export.id() + "' > pool",
                    "'" + pool + "'",
                    "letters, digits, '-', '_' and '.'",
                    "choose another: Airflow takes no other names")
                .toString());
      }
    }
  }

  /** Nobody is asked for values when a schedule falls due. */
  private void requireValues() {
    var missing =
        export.parameters().stream()
            .filter(parameter -> parameter.value().isEmpty() && !parameter.optional())
            .map(PipelineExport.Parameter::name)
            .toList();
    if (export.timing().isPresent() && !missing.isEmpty()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "DAG '" + export.id() + "' > parameters",
                  "no value for " + String.join(", ", missing) + ", but a schedule",
                  "a value for every parameter that every run needs",
                  "pass --set name=value for each, or leave the schedule out")
              .toString());
    }
  }

  String text() {
    // In one pass: what users have said is not looked through.
    return PLACE.matcher(template()).replaceAll(place -> quoteReplacement(part(place.group(1))));
  }

  private String part(String place) {
    return switch (place) {
      case "PIPELINE" -> export.pipeline().getId();
      case "TIMETABLE" -> isCron() ? CRON_IMPORT : "";
      case "CONSTANTS" -> constants();
      case "RUN_ID" -> export.call().arguments().isEmpty() ? RUN_OF_TRIBUTARY : RUN_OF_AIRFLOW;
      case "DAG" -> dag();
      case "TASKS" -> tasks();
      default -> throw new IllegalStateException("dag.py: @" + place + "@ is no place");
    };
  }

  private static final String CRON_IMPORT =
      """

      try:
          from airflow.sdk import CronTriggerTimetable
      except ImportError:
          from airflow.timetables.trigger import CronTriggerTimetable
      """;

  private static final String RUN_OF_AIRFLOW =
      """
      def run_id(context):
          \"""The run of Tributary: one for each run of Airflow, whichever of its tasks is retried or cleared.\"""
          run = context["run_id"]
          digest = hashlib.sha256(f"{DAG_ID}/{run}".encode()).hexdigest()[:16]
          return "airflow-" + re.sub("[^A-Za-z0-9._-]+", "-", run)[:70] + "-" + digest
      """;

  private static final String RUN_OF_TRIBUTARY =
      """
      def run_id(context):
          \"""The run of Tributary, which has named the run of Airflow after itself.\"""
          return re.fullmatch("tributary__(.+?)(~[0-9]+)?", context["run_id"]).group(1)
      """;

  private static String template() {
    try (var resource = DagFile.class.getResourceAsStream("dag.py")) {
      if (resource == null) {
        throw new IllegalStateException("resource dag.py: not in the jar of this class");
      }
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isCron() {
    return export.timing().filter(timing -> timing.trigger() instanceof Trigger.Cron).isPresent();
  }

  private String constants() {
    var call = export.call();
    var lines = new ArrayList<String>();
    lines.add("DAG_ID = " + string(export.id()));
    lines.add(variable("PROGRAM", call.program()));
    lines.add(variable("DIRECTORY", call.directory().toString()));
    lines.add(variable("HOME", call.home().toString()));
    lines.add(variable("METADATA", call.metadata().orElse("")));
    lines.add("ARGUMENTS = " + list(call.arguments()));
    lines.add("PARAMETERS = " + parameters());
    return String.join("\n", lines);
  }

  private static String variable(String name, String value) {
    return name + " = os.environ.get(\"TRIBUTARY_" + name + "\", " + string(value) + ")";
  }

  private String parameters() {
    return export.parameters().isEmpty()
        ? "{}"
        : export.parameters().stream()
            .map(
                parameter ->
                    "    "
                        + string(parameter.name())
                        + ": "
                        + DagParameter.python(parameter)
                        + ",\n")
            .collect(Collectors.joining("", "{\n", "}"));
  }

  private String dag() {
    var lines = new ArrayList<String>();
    lines.add("dag_id=DAG_ID");
    lines.add("description=" + string("Tributary pipeline " + export.pipeline().getId()));
    lines.add("schedule=" + export.timing().map(this::schedule).orElse("None"));
    export
        .timing()
        .ifPresent(
            timing -> {
              lines.add("start_date=" + datetime(timing.start()));
              // Airflow's end is the last time that may be, ours the first that may not.
              timing.end().ifPresent(end -> lines.add("end_date=" + datetime(end.minusSeconds(1))));
            });
    boolean catchUp = export.timing().filter(Timing::catchUp).isPresent();
    lines.add("catchup=" + (catchUp ? "True" : "False"));
    lines.add("max_active_runs=" + export.maxActiveRuns());
    lines.add("params=PARAMETERS");
    if (export.call().arguments().isEmpty()) {
      lines.add("is_paused_upon_creation=False");
    }
    lines.add("default_args={\"owner\": \"tributary\", \"retries\": 0}");
    lines.add("tags=[\"tributary\"]");
    return lines.stream().map(line -> "    " + line + ",").collect(Collectors.joining("\n"));
  }

  private String schedule(Timing timing) {
    if (timing.trigger() instanceof Trigger.Cron cron) {
      return "CronTriggerTimetable("
          + string(cron.expression())
          + ", timezone="
          + string(cron.zone().getId())
          + ")";
    }
    return seconds(((Trigger.Every) timing.trigger()).period());
  }

  private String tasks() {
    var text = new StringBuilder();
    var below = new HashSet<String>();
    var nodes = export.pipeline().getNodesList();
    nodes.stream()
        .filter(node -> !isExitHandler(node))
        .forEach(node -> below.addAll(node.getUpstreamList()));
    var last =
        nodes.stream()
            .filter(node -> !isExitHandler(node) && !below.contains(node.getId()))
            .map(Node::getId)
            .toList();
    for (var node : nodes) {
      text.append("    # ").append(node.getComponent()).append(when(node)).append('\n');
      text.append("    node(").append(String.join(", ", arguments(node, last))).append(")\n");
    }
    return text.toString();
  }

  private static boolean isExitHandler(Node node) {
    return node.getTrigger() == Node.Trigger.ALL_UPSTREAM_ENDED;
  }

  private static String when(Node node) {
    if (isExitHandler(node)) {
      return ", at the end, whatever happened";
    }
    return node.getConditionsCount() > 0 ? ", if its condition holds" : "";
  }

  private List<String> arguments(Node node, List<String> last) {
    var arguments = new ArrayList<String>();
    arguments.add(string(node.getId()));
    var after = new ArrayList<>(node.getUpstreamList());
    if (isExitHandler(node)) {
      last.stream().filter(id -> !after.contains(id)).forEach(after::add);
    }
    if (!after.isEmpty()) {
      arguments.add("after=" + list(after));
    }
    var options = node.getOptions();
    if (options.getMaxRetries() > 0) {
      arguments.add("retries=" + options.getMaxRetries());
      arguments.add("retry_delay=" + seconds(Scalars.fromProto(options.getRetryBackoff())));
      arguments.add("retry_exponential_backoff=True");
    }
    if (options.hasTimeout()) {
      var limit = Scalars.fromProto(options.getTimeout()).plus(AFTER_TIMEOUT);
      arguments.add("execution_timeout=" + seconds(limit));
    }
    var pool = export.pools().get(node.getId());
    if (pool != null) {
      arguments.add("pool=" + string(pool));
    }
    return arguments;
  }
}
