package io.tributary.cli;

import java.util.List;
import picocli.CommandLine;

final class ScheduleCommand extends Command {
  ScheduleCommand(Home home) {
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
