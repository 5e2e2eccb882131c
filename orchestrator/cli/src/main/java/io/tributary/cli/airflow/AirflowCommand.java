package io.tributary.cli.airflow;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.home.Home;
import picocli.CommandLine;

public final class AirflowCommand extends Command {
  public AirflowCommand(Home home) {
    super("airflow", "Hands pipelines over to Apache Airflow.");
    spec().usageMessage().synopsisSubcommandLabel("COMMAND");
    var export = new AirflowExportCommand(home);
    spec()
        .addSubcommand(export.spec().name(), new CommandLine(export.spec(), Command.NO_REFLECTION));
  }

  @Override
  public Integer call() {
    spec().commandLine().usage(out());
    return ExitCode.OK;
  }
}
