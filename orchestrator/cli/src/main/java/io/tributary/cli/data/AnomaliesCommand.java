package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.components.validator.AnomaliesReader;
import io.tributary.components.validator.AnomalyReport;
import java.io.IOException;
import java.util.ArrayList;

public final class AnomaliesCommand extends Command {
  private final Home home;
  private final Given<String> artifact =
      parameter(0, "ARTIFACT", String.class, ArtifactFiles.Wanted.ANOMALIES.description());
  private final Given<String> split =
      option("--split", "SPLIT", String.class, "Only this split; all of them if left out.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public AnomaliesCommand(Home home) {
    super(
        "anomalies",
        "Shows where data departs from its schema: what, where, how bad, and what would accept it. Exit code 3 if it does.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary artifacts --type ExampleAnomalies",
        "  tributary anomalies 4",
        "  tributary anomalies anomalies.pbtxt --json");
  }

  @Override
  public Integer call() throws IOException {
    var files =
        ArtifactFiles.find(home, artifact.value(), ArtifactFiles.Wanted.ANOMALIES)
            .only(split.find());
    var reports = new ArrayList<AnomalyReport>();
    for (var file : files.bySplit().entrySet()) {
      reports.add(
          AnomalyReport.of(files.name(file.getKey()), AnomaliesReader.readFile(file.getValue())));
    }
    return Reports.print(reports, json.value(), out());
  }
}
