package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.run.RunnerOptions;
import io.tributary.server.Audit;
import java.io.IOException;

final class BackfillResumeCommand extends Command {
  private final Home home;
  private final Given<String> name = parameter(0, "NAME", String.class, "Name of the back-fill.");
  private final Given<Boolean> detach =
      flag("--detach", "Leave the work to servers, and do not wait.");

  private final RunnerOptions runner = new RunnerOptions(this);

  BackfillResumeCommand(Home home) {
    super(
        "resume",
        "Goes on with a back-fill that was canceled or interrupted, and tries again what has failed: its runs are resumed.");
    this.home = home;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return BackfillWork.in(
        home,
        this,
        runner,
        detach.value(),
        (opened, backfills) ->
            new Audit(opened.metadata(), opened.clock(), Audit.user())
                .change("backfill.resume", name.value(), "", () -> backfills.resume(name.value())));
  }
}
