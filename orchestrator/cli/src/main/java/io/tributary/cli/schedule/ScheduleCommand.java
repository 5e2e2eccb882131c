package io.tributary.cli.schedule;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import java.util.List;
import picocli.CommandLine;

public final class ScheduleCommand extends Command {
  public ScheduleCommand(Home home) {
    super("schedule", "Schedules of pipelines, which tributary server runs when they fall due.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    for (var command :
        List.of(
            new ScheduleAddCommand(home),
            new ScheduleListCommand(home),
            new ScheduleNextCommand(home),
            ScheduleChangeCommand.pause(home),
            ScheduleChangeCommand.resume(home),
            ScheduleChangeCommand.remove(home))) {
      spec()
          .addSubcommand(
              command.spec().name(), new CommandLine(command.spec(), Command.NO_REFLECTION));
    }
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
