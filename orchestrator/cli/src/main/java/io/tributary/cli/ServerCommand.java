package io.tributary.cli;

import io.tributary.core.RunHome;
import io.tributary.core.launcher.ProcessIdentity;
import io.tributary.server.Scheduler;
import io.tributary.server.Schedules;
import java.util.concurrent.CountDownLatch;

final class ServerCommand extends Command {
  private final Home home;

  ServerCommand(Home home) {
    super(
        "server",
        "Starts runs of schedules when they fall due, and works on back-fills, in this process, until it is interrupted. Several may work on one database: each time is run once.");
    this.home = home;
    footer(
        "",
        "Ctrl-C stops runs cleanly; the next server goes on with them. If a server dies, another one goes on with its runs: at once on the same machine, else after a minute.",
        "Servers on several machines need the home, and the data that schedules look for, at the same place.");
  }

  @Override
  public Integer call() throws InterruptedException {
    var closed = new CountDownLatch(1);
    try (var opened = home.open()) {
      new SchedulerWork(this, opened)
          .until(
              launch ->
                  new Scheduler(opened.metadata(), launch, ProcessIdentity.current().format()),
              () -> false,
              () -> greet(opened),
              closed);
      return ExitCode.OK;
    } finally {
      closed.countDown();
    }
  }

  private void greet(RunHome opened) {
    var known = new Schedules(opened.metadata(), opened.clock()).all().size();
    out().println("serving " + known + " schedules of " + opened.metadata().location());
    out().println("Ctrl-C stops it");
    out().flush();
  }
}
