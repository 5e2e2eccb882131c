package io.tributary.components.examplegen;

import io.tributary.api.Channel;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.components.caution.Caution;
import io.tributary.components.caution.Caution.Kind;
import io.tributary.data.Batches;
import io.tributary.data.format.Sources;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.QuarantineWriter;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.SplitWriter;
import io.tributary.data.split.Splits;
import io.tributary.data.union.SchemaChanges;
import io.tributary.data.union.UnionBatches;
import io.tributary.data.union.UnionSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Reads files, and writes their rows as examples.
 *
 * @param examples the output for rows
 * @param quarantine the output for rows that cannot be read, if there is one
 */
record Ingestion<O extends Record>(
    Run<O> run,
    Function<O, Channel<Examples>> examples,
    Optional<Function<O, Channel<Examples>>> quarantine,
    Reading reading,
    Sampling sampling) {

  /** The rows of an input, each of whose parts has been looked at. */
  private record Table(String name, List<String> places, List<SourceTable> parts) {
    Batches batches(Schema schema) {
      return UnionBatches.of(schema, parts.stream().map(SourceTable::batches).toList());
    }
  }

  void ingest(InputFiles files, Optional<Splits> splits) throws IOException {
    var tables = open(files);
    var schema = schema(tables);
    var output = run.output(examples);
    var cautions = cautions(tables);
    if (!cautions.isEmpty()) {
      output.set(Caution.property(Examples.class), Caution.write(cautions));
    }
    output.set(Examples.SPAN, files.spans().map(ChosenSpans::span).orElse(0L));
    files
        .spans()
        .flatMap(ChosenSpans::version)
        .ifPresent(version -> output.set(Examples.VERSION, version));
    output.set(Examples.INPUT_FINGERPRINT, InputFiles.joined(digests(tables)));
    long badRows = sum(tables, SourceTable::badRows);
    if (badRows > 0) {
      output.set(Examples.BAD_ROWS, badRows);
    }
    long kept = 0;
    for (var table : tables) {
      var own =
          tables.size() == 1
              ? splits.orElseGet(SplitConfig::trainAndEval)
              : InputSplits.asGiven(table.name());
      kept += write(table.batches(schema), own);
    }
    run.progress(told(files, sum(tables, SourceTable::rows), schema, badRows, kept));
  }

  private static List<Caution> cautions(List<Table> tables) {
    return tables.stream()
        .flatMap(table -> table.parts().stream())
        .flatMap(part -> part.hints().stream())
        .map(hint -> new Caution(Kind.MISSING_VALUES, hint.toString()))
        .distinct()
        .toList();
  }

  private interface Count {
    long of(SourceTable table);
  }

  private static long sum(List<Table> tables, Count count) {
    return tables.stream().flatMap(table -> table.parts().stream()).mapToLong(count::of).sum();
  }

  private static List<String> digests(List<Table> tables) {
    return tables.stream()
        .flatMap(table -> table.parts().stream())
        .map(SourceTable::digest)
        .toList();
  }

  private List<Table> open(InputFiles files) throws IOException {
    if (reading.badRows().equals(BadRowBudget.NONE) || quarantine.isEmpty()) {
      return open(files, row -> {});
    }
    try (var bad =
        new QuarantineWriter(
            run.write(quarantine.get(), QuarantineWriter.SCHEMA), run.allocator())) {
      return open(files, bad);
    }
  }

  private List<Table> open(InputFiles files, Quarantine bad) throws IOException {
    var tables = new ArrayList<Table>();
    for (var split : files.splits()) {
      var parts =
          reading.schemaChanges() == SchemaChanges.WIDEN ? split.parts() : List.of(split.all());
      var places = new ArrayList<String>();
      var opened = new ArrayList<SourceTable>();
      for (var part : parts) {
        places.add(place(part));
        var table = Sources.open(part, reading.options(), bad);
        table.hints().forEach(hint -> run.log().info("{}", hint));
        opened.add(table);
      }
      tables.add(new Table(split.name(), places, opened));
    }
    return tables;
  }

  private static String place(SourceFiles files) {
    return files.files().size() == 1
        ? files.files().get(0).toString()
        : files.files().get(0) + " and others";
  }

  private Schema schema(List<Table> tables) {
    var union = new UnionSchema(reading.schemaChanges());
    for (var table : tables) {
      for (int p = 0; p < table.parts().size(); p++) {
        union.add(table.places().get(p), table.parts().get(p).schema());
      }
    }
    return union.schema();
  }

  /** Writes rows; returns how many are kept. */
  long write(Batches rows, Splits splits) throws IOException {
    return new SplitWriter(splits, sampling, run.seed(), Runtime.getRuntime().availableProcessors())
            .write(
                rows,
                split -> run.write(examples, split, rows.schema()),
                run.temporaryDirectory(),
                run.allocator())
            .values()
            .stream()
            .mapToLong(Long::longValue)
            .sum();
  }

  private static String told(InputFiles files, long rows, Schema schema, long badRows, long kept) {
    return files.spans().map(spans -> spans.told() + ": ").orElse("")
        + rows
        + " rows, "
        + schema.getFields().size()
        + " columns"
        + (kept < rows ? ", of which a sample of " + kept + " rows" : "")
        + (badRows > 0 ? "; " + badRows + " bad rows in quarantine" : "");
  }
}
