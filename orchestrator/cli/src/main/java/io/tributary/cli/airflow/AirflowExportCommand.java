package io.tributary.cli.airflow;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.Definitions;
import io.tributary.cli.run.PipelineOptions;
import io.tributary.cli.run.StartOptions;
import io.tributary.cli.schedule.ScheduleAddCommand;
import io.tributary.cli.schedule.TimerOptions;
import io.tributary.cli.schedule.TriggerOptions;
import io.tributary.core.PipelineExport;
import io.tributary.core.PipelineExporter;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.compiler.Scalars;
import io.tributary.core.compiler.StepLoader;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.proto.pipeline.Node;
import io.tributary.server.Schedules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

final class AirflowExportCommand extends Command {
  /** Before all that anybody wants to run, and the same every time. */
  private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");

  /** What Airflow takes as the id of a DAG. */
  private static final Pattern DAG_ID = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

  private final Home home;
  private final PipelineOptions pipeline = new PipelineOptions(this);
  private final StartOptions runs = new StartOptions(this);
  private final Given<Path> output =
      option(
          "-o",
          "--output",
          "FILE",
          Path.class,
          "The DAG file, which is replaced as a whole (default: standard output).");
  private final Given<String> dagId =
      option(
          "--dag-id",
          "ID",
          String.class,
          "What Airflow calls it (default: the name of the pipeline). Where several Airflows share a metadata database, each needs its own.");
  private final TimerOptions timer = new TimerOptions(this);
  private final Given<String> span =
      option(
          "--span",
          "WHICH",
          String.class,
          "With --cron or --every: the span that a time stands for, which the pipeline's parameter of type ScheduledSpan is, unless a run is given another: day, day-1, hour and so on, as with schedule add.");
  private final Given<String> schedule =
      option(
          "--schedule",
          "NAME",
          String.class,
          "Instead of all these, PIPELINE, --jar and --set: a stored schedule, which is not changed; pause it, or it runs twice.");
  private final Given<String> start =
      option(
          "--start",
          "TIME",
          String.class,
          "Falls due then or later, such as 2026-01-01T00:00:00Z (default: at any time).");
  private final Given<String> end =
      option("--end", "TIME", String.class, "Falls due only before then (default: never ends).");
  private final Given<Integer> maxActiveRuns =
      option(
          "--max-active-runs",
          "N",
          Integer.class,
          "How many runs may be under way at a time (default: 1).");
  private final Given<List<String>> pools =
      repeated(
          "--pool",
          "[NODE=]POOL",
          List.class,
          "Airflow's pool whose slots the tasks take, or the task of one node; it has to exist there. May be repeated.",
          String.class);
  private final Given<String> program =
      option(
          "--program",
          "PATH",
          String.class,
          "The tributary command on Airflow's workers (default: this one).");
  private final Given<Path> directory =
      option(
          "--directory",
          "DIR",
          Path.class,
          "Folder on Airflow's workers in which tasks run; relative paths of settings are meant from there (default: the current folder).");

  AirflowExportCommand(Home home) {
    super(
        "export",
        "Writes a pipeline as a DAG of Airflow, for 2.10 and later, and 3: one file that needs nothing but Airflow. Every task runs one node, with tributary node run.");
    this.home = home;
    footer(
        "",
        "Workers need the tributary command, and the home at the same place; --home and --metadata say where. On a worker the variables TRIBUTARY_PROGRAM, TRIBUTARY_DIRECTORY, TRIBUTARY_HOME and TRIBUTARY_METADATA go before what the file says.",
        "Airflow retries, as often as the nodes say. It shows as skipped what Tributary skips, and a run in which a node failed as failed. Settings and runtime parameters are parameters of the DAG.",
        "",
        "Examples:",
        "  tributary airflow export chicago-taxi -o ~/airflow/dags/chicago_taxi.py",
        "  tributary airflow export chicago-taxi --cron \"0 6 * * *\" --zone Europe/Berlin --pool Trainer=gpu");
  }

  /** What is to be exported, and when it falls due. */
  private record Source(
      String name,
      List<Path> jars,
      PipelineOptions.Compiled compiled,
      Optional<PipelineExport.Timing> timing,
      int maxActiveRuns) {}

  @Override
  public Integer call() throws IOException {
    runs.check();
    var exporter = PipelineExporter.named("airflow", AirflowExportCommand.class.getClassLoader());
    var source = schedule.isGiven() ? stored() : given();
    var text = exporter.export(export(source));
    if (output.find().isEmpty()) {
      out().print(text);
      out().flush();
    } else {
      write(text, output.value().toAbsolutePath());
      out().println("written  " + output.value());
      out().flush();
    }
    return ExitCode.OK;
  }

  /** Airflow may read the file at any moment. */
  private static void write(String text, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UsageException(
          "--output", file + ", a folder", "a file", "add the name of the file");
    }
    Files.createDirectories(file.resolveSibling(""));
    var beside = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private Source given() {
    var compiled = pipeline.compile();
    return new Source(
        pipeline.name(),
        pipeline.jars().stream().map(Path::toAbsolutePath).map(Path::normalize).toList(),
        compiled,
        timing(),
        maxActiveRuns.find().orElse(1));
  }

