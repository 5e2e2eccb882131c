package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.components.schema.SchemaDiff;
import io.tributary.components.schema.SchemaReader;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;

final class SchemaDiffCommand extends Command {
  private final Home home;
  private final Given<String> before =
      parameter(0, "SCHEMA", String.class, ArtifactFiles.Wanted.SCHEMA.description());
  private final Given<String> after =
      parameter(1, "CHANGED", String.class, "The schema to compare with it.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  SchemaDiffCommand(Home home) {
    super(
        "diff",
        "Shows in what two schemas differ, as far as it means something: the order of features and values does not. Exit code 0 if nowhere, 3 if they differ.");
    this.home = home;
    footer("", "For example:", "  tributary schema diff schema.pbtxt inferred.pbtxt");
  }

  @Override
  public Integer call() throws IOException {
    var diff = SchemaDiff.of(read(before.value()), read(after.value()));
    if (json.value()) {
      JsonOutput.print(out(), diff.json());
    } else {
      Reports.lines(diff.isEmpty() ? "no differences" : diff.text(), out());
    }
    return diff.isEmpty() ? ExitCode.OK : ExitCode.ANOMALIES;
  }

  private Schema read(String given) throws IOException {
    return SchemaReader.readFile(
        ArtifactFiles.find(home, given, ArtifactFiles.Wanted.SCHEMA).single());
  }
}
