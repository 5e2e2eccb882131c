package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.components.transform.FeatureDescription;
import java.io.IOException;

public final class FeaturesCommand extends Command {
  private final Home home;
  private final Given<String> artifact =
      parameter(
          0,
          "ARTIFACT",
          String.class,
          "Id of an artifact of type TransformGraph (see: tributary artifacts --type TransformGraph), its directory, or its transform.json.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public FeaturesCommand(Home home) {
    super("features", "Shows the features of a transform: expressions and fitted constants.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary artifacts --type TransformGraph",
        "  tributary features 5",
        "  tributary features 5 --json");
  }

  @Override
  public Integer call() throws IOException {
    var files = ArtifactFiles.find(home, artifact.value(), ArtifactFiles.Wanted.TRANSFORM);
    var features = FeatureDescription.read(files.single());
    if (json.value()) {
      JsonOutput.print(out(), features.stream().map(FeatureDescription::asMap).toList());
    } else {
      var table = new Table("FEATURE", "TYPE", "COLUMNS");
      for (var feature : features) {
        table.row(feature.name(), feature.type(), String.join(", ", feature.columns()));
      }
      out().print(table);
      features.forEach(this::print);
    }
    out().flush();
    return ExitCode.OK;
  }

  private void print(FeatureDescription feature) {
    out().println();
    out().println(Printable.line(feature.name() + " = " + feature.expression()));
    for (var fit : feature.fitted()) {
      out().println("  " + Printable.line(feature.inWords(fit)));
    }
  }
}
