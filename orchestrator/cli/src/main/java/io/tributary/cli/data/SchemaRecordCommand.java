package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Printable;
import io.tributary.components.message.WholeFile;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.schema.SchemaRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class SchemaRecordCommand extends Command {
  private final Home home;
  private final Given<String> schema =
      parameter(0, "SCHEMA", String.class, ArtifactFiles.Wanted.SCHEMA.description());
  private final Given<String> name =
      required(
          "--class",
          "CLASS",
          String.class,
          "Full name of the record, such as org.example.TaxiTrip.");
  private final Given<Path> directory =
      option(
          "--out",
          "DIR",
          Path.class,
          "Folder of sources, such as src/main/java, into which to write it. By default it is printed.");

  SchemaRecordCommand(Home home) {
    super(
        "record",
        "Writes a Java record for the rows that a schema describes, which is read from record batches and appended to them.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary schema record schema.pbtxt --class org.example.TaxiTrip --out src/main/java");
  }

  @Override
  public Integer call() throws IOException {
    int dot = name.value().lastIndexOf('.');
    if (dot < 0) {
      throw new UsageException(
          "--class",
          name.value(),
          "the name of a class with its package",
          "write for instance org.example." + name.value());
    }
    var described =
        SchemaReader.readFile(
            ArtifactFiles.find(home, schema.value(), ArtifactFiles.Wanted.SCHEMA).single());
    SchemaReader.check(schema.value(), described);
    var source =
        SchemaRecord.generate(
            described, name.value().substring(0, dot), name.value().substring(dot + 1));
    source.notes().forEach(note -> err().println(Printable.line(note)));
    err().flush();
    if (directory.find().isEmpty()) {
      out().print(source.text());
    } else {
      var file = directory.value().resolve(source.path());
      Files.createDirectories(file.resolveSibling(""));
      WholeFile.write(file, source.text());
      out().println("written  " + file);
    }
    out().flush();
    return ExitCode.OK;
  }
}
