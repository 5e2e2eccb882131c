package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.jar.RunJar;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.server.Audit;
import io.tributary.server.ScheduleSpec;
import io.tributary.server.Schedules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class ScheduleAddCommand extends Command {
  private final Home home;
  private final Given<String> name =
      parameter(
          0, "NAME", String.class, "Name of the schedule; the ids of its runs begin with it.");
  private final Given<String> pipeline =
      parameter(
          1,
          "PIPELINE",
          String.class,
          "Name of a pipeline that the class path announces, or a class that implements PipelineDefinition.");
  private final Given<String> cron =
      option(
          "--cron",
          "LINE",
          String.class,
          "Minute, hour, day of month, month, day of week, as cron of UNIX has them.");
  private final Given<String> zone =
      option(
          "--zone",
          "ZONE",
          String.class,
          "With --cron: whose wall clock it is about, such as Europe/Berlin (default: that of this machine).");
  private final Given<String> every =
      option("--every", "PERIOD", String.class, "Instead of --cron: such as 90s, 15m, 1h or 7d.");
  private final Given<CatchUp> catchUp =
      option(
          "--catch-up",
          "WHAT",
          CatchUp.class,
          "latest",
          "Of times that were missed because no server ran: all, latest or none is run (default: ${DEFAULT-VALUE}).");
  private final Given<Overlap> overlap =
      option(
          "--overlap",
          "WHAT",
          Overlap.class,
          "skip",
          "What falls due while a run of the schedule is under way: skip, queue or allow (default: ${DEFAULT-VALUE}).");
  private final Given<String> start =
      option(
          "--start",
          "TIME",
          String.class,
          "The first time may be then, such as 2026-01-01T00:00:00Z; in the past: since then times were missed (default: now).");
  private final Given<String> end =
      option("--end", "TIME", String.class, "Falls due only before then (default: never ends).");
  private final Given<List<Path>> jars =
      repeated(
          "--jar",
          "JAR",
          List.class,
          "Jar or folder with the classes of the pipeline; may be repeated. The home keeps a copy, which all runs have.",
          Path.class);
  private final Given<Map<String, String>> settings =
      repeated(
          "--set",
          "NAME=VALUE",
          Map.class,
          "A setting of the pipeline or a runtime parameter; may be repeated.",
          String.class,
          String.class);

  ScheduleAddCommand(Home home) {
    super("add", "Adds a schedule. tributary server starts a run each time it falls due.");
    this.home = home;
    footer(
        "",
        "A time that the wall clock leaves out when it is put forward falls due once, at the first moment after the gap; one that comes twice falls due once, the first time.",
        "Examples:",
        "  tributary schedule add nightly chicago-taxi --cron \"0 6 * * *\" --zone Europe/Berlin",
        "  tributary schedule add hourly com.example.MyPipeline --jar my.jar --every 1h --overlap queue");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var schedules = new Schedules(opened.metadata(), opened.clock());
      var schedule = described().at(opened.clock().instant());
      var given = jars.find().orElse(List.of());
      PipelineOptions.compile(Definitions.in(given), pipeline.value(), schedule.settings());
      var added = add(schedule, given, schedules, opened);
      out().println("schedule " + added.name() + ": " + ScheduleListCommand.when(added));
      out().println("next      " + ScheduleNextCommand.next(schedules, added));
      out().flush();
      return ExitCode.OK;
    }
  }

  private static Schedule add(
      Schedule schedule, List<Path> given, Schedules schedules, RunHome opened) throws IOException {
    try (var kept = RunJars.keep(opened, schedule.name(), given)) {
      var lines = kept.jars().stream().map(jar -> RunJar.format(List.of(jar))).toList();
      var added =
          new Audit(opened.metadata(), opened.clock(), Audit.user())
              .change(
                  "schedule.add",
                  schedule.name(),
                  "pipeline " + schedule.pipeline(),
                  () -> schedules.add(schedule.withJars(lines)));
      kept.retain();
      return added;
    }
  }

  private ScheduleSpec described() {
    if (cron.find().isPresent() == every.find().isPresent()) {
      throw new UsageException(
          "--cron, --every",
          cron.find().isPresent() ? "both" : "none",
          "one of the two",
          "say when the schedule falls due");
    }
    if (every.find().isPresent() && zone.find().isPresent()) {
      throw new UsageException("--zone", zone.value() + " with --every", "--cron", "leave it out");
    }
    return new ScheduleSpec(
        name.value(),
        pipeline.value(),
        cron.find(),
        cron.find().map(line -> zone().getId()),
        every.find().map(text -> Period.parse("--every", text)),
        Optional.of(catchUp.value()),
        Optional.of(overlap.value()),
        start.find().map(text -> time("--start", text)),
        end.find().map(text -> time("--end", text)),
        settings.find(),
        Optional.empty());
  }

  private ZoneId zone() {
    try {
      return zone.find().map(ZoneId::of).orElseGet(ZoneId::systemDefault);
    } catch (DateTimeException e) {
      throw new UsageException(
          "--zone", "'" + zone.value() + "'", "such as Europe/Berlin or UTC", "correct it");
    }
  }

  private static Instant time(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UsageException(
          option, "'" + text + "'", "such as 2026-01-01T00:00:00Z", "correct it");
    }
  }
}
