package io.tributary.cli.data;

import io.tributary.cli.command.Given;
import io.tributary.cli.output.Figures;
import io.tributary.components.message.MessageFile;
import io.tributary.components.schema.SchemaReader;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A schema that a command has made. */
final class SchemaOutput {
  private SchemaOutput() {}

  /** Writes it, if there is a file for it, else prints it. */
  static void write(Schema schema, Given<Path> file, PrintWriter out) throws IOException {
    if (file.find().isEmpty()) {
      Reports.lines(MessageFile.text(schema), out);
      return;
    }
    SchemaReader.writeFile(file.value(), schema);
    out.println(
        Figures.count(schema.getFeatureCount(), "feature")
            + ", "
            + Figures.count(schema.getStringDomainCount(), "domain")
            + " of texts");
    out.println("written  " + file.value());
    out.flush();
  }
}