  private Optional<PipelineExport.Timing> timing() {
    var from = start.find().map(text -> ScheduleAddCommand.time("--start", text)).orElse(ALWAYS);
    var until = end.find().map(text -> ScheduleAddCommand.time("--end", text));
    if (!timer.isGiven()) {
      if (timer.zone().isGiven() || span.isGiven() || start.isGiven() || end.isGiven()) {
        throw new UsageException(
            "--zone, --span, --start, --end",
            "without --cron and --every",
            "one of these",
            "say when the pipeline falls due, or leave them out");
      }
      return Optional.empty();
    }
    var spans = span.find().map(text -> TriggerOptions.plan(text, Optional.empty()));
    var trigger = timer.trigger(from, true);
    var falling = Schedule.of("export", pipeline.name(), trigger, from, from);
    Schedules.requireTimes(until.map(falling::until).orElse(falling));
    return Optional.of(new PipelineExport.Timing(trigger, from, until, false, spans));
  }

  private Source stored() throws IOException {
    requireAlone();
    try (var opened = home.openExisting()) {
      var found = new Schedules(opened.metadata(), opened.clock()).find(schedule.value());
      var jars = jars(found, opened);
      var compiled =
          PipelineOptions.compile(Definitions.in(jars), found.pipeline(), found.settings());
      return new Source(
          found.pipeline(),
          jars,
          compiled,
          Optional.of(
              new PipelineExport.Timing(
                  timed(found),
                  found.start(),
                  found.end(),
                  found.catchUp() == CatchUp.ALL,
                  found.spans())),
          maxActiveRuns.find().orElse(found.overlap() == Overlap.ALLOW ? 16 : 1));
    }
  }

  /** Airflow knows the time, and neither files nor artifacts of Tributary. */
  private static Trigger.Timed timed(Schedule schedule) {
    if (schedule.trigger() instanceof Trigger.Timed timed) {
      return timed;
    }
    throw new UsageException(
        "--schedule " + schedule.name(),
        "a schedule that falls due upon events",
        "one by --cron or --every",
        "let tributary server run it");
  }

  private static List<Path> jars(Schedule schedule, RunHome opened) throws IOException {
    var jars = schedule.jars().stream().flatMap(line -> RunJar.parse(line).stream()).toList();
    return RunJars.find(opened, "schedule '" + schedule.name() + "'", jars);
  }

  private void requireAlone() {
    if (pipeline.isGiven() || !pipeline.jars().isEmpty()) {
      throw new UsageException(
          "--schedule " + schedule.value(),
          "with PIPELINE or --jar",
          "alone",
          "leave these out: the schedule knows its pipeline");
    }
    pipeline.requireNoSettings();
    for (var other : List.of(timer.cron(), timer.zone(), timer.every(), span, start, end)) {
      if (other.isGiven()) {
        throw new UsageException(
            "--schedule " + schedule.value(),
            "with " + other.argument().paramLabel() + " '" + other.value() + "'",
            "alone",
            "leave it out: the schedule knows when it falls due");
      }
    }
  }

  private PipelineExport export(Source source) {
    var compiled = source.compiled();
    var arguments = new ArrayList<>(List.of(source.name()));
    source.jars().forEach(jar -> arguments.addAll(List.of("--jar", jar.toString())));
    arguments.addAll(runs.again());
    var id = dagId.find().orElse(compiled.pipeline().getId());
    if (!DAG_ID.matcher(id).matches()) {
      throw new UsageException(
          "--dag-id",
          "'" + id + "'",
          "at most 200 letters, digits, '-', '_' or '.'",
          "choose another");
    }
    var call =
        new PipelineExport.Call(
            program.find().orElse(System.getProperty("tributary.launcher", "tributary")),
            directory.find().orElse(Path.of("")).toAbsolutePath().normalize(),
            home.directory().toAbsolutePath().normalize(),
            home.metadata(),
            arguments);
    return new PipelineExport(
        id,
        compiled.pipeline(),
        call,
        parameters(compiled),
        source.timing(),
        source.maxActiveRuns(),
        pools(compiled));
  }

  private static List<PipelineExport.Parameter> parameters(PipelineOptions.Compiled compiled) {
    var parameters = new ArrayList<>(Definitions.parameters(compiled.definition()));
    var declared = new StepLoader(compiled.pipeline(), compiled.classes()).runtimeParameters();
    for (var parameter : compiled.pipeline().getRuntimeParametersList()) {
      var declaration = declared.get(parameter.getName());
      if (declaration != null) {
        var value =
            Optional.ofNullable(compiled.parameters().get(parameter.getName()))
                .or(() -> declaration.defaultValue().map(Scalars::text));
        parameters.add(
            new PipelineExport.Parameter(parameter.getName(), declaration.type(), value, false));
      }
    }
    return parameters;
  }

  private Map<String, String> pools(PipelineOptions.Compiled compiled) {
    var byNode = new LinkedHashMap<String, String>();
    var all = compiled.pipeline().getNodesList().stream().map(Node::getId).toList();
    for (var text : pools.find().orElse(List.of())) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        all.forEach(node -> byNode.putIfAbsent(node, text));
      } else {
        byNode.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return byNode;
  }
}
