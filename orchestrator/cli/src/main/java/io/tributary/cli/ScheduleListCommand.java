package io.tributary.cli;

import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
                .map(schedule -> json(schedule, schedules, opened.metadata()))
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

  /** For example {@code 0 6 * * * Europe/Berlin}, {@code every 1h}. */
  static String when(Schedule schedule) {
    return schedule.trigger() instanceof Trigger.Cron cron
        ? cron.expression() + " " + cron.zone()
        : "every " + period(((Trigger.Every) schedule.trigger()).period());
  }

  private static String period(Duration period) {
    long seconds = period.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    } else if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** What became of a tick. */
  static String words(Tick tick) {
    var time = Table.time(tick.scheduled());
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
    };
  }

  private static Map<String, Object> json(
      Schedule schedule, Schedules schedules, MetadataDatabase database) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", schedule.name());
    json.put("pipeline", schedule.pipeline());
    if (schedule.trigger() instanceof Trigger.Cron cron) {
      json.put("cron", cron.expression());
      json.put("zone", cron.zone().getId());
    } else if (schedule.trigger() instanceof Trigger.Every every) {
      json.put("every", every.period().toString());
      json.put("anchor", every.anchor().toString());
    }
    json.put("catchUp", schedule.catchUp().name().toLowerCase(Locale.ROOT));
    json.put("overlap", schedule.overlap().name().toLowerCase(Locale.ROOT));
    json.put("paused", schedule.paused());
    json.put("start", schedule.start().toString());
    schedule.end().ifPresent(end -> json.put("end", end.toString()));
    json.put("created", schedule.created().toString());
    json.put("settings", schedule.settings());
    json.put("jars", schedule.jars());
    next(schedules, schedule).ifPresent(next -> json.put("next", next.toString()));
    last(database, schedule).ifPresent(tick -> json.put("last", json(tick)));
    return json;
  }

  private static Map<String, Object> json(Tick tick) {
    var json = new LinkedHashMap<String, Object>();
    json.put("scheduled", tick.scheduled().toString());
    json.put("state", tick.state().name());
    tick.reason().ifPresent(reason -> json.put("reason", reason.name()));
    if (!tick.runId().isEmpty()) {
      json.put("run", tick.runId());
    }
    json.put("message", tick.message());
    return json;
  }
}
