package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.ParameterValues;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Examples;
import io.tributary.api.digest.FileDigests;
import io.tributary.api.span.FoundSpan;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.api.span.SpanNotFoundException;
import io.tributary.api.span.SpanPattern;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.format.Format;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.SplitWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a CSV file, all {@code *.csv} files of a directory, or the files of spans, into examples.
 * Columns become int64, float64 or utf8, whichever is the narrowest that keeps every value of the
 * column; an empty field is a missing value. Rows are divided into splits by a hash of what they
 * hold, and keep their order within a split. A row that cannot be read fails the component; none is
 * left out.
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
    SplitConfig splits,
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
  public CsvExampleGen withSplits(SplitConfig other) {
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

  /**
   * SHA-256 over the contents of the files, and which spans they are; names and times do not count.
   */
  @Override
  public String externalDigest(FileDigests files, ParameterValues values) throws IOException {
    if (spans.isEmpty()) {
      return files().digest(files);
    }
    var found = found(spans.get(), values);
    return files(found).digest(files) + " of " + words(found);
  }

  private List<FoundSpan> found(Spans wanted, ParameterValues values) throws IOException {
    try {
      return SpanPattern.of(input, wanted.pattern()).find(values.value(wanted.span()));
    } catch (SpanNotFoundException e) {
      throw new ExecutionFailure(Code.NOT_FOUND, e.explanation(), e);
    }
  }

  private SourceFiles files() throws IOException {
    return SourceFiles.at(input, Format.CSV.endings());
  }

  private SourceFiles files(List<FoundSpan> found) {
    return new SourceFiles(input, found.stream().flatMap(span -> span.files().stream()).toList());
  }

  /** For example {@code span 20787, version 2}, {@code spans 20780 to 20787}. */
  private static String words(List<FoundSpan> found) {
    var last = found.get(found.size() - 1);
    return found.size() == 1
        ? "span " + last.span() + last.version().map(version -> ", version " + version).orElse("")
        : "spans " + found.get(0).span() + " to " + last.span();
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var found = spans.isPresent() ? found(spans.get(), run) : List.<FoundSpan>of();
    var table =
        CsvTable.scan(
            found.isEmpty() ? files() : files(found),
            CsvOptions.defaults().withDelimiter(delimiter).withTypes(types),
            BadRowBudget.NONE,
            Runtime.getRuntime().availableProcessors(),
            row -> {});
    var examples = run.output(Outputs::examples);
    examples.set(Examples.SPAN, found.isEmpty() ? 0L : found.get(found.size() - 1).span());
    if (!found.isEmpty()) {
      found
          .get(found.size() - 1)
          .version()
          .ifPresent(version -> examples.set(Examples.VERSION, version));
    }
    examples.set(Examples.INPUT_FINGERPRINT, table.digest());
    new SplitWriter(splits, Sampling.ALL, run.seed(), Runtime.getRuntime().availableProcessors())
        .write(
            table.batches(),
            split -> run.write(Outputs::examples, split, table.schema()),
            run.temporaryDirectory(),
            run.allocator());
    run.progress(
        (found.isEmpty() ? "" : chosen(found, run) + ": ")
            + table.rows()
            + " rows, "
            + table.names().size()
            + " columns");
  }

  private String chosen(List<FoundSpan> found, ParameterValues values) {
    boolean latest = values.value(spans.orElseThrow().span()).isLatest();
    return (latest ? "the latest there is, " : "") + words(found);
  }
}
