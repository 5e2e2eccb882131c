package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.server.Audit;
import io.tributary.server.Schedules;

/** Does one thing to one schedule. */
final class ScheduleChangeCommand extends Command {
  /** What is done. */
  private interface Change {
    void make(Schedules schedules, String name);
  }

  private final Home home;
  private final Change change;
  private final String action;
  private final String done;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the schedule.");

  private ScheduleChangeCommand(
      Home home, String command, String description, Change change, String done) {
    super(command, description);
    this.home = home;
    this.change = change;
    this.action = "schedule." + command;
    this.done = done;
  }

  static Command pause(Home home) {
    return new ScheduleChangeCommand(
        home,
        "pause",
        "Pauses a schedule: what falls due, or waits for its turn, is skipped. Runs under way go on.",
        Schedules::pause,
        "paused");
  }

  static Command resume(Home home) {
    return new ScheduleChangeCommand(
        home,
        "resume",
        "Lets a paused schedule go on with the next time that is to come.",
        Schedules::resume,
        "resumed");
  }

  static Command remove(Home home) {
    return new ScheduleChangeCommand(
        home, "remove", "Removes a schedule. Runs under way go on.", Schedules::remove, "removed");
  }

  @Override
  public Integer call() {
    try (var opened = home.open()) {
      var schedules = new Schedules(opened.metadata(), opened.clock());
      new Audit(opened.metadata(), opened.clock(), Audit.user())
          .change(
              action,
              name.value(),
              "",
              () -> {
                change.make(schedules, name.value());
                return name.value();
              });
      out().println("schedule " + name.value() + " " + done);
      out().flush();
      return ExitCode.OK;
    }
  }
}
