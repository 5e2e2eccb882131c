package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Period;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Table;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
import io.tributary.server.TriggerWords;
import io.tributary.server.view.ScheduleView;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

final class ScheduleListCommand extends Command {
  private final Home home;
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ScheduleListCommand(Home home) {
    super("list", "Lists schedules, by name.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException {
    try (var opened = home.open()) {
      var schedules = new Schedules(opened.metadata(), opened.clock());
      if (json.value()) {
        JsonOutput.print(
            out(),
            schedules.all().stream()
                .map(schedule -> ScheduleView.of(schedule, schedules, opened.metadata()))
                .toList());
        return ExitCode.OK;
      }
      var table = new Table("SCHEDULE", "PIPELINE", "WHEN", "NEXT", "LAST");
      for (var schedule : schedules.all()) {
        table.row(
            schedule.name(),
            schedule.pipeline(),
            when(schedule),
            schedule.paused() ? "paused" : next(schedules, schedule).map(Table::time).orElse("-"),
            last(opened.metadata(), schedule).map(ScheduleListCommand::words).orElse("-"));
      }
      out().print(table.isEmpty() ? "no schedules" + System.lineSeparator() : table);
      out().flush();
      return ExitCode.OK;
    }
  }

  private static Optional<Instant> next(Schedules schedules, Schedule schedule) {
    return schedules.next(schedule, 1).stream().findFirst();
  }

  private static Optional<Tick> last(MetadataDatabase database, Schedule schedule) {
    return database.schedules().newest(schedule.name(), 1).stream().findFirst();
  }

  /** For example {@code 0 6 * * * Europe/Berlin}, {@code every 1h, span day-1}. */
  static String when(Schedule schedule) {
    return when(schedule.trigger())
        + schedule.spans().map(plan -> ", span " + TriggerWords.of(plan)).orElse("")
        + schedule
            .spans()
            .flatMap(SpanPlan::data)
            .map(data -> " of " + data.pattern() + ", late: " + late(data))
            .orElse("");
  }

  private static String when(Trigger trigger) {
    if (trigger instanceof Trigger.Cron cron) {
      return cron.expression() + " " + cron.zone();
    } else if (trigger instanceof Trigger.Every every) {
      return "every " + Period.text(every.period());
    } else if (trigger instanceof Trigger.OnSpan span) {
      return "on each span of " + span.pattern();
    } else if (trigger instanceof Trigger.OnArtifact artifact) {
      return "on each artifact of " + TriggerWords.of(artifact);
    }
    return "back-fill";
  }

  private static String late(SpanPlan.Data data) {
    var policy = data.late().name().toLowerCase(Locale.ROOT);
    return data.patience().isZero() ? policy : policy + ":" + Period.text(data.patience());
  }

  /** What became of a tick. */
  static String words(Tick tick) {
    var time = Table.time(tick.scheduled()) + (tick.span().isEmpty() ? "" : " span " + tick.span());
    if (tick.reason().isPresent()) {
      var since = tick.since().equals(tick.scheduled()) ? "" : Table.time(tick.since()) + " to ";
      return since + time + " SKIPPED, " + words(tick.reason().get());
    }
    return time
        + " "
        + tick.state()
        + (tick.message().isEmpty() ? "" : ", " + tick.message())
        + ", run "
        + tick.runId();
  }

  private static String words(SkipReason reason) {
    return switch (reason) {
      case OVERLAP -> "an earlier run had not ended";
      case CATCH_UP -> "missed";
      case PAUSED -> "paused";
      case REMOVED -> "removed";
      case LATE -> "its data was not there";
    };
  }
}
