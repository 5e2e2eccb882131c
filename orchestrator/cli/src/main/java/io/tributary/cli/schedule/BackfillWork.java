package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.RunnerOptions;
import io.tributary.core.RunHome;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.metadata.TickState;
import io.tributary.server.Backfills;
import io.tributary.server.Backfills.Progress;
import io.tributary.server.Backfills.State;
import io.tributary.server.Scheduler;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A back-fill that this process works on, beside servers that may do so, too. */
final class BackfillWork {
  /** How many failures a summary tells. */
  private static final int FAILURES = 20;

  private BackfillWork() {}

  /** Begins a back-fill, or lets it go on. */
  interface Begin {
    Progress begin(RunHome home, Backfills backfills) throws IOException;
  }

  /**
   * Begins a back-fill and, unless it is left to servers, works on it until it is over.
   *
   * @param runner what runs its pieces here
   * @return the exit code
   */
  static int in(Home home, Command command, RunnerOptions runner, boolean detached, Begin begin)
      throws IOException, InterruptedException {
    var closed = new CountDownLatch(1);
    try (var opened = home.open();
        var telemetry = command.telemetry()) {
      var backfills = new Backfills(opened.metadata(), opened.clock());
      var begun = begin.begin(opened, backfills);
      var name = begun.backfill().name();
      command.out().println("back-fill " + name + ": " + words(begun));
      command.out().flush();
      if (detached) {
        command.out().println("servers work on it; tributary backfill show " + name);
        command.out().flush();
        return ExitCode.OK;
      }
      boolean stopped =
          new SchedulerWork(command, home, opened, runner.runner(), telemetry, tick -> {})
              .until(
                  launch ->
                      Scheduler.only(
                          name, opened.metadata(), launch, ProcessIdentity.current().format()),
                  () -> isOver(backfills.find(name)),
                  () -> {},
                  closed);
      var ended = backfills.find(name);
      summarize(command, backfills, ended);
      if (stopped || ended.state() == State.CANCELED) {
        return ExitCode.CANCELED;
      }
      return ended.state() == State.COMPLETE ? ExitCode.OK : ExitCode.FAILED;
    } finally {
      closed.countDown();
    }
  }

  private static boolean isOver(Progress progress) {
    long open =
        progress.counts().entrySet().stream()
            .filter(entry -> entry.getKey().open())
            .mapToLong(entry -> entry.getValue())
            .sum();
    return progress.state() == State.CANCELED ? open == 0 : progress.state() != State.RUNNING;
  }

  /** Prints how far a back-fill is, and what has failed. */
  static void summarize(Command command, Backfills backfills, Progress progress) {
    var name = progress.backfill().name();
    command.out().println("back-fill " + name + " " + progress.state() + ": " + words(progress));
    var failed = backfills.pieces(name, TickState.FAILED, FAILURES);
    for (var tick : failed) {
      command.out().println("  " + ScheduleListCommand.words(tick));
    }
    if (progress.count(TickState.FAILED) > failed.size()) {
      command.out().println("  and more");
    }
    if (progress.state() != State.COMPLETE) {
      command
          .out()
          .println("go on, and try again what has failed: tributary backfill resume " + name);
    }
    command.out().flush();
  }

  /** For example {@code spans 1 to 30 in 5 runs, 2 at a time: 3 complete, 1 failed, 1 left}. */
  static String words(Progress progress) {
    var trigger = progress.trigger();
    return "spans "
        + trigger.first()
        + " to "
        + trigger.last()
        + " in "
        + progress.pieces()
        + (progress.pieces() == 1 ? " run, " : " runs, ")
        + trigger.limit()
        + " at a time: "
        + progress.count(TickState.ENDED)
        + " complete, "
        + progress.count(TickState.FAILED)
        + " failed, "
        + progress.left()
        + " left";
  }
}
