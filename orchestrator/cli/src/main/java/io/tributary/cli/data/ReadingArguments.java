package io.tributary.cli.data;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.components.examplegen.Reading;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.format.Format;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.union.SchemaChanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How files of data are written: options of all commands that read any. */
public final class ReadingArguments {
  private final Given<String> format;
  private final Given<String> delimiter;
  private final Given<String> quote;
  private final Given<List<String>> names;
  private final Given<List<String>> missing;
  private final Given<Map<String, String>> types;
  private final Given<Long> maxBadRows;
  private final Given<Double> maxBadFraction;

  /** Adds the options to {@code command}. */
  public ReadingArguments(Command command) {
    format =
        command.option(
            "--format",
            "FORMAT",
            String.class,
            "What the files hold, where their names do not tell: csv, tsv, parquet, json_lines, arrow or tfrecord.");
    delimiter =
        command.option(
            "--delimiter",
            "CHAR",
            String.class,
            "CSV: what divides fields; \\t is a tab. By default what the files show.");
    quote =
        command.option(
            "--quote", "CHAR", String.class, "CSV: what quotes fields, or none. By default \".");
    names =
        command.repeated(
            "--name",
            "COLUMN",
            List.class,
            "CSV without a header: the name of a column; once for each, in their order.",
            String.class);
    missing =
        command.repeated(
            "--missing",
            "TEXT",
            List.class,
            "CSV: a spelling that means a missing value, such as NA; may be repeated.",
            String.class);
    types =
        command.repeated(
            "--type",
            "COLUMN=TYPE",
            Map.class,
            "CSV: the type of a column, instead of the narrowest that fits: INT64, FLOAT64 or UTF8; may be repeated.",
            String.class,
            String.class);
    maxBadRows =
        command.option(
            "--max-bad-rows",
            "N",
            Long.class,
            "Put up with so many rows that cannot be read. By default with none.");
    maxBadFraction =
        command.option(
            "--max-bad-fraction",
            "PART",
            Double.class,
            "Put up with such a part of all rows, from 0 to 1. By default with none.");
  }

  /** For {@link io.tributary.data.format.Sources}. */
  SourceOptions options() {
    var options = SourceOptions.defaults().withCsv(csv()).withBudget(budget());
    return format.find().isPresent() ? options.withFormat(format(format.value())) : options;
  }

  /**
   * The names of the columns of a source, if they are known before rows are looked at.
   *
   * @throws io.tributary.api.ExecutionFailure as far as it is known by then that the source cannot
   *     be read
   */
  public Optional<List<String>> columns(Path source) throws IOException {
    var options = options();
    return Sources.columns(Sources.files(source, options), options);
  }

  /** For components that read files. */
  public Reading reading() {
    return new Reading(
        format.find().map(ReadingArguments::format), csv(), budget(), SchemaChanges.REFUSE);
  }

  private CsvOptions csv() {
    var csv = CsvOptions.defaults();
    if (delimiter.find().isPresent()) {
      csv = csv.withDelimiter(delimiter.value().equals("\\t") ? "\t" : delimiter.value());
    }
    if (quote.find().isPresent()) {
      csv = csv.withQuote(quote.value().equals("none") ? "" : quote.value());
    }
    if (names.find().isPresent()) {
      csv = csv.withNames(names.value());
    }
    for (var spelling : missing.find().orElse(List.of())) {
      csv = csv.withMissing(spelling);
    }
    for (var type : types.find().orElse(Map.of()).entrySet()) {
      csv = csv.withType(type.getKey(), type(type.getKey(), type.getValue()));
    }
    return csv;
  }

  private BadRowBudget budget() {
    if (maxBadRows.find().isEmpty() && maxBadFraction.find().isEmpty()) {
      return BadRowBudget.NONE;
    }
    return new BadRowBudget(
        maxBadRows.find().orElse(Long.MAX_VALUE), maxBadFraction.find().orElse(1.0));
  }

  private static Format format(String given) {
    return Arrays.stream(Format.values())
        .filter(format -> format.name().equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--format",
                    given,
                    "one of " + names(Format.values()),
                    "name one of them, or leave it out"));
  }

  private static ColumnType type(String column, String given) {
    return Arrays.stream(ColumnType.values())
        .filter(type -> type.name().equalsIgnoreCase(given))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--type " + column,
                    given,
                    "one of " + names(ColumnType.values()),
                    "name one of them"));
  }

  private static String names(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
