package io.tributary.cli;

import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.SkipReason;
import io.tributary.metadata.SpanPlan;
import io.tributary.metadata.Tick;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
import java.io.IOException;
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

  /** For example {@code 0 6 * * * Europe/Berlin}, {@code every 1h, span day-1}. */
  static String when(Schedule schedule) {
    return when(schedule.trigger())
        + schedule.spans().map(plan -> ", span " + which(plan)).orElse("")
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
      return "on each artifact of " + output(artifact);
    }
    return "back-fill";
  }

  private static String output(Trigger.OnArtifact artifact) {
    return artifact.pipeline() + "/" + artifact.node() + "." + artifact.output();
  }

  private static String which(SpanPlan plan) {
    var unit = plan.unit().name().toLowerCase(Locale.ROOT);
    return plan.back() == 0 ? unit : unit + "-" + plan.back();
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
    } else if (schedule.trigger() instanceof Trigger.OnSpan span) {
      json.put("onSpan", span.pattern());
      json.put("settle", span.settle().toString());
    } else if (schedule.trigger() instanceof Trigger.OnArtifact artifact) {
      json.put("onArtifact", output(artifact));
    }
    schedule.spans().ifPresent(plan -> put(plan, json));
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

  private static void put(SpanPlan plan, Map<String, Object> json) {
    json.put("span", which(plan));
    plan.data()
        .ifPresent(
            data -> {
              json.put("spanData", data.pattern());
              json.put("settle", data.settle().toString());
              json.put("late", late(data));
            });
  }

  static Map<String, Object> json(Tick tick) {
    var json = new LinkedHashMap<String, Object>();
    json.put("scheduled", tick.scheduled().toString());
    json.put("state", tick.state().name());
    if (!tick.span().isEmpty()) {
      json.put("span", tick.span());
    }
    if (!tick.cause().isEmpty()) {
      json.put("cause", tick.cause());
    }
    tick.reason().ifPresent(reason -> json.put("reason", reason.name()));
    if (!tick.runId().isEmpty()) {
      json.put("run", tick.runId());
    }
    json.put("message", tick.message());
    return json;
  }
}
