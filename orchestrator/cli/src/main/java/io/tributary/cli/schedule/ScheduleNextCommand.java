package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.metadata.Schedule;
import io.tributary.metadata.Trigger;
import io.tributary.server.Schedules;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

final class ScheduleNextCommand extends Command {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx VV");

  private final Home home;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the schedule.");
  private final Given<Integer> count =
      option("-n", "N", Integer.class, "5", "At most so many (default: ${DEFAULT-VALUE}).");

  ScheduleNextCommand(Home home) {
    super(
        "next",
        "Prints the next times at which a schedule falls due, in its zone, and what of it waits or is under way.");
    this.home = home;
  }

  @Override
  public Integer call() {
    try (var opened = home.open()) {
      var schedules = new Schedules(opened.metadata(), opened.clock());
      var schedule = schedules.find(name.value());
      for (var tick : opened.metadata().schedules().open()) {
        if (tick.schedule().equals(schedule.name())) {
          out().println(ScheduleListCommand.words(tick));
        }
      }
      if (!(schedule.trigger() instanceof Trigger.Timed)) {
        out().println(ScheduleListCommand.when(schedule));
      }
      for (var time : schedules.next(schedule, count.value())) {
        out().println(local(schedule, time));
      }
      if (schedule.paused()) {
        out().println("paused: nothing is run before tributary schedule resume " + schedule.name());
      }
      out().flush();
      return ExitCode.OK;
    }
  }

  /** When a schedule falls due next, in words. */
  static String next(Schedules schedules, Schedule schedule) {
    if (!(schedule.trigger() instanceof Trigger.Timed)) {
      return ScheduleListCommand.when(schedule);
    }
    return schedules.next(schedule, 1).stream()
        .findFirst()
        .map(time -> local(schedule, time))
        .orElse("never again; what it has missed is caught up as it says");
  }

  private static String local(Schedule schedule, Instant time) {
    var zone =
        schedule.trigger() instanceof Trigger.Cron cron ? cron.zone() : ZoneId.systemDefault();
    var span =
        schedule
            .spans()
            .map(
                plan ->
                    " span "
                        + plan.span(
                            time,
                            schedule.trigger() instanceof Trigger.Cron ? zone : ZoneOffset.UTC))
            .orElse("");
    return LOCAL.format(time.atZone(zone)) + span;
  }
}
