package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.PipelineOptions;
import io.tributary.core.launcher.ParameterCheck;
import io.tributary.metadata.CatchUp;
import io.tributary.metadata.Overlap;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.Audit;
import io.tributary.server.KeptSchedule;
import io.tributary.server.Schedules;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

public final class ScheduleAddCommand extends Command {
  /** As the REST API has it. */
  private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

  private final Home home;
  private final Given<String> name =
      parameter(
          0, "NAME", String.class, "Name of the schedule; the ids of its runs begin with it.");
  private final PipelineOptions pipeline =
      PipelineOptions.kept(
          this, parameter(1, "PIPELINE", String.class, PipelineOptions.DESCRIPTION + "."));
  private final TriggerOptions trigger = new TriggerOptions(this);
  private final Given<CatchUp> catchUp =
      option(
          "--catch-up",
          "WHAT",
          CatchUp.class,
          "Of times that were missed because no server ran: all, latest or none is run (default: latest). With --on-span and --on-artifact: of what is there already (default: none); what comes later is always run.");
  private final Given<Overlap> overlap =
      option(
          "--overlap",
          "WHAT",
          Overlap.class,
          "What falls due while a run of the schedule is under way, or waits for its data: skip, queue or allow (default: skip; of events: queue).");
  private final Given<String> start =
      option(
          "--start",
          "TIME",
          String.class,
          "The first time may be then, such as 2026-01-01T00:00:00Z; in the past: since then times were missed (default: now).");
  private final Given<String> end =
      option("--end", "TIME", String.class, "Falls due only before then (default: never ends).");

  ScheduleAddCommand(Home home) {
    super("add", "Adds a schedule. tributary server starts a run each time it falls due.");
    this.home = home;
    footer(
        "",
        "A time that the wall clock leaves out when it is put forward falls due once, at the first moment after the gap; one that comes twice falls due once, the first time.",
        "Examples:",
        "  tributary schedule add nightly chicago-taxi --cron \"0 6 * * *\" --zone Europe/Berlin",
        "  tributary schedule add hourly com.example.MyPipeline --jar my.jar --every 1h --overlap queue",
        "  tributary schedule add daily com.example.MyPipeline --jar my.jar --cron \"0 4 * * *\" --span day-1 \\",
        "    --span-data \"/data/{YYYY}/{MM}/{DD}/*.csv\" --late wait:6h",
        "  tributary schedule add arrivals com.example.MyPipeline --jar my.jar --on-span \"/data/{YYYY}/{MM}/{DD}/*.csv\"");
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var schedules = new Schedules(opened.metadata(), opened.clock());
      var schedule = schedule(opened.clock().instant());
      var compiled = pipeline.compile();
      boolean asks = schedule.spans().isPresent() || schedule.trigger() instanceof Trigger.OnSpan;
      // Whether the pipeline can be told a span; which one does not matter.
      ParameterCheck.require(
          compiled.pipeline(),
          compiled.classes(),
          SpanParameter.set(compiled.pipeline(), compiled.parameters(), asks ? "0" : ""));
      var audit = new Audit(opened.metadata(), opened.clock(), Audit.user());
      var added =
          KeptSchedule.store(
              opened,
              schedule,
              pipeline.jars(),
              kept ->
                  audit.<Schedule, RuntimeException>change(
                      "schedule.add",
                      kept.name(),
                      "pipeline " + kept.pipeline(),
                      () -> schedules.add(kept)));
      out().println("schedule " + added.name() + ": " + ScheduleListCommand.when(added));
      out().println("next      " + ScheduleNextCommand.next(schedules, added));
      out().flush();
      return ExitCode.OK;
    }
  }

  private Schedule schedule(Instant now) {
    if (start.isGiven() && trigger.isUponEvents()) {
      throw new UsageException(
          "--start",
          start.value() + ", of a schedule that falls due upon events",
          "--cron or --every",
          "leave it out: --catch-up says what becomes of what is there already");
    }
    var nextSecond = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    var from = start.find().map(text -> time("--start", text)).orElse(nextSecond);
    var schedule =
        Schedule.of(
                name.value(),
                pipeline.name(),
                trigger.trigger(from, start.find().isPresent()),
                from,
                now)
            .withSettings(pipeline.settings())
            .withPolicies(
                catchUp.find().orElse(trigger.isUponEvents() ? CatchUp.NONE : CatchUp.LATEST),
                trigger.overlap(overlap));
    var about = trigger.spans().map(schedule::about).orElse(schedule);
    return end.find().map(text -> about.until(time("--end", text))).orElse(about);
  }

  public static Instant time(String option, String text) {
    try {
      var time = Instant.parse(text);
      if (time.isBefore(Instant.EPOCH) || !time.isBefore(LATEST)) {
        throw new UsageException(
            option, "'" + text + "'", "a time from 1970 to 2999", "choose another");
      }
      return time;
    } catch (DateTimeException e) {
      throw new UsageException(
          option, "'" + text + "'", "such as 2026-01-01T00:00:00Z", "correct it");
    }
  }
}
