package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.Printable;
import io.tributary.components.schema.FeaturePaths;
import io.tributary.components.schema.SchemaMerge;
import io.tributary.components.schema.SchemaReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class SchemaMergeCommand extends Command {
  private final Given<Path> curated =
      parameter(
          0, "CURATED", Path.class, "The schema that people have read and corrected: it wins.");
  private final Given<Path> inferred =
      parameter(1, "INFERRED", Path.class, "A schema that may have more columns.");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the schema: binary if it ends with .pb, as text otherwise. By default it is printed.");

  SchemaMergeCommand() {
    super(
        "merge",
        "Adds to a curated schema the columns that only an inferred one has, with the tag 'inferred'; what is curated stays as it is.");
    footer(
        "",
        "For example:",
        "  tributary schema merge schema.pbtxt inferred.pbtxt --out schema.pbtxt");
  }

  @Override
  public Integer call() throws IOException {
    var merge =
        SchemaMerge.of(
            SchemaReader.readFile(curated.value()), SchemaReader.readFile(inferred.value()));
    merge.added().forEach(path -> tell("added      ", path));
    merge.completed().forEach(path -> tell("completed  ", path));
    err().flush();
    SchemaOutput.write(merge.schema(), file, out());
    return ExitCode.OK;
  }

  private void tell(String what, List<String> path) {
    err().println(what + Printable.line(FeaturePaths.serialize(path)));
  }
}
