package io.tributary.cli.data;

import io.tributary.cli.command.CommandGroup;
import io.tributary.cli.home.Home;
import java.util.List;

/** The groups of commands that work on data without a pipeline. */
public final class DataCommands {
  private DataCommands() {}

  public static CommandGroup data(Home home) {
    return new CommandGroup(
            "data",
            "Works on data without a pipeline: reads it, describes it, infers its schema, validates and compares it.",
            List.of(
                new DataIngestCommand(),
                new DataStatisticsCommand(),
                new DataSchemaCommand(home, "schema"),
                new DataValidateCommand(home),
                new DataDiffCommand()))
        .withFooter(
            "",
            "From a file to a verdict:",
            "  tributary data statistics january.csv --out january.pb --html january.html",
            "  tributary data schema january.pb --out schema.pbtxt",
            "  tributary data statistics february.csv --out february.pb",
            "  tributary data validate february.pb --schema schema.pbtxt --previous january.pb");
  }

  public static CommandGroup schema(Home home) {
    return new CommandGroup(
            "schema",
            "Makes and compares schemas of data.",
            List.of(
                new DataSchemaCommand(home, "infer"),
                new SchemaDiffCommand(home),
                new SchemaMergeCommand(),
                new SchemaFreezeCommand(),
                new SchemaRecordCommand(home)))
        .withFooter(
            "",
            "From a draft to a contract:",
            "  tributary schema infer january.pb --out draft.pbtxt",
            "  tributary schema merge curated.pbtxt draft.pbtxt --out schema.pbtxt",
            "  tributary schema diff curated.pbtxt schema.pbtxt");
  }
}
