package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ParameterValues;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Examples;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.api.span.SpanPattern;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.format.Format;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a CSV file, all {@code *.csv} files of a directory, or the files of spans, into examples.
 * Columns become int64, float64 or utf8, whichever is the narrowest that keeps every value of the
 * column; an empty field is a missing value. Rows are divided into splits by a hash of what they
 * hold, and keep their order within a split. A row that cannot be read fails the component; none is
 * left out. {@link FileExampleGen} can be told more.
 *
 * @param input a file, or a directory whose files have equal headers and are read in the order of
 *     their names
 * @param splits the output's splits; by default {@code train} with two of three buckets and {@code
 *     eval} with one
 * @param delimiter between fields; by default a comma
 * @param types types of columns, by name, that shall not be inferred; by default none
 * @param spans which files in the directory are read; by default all
 */
public record CsvExampleGen(
    Path input,
    Splits splits,
    String delimiter,
    Map<String, ColumnType> types,
    Optional<Spans> spans)
    implements Component<CsvExampleGen.Outputs> {

  /**
   * What a run makes.
   *
   * @param examples the rows
   */
  public record Outputs(Channel<Examples> examples) {}

  /**
   * Files that come in spans.
   *
   * @param pattern where they are, relative to the input, as {@link SpanPattern} has it
   * @param span which are read; of each the latest version, and all spans of a range in order
   */
  public record Spans(String pattern, RuntimeParameter<ScheduledSpan> span) {
    public Spans {
      SpanPattern.of(pattern);
      requireNonNull(span, "span");
    }
  }

  public CsvExampleGen {
    requireNonNull(input, "input");
    requireNonNull(splits, "splits");
    types = CsvOptions.defaults().withDelimiter(delimiter).withTypes(types).types();
    requireNonNull(spans, "spans");
  }

  public CsvExampleGen(Path input) {
    this(input, SplitConfig.trainAndEval(), ",", Map.of(), Optional.empty());
  }

  /** Divides the rows otherwise than two to one. */
  public CsvExampleGen withSplits(Splits other) {
    return new CsvExampleGen(input, other, delimiter, types, spans);
  }

  /** Reads files whose fields are not divided by commas. */
  public CsvExampleGen withDelimiter(String other) {
    return new CsvExampleGen(input, splits, other, types, spans);
  }

  /** Demands a type of a column, for instance text where numbers are names. */
  public CsvExampleGen withType(String column, ColumnType type) {
    var more = new LinkedHashMap<>(types);
    more.put(column, type);
    return new CsvExampleGen(input, splits, delimiter, more, spans);
  }

  /**
   * Reads the files of the spans that the runtime parameter {@code span} says, by default of the
   * latest one.
   *
   * @param pattern relative to the input, such as {@code {YYYY}-{MM}-{DD}/*.csv}
   */
  public CsvExampleGen withSpans(String pattern) {
    return withSpans(pattern, RuntimeParameter.withDefault("span", ScheduledSpan.LATEST));
  }

  /** Reads the files of the spans that a runtime parameter says. */
  public CsvExampleGen withSpans(String pattern, RuntimeParameter<ScheduledSpan> span) {
    return new CsvExampleGen(
        input, splits, delimiter, types, Optional.of(new Spans(pattern, span)));
  }

  private FileExampleGen general() {
    var all =
        new FileExampleGen(input)
            .withFormat(Format.CSV)
            .withCsv(CsvOptions.defaults().withDelimiter(delimiter).withTypes(types));
    return spans.map(wanted -> all.withSpans(wanted.pattern()).withSpan(wanted.span())).orElse(all);
  }

  /**
   * SHA-256 over the contents of the files, and which spans they are; names and times do not count.
   */
  @Override
  public String externalDigest(FileDigests files, ParameterValues values) throws IOException {
    return general().externalDigest(files, values);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var general = general();
    new Ingestion<>(run, Outputs::examples, Optional.empty(), general.reading(), general.sampling())
        .ingest(general.files(run), Optional.of(splits));
  }
}
