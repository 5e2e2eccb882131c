package io.tributary.cli.data;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.components.schema.SchemaInference;
import io.tributary.components.schema.SchemaReader;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Path;

/** Infers a schema; called {@code data schema} and {@code schema infer}. */
final class DataSchemaCommand extends Command {
  private final Home home;
  private final Given<String> statistics =
      parameter(0, "STATISTICS", String.class, ArtifactFiles.Wanted.STATISTICS.description());
  private final Given<Integer> maxDomain =
      option(
          "--max-domain",
          "N",
          Integer.class,
          "100",
          "Texts of up to so many different values get a domain that lists them (default: ${DEFAULT-VALUE}).");
  private final Given<Boolean> noShape =
      flag("--no-shape", "Say how many values an example has, instead of giving shapes.");
  private final Given<Path> update =
      option(
          "--update",
          "SCHEMA",
          Path.class,
          "Widen this schema until it accepts the data, instead of beginning with nothing.");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the schema: binary if it ends with .pb, as text otherwise. By default it is printed.");

  DataSchemaCommand(Home home, String name) {
    super(
        name,
        "Infers from statistics what data looks like: types, presence, shapes and domains. What is inferred is a draft: read it and correct it.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  ${COMMAND-FULL-NAME} stats.pb --out schema.pbtxt",
        "  ${COMMAND-FULL-NAME} today.pb --update schema.pbtxt --out schema.pbtxt");
  }

  @Override
  public Integer call() throws IOException {
    var inference = new SchemaInference(!noShape.value(), maxDomain.value());
    var found = ArtifactFiles.find(home, statistics.value(), ArtifactFiles.Wanted.STATISTICS);
    new Apart().writing("--out", file.find()).reading(found.bySplit().values()).check();
    var files = StatisticsFiles.read(found);
    var schema =
        update.find().isPresent()
            ? SchemaReader.readFile(update.value())
            : Schema.getDefaultInstance();
    boolean begun = update.find().isPresent();
    for (var split : files.bySplit().values()) {
      schema =
          begun
              ? inference.update(schema, split.getDatasets(0))
              : inference.infer(split.getDatasets(0));
      begun = true;
    }
    SchemaOutput.write(schema, file, out());
    return ExitCode.OK;
  }
}
