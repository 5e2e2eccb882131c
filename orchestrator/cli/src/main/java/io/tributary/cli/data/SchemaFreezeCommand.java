package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.components.schema.FrozenSchema;
import io.tributary.components.schema.SchemaReader;
import java.io.IOException;
import java.nio.file.Path;

final class SchemaFreezeCommand extends Command {
  private final Given<Path> schema =
      parameter(0, "SCHEMA", Path.class, "A schema in a .pb or .pbtxt file.");
  private final Given<Boolean> thaw = flag("--thaw", "Allow changes again.");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the schema: binary if it ends with .pb, as text otherwise. By default it is printed.");

  SchemaFreezeCommand() {
    super(
        "freeze",
        "Makes everything in a schema explicit and pins it by its digest: whoever infers refuses to change it, and an edited copy is refused.");
    footer(
        "",
        "For example:",
        "  tributary schema freeze schema.pbtxt --out schema.pbtxt",
        "  tributary schema freeze schema.pbtxt --thaw --out schema.pbtxt");
  }

  @Override
  public Integer call() throws IOException {
    var read = SchemaReader.readFile(schema.value());
    if (!thaw.value()) {
      SchemaReader.check(schema.value().toString(), read);
    }
    SchemaOutput.write(
        thaw.value() ? FrozenSchema.thaw(read) : FrozenSchema.freeze(read), file, out());
    return ExitCode.OK;
  }
}
