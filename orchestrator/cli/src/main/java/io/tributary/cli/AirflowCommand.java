package io.tributary.cli;

import picocli.CommandLine;

final class AirflowCommand extends Command {
  AirflowCommand(Home home) {
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
