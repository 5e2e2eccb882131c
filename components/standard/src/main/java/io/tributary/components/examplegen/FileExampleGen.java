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
import io.tributary.api.span.ScheduledSpan;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.format.Format;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.split.Sampling;
import io.tributary.data.split.Splits;
import io.tributary.data.union.SchemaChanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads files of any format into examples: a file, a directory, what a pattern matches, the files
 * of spans, or several of these that each become a split.
 *
 * <pre>{@code
 * new FileExampleGen(Path.of("trips")).withSpans("{YYYY}-{MM}-{DD}/*.parquet")
 * new FileExampleGen(Path.of("trips")).withInput("train", "train/*.csv").withInput("eval", "eval/*.csv")
 * new FileExampleGen(Path.of("trips.jsonl.gz")).withBadRows(BadRowBudget.ofFraction(0.001))
 * }</pre>
 *
 * <p>One input is divided into {@code train} and {@code eval} by a hash, unless splits say
 * otherwise; several become splits as they are, and have to be of the same spans and versions. Rows
 * keep their order.
 *
 * @param input where the files are
 * @param inputs which files; none: the input itself
 * @param reading how they are read
 * @param splits how rows are divided; has to be empty for several inputs
 * @param sampling which rows are kept; default all
 * @param spans which spans are read; has to be empty for files that do not come in spans
 */
public record FileExampleGen(
    Path input,
    List<InputSplit> inputs,
    Reading reading,
    Optional<Splits> splits,
    Sampling sampling,
    Optional<SpanSelection> spans)
    implements Component<FileExampleGen.Outputs> {

  /**
   * What a run makes.
   *
   * @param examples the rows
   * @param quarantine the rows that could not be read, as {@link
   *     io.tributary.data.source.QuarantineWriter} writes them; made when a budget puts up with any
   */
  public record Outputs(Channel<Examples> examples, Channel<Examples> quarantine) {}

  public FileExampleGen {
    requireNonNull(input, "input");
    inputs = List.copyOf(inputs);
    requireNonNull(reading, "reading");
    requireNonNull(splits, "splits");
    requireNonNull(sampling, "sampling");
    requireNonNull(spans, "spans");
    InputSplits.check(inputs, splits, sampling, spans);
  }

  /** All files of a known format at {@code input}. */
  public FileExampleGen(Path input) {
    this(input, List.of(), Reading.defaults(), Optional.empty(), Sampling.ALL, Optional.empty());
  }

  /** Reads these files, besides those said before; several become splits of their names. */
  public FileExampleGen withInput(String name, String pattern) {
    var more = new ArrayList<>(inputs);
    var split = new InputSplit(name, pattern);
    more.add(split);
    return new FileExampleGen(
        input,
        more,
        reading,
        splits,
        sampling,
        split.hasSpans() && spans.isEmpty() ? Optional.of(SpanSelection.latest()) : spans);
  }

  /**
   * Reads the files of the spans that the runtime parameter {@code span} says, by default of the
   * latest one.
   *
   * @param pattern relative to the input, such as {@code {YYYY}-{MM}-{DD}/*.csv}
   */
  public FileExampleGen withSpans(String pattern) {
    return withInput("files", pattern);
  }

  /**
   * The spans are those that this parameter says.
   *
   * @throws IllegalArgumentException if no pattern has spans yet
   */
  public FileExampleGen withSpan(RuntimeParameter<ScheduledSpan> span) {
    var known = spans.orElseGet(SpanSelection::latest);
    return withSelection(new SpanSelection(span, known.window(), known.missing()));
  }

  /** Reads so many spans: the one that the run is about, and those before it. */
  public FileExampleGen withWindow(int spansInAll) {
    return withSelection(spans.orElseGet(SpanSelection::latest).withWindow(spansInAll));
  }

  /** Says what to do about spans that are not there. */
  public FileExampleGen withMissingSpans(MissingSpans missing) {
    return withSelection(spans.orElseGet(SpanSelection::latest).withMissing(missing));
  }

  private FileExampleGen withSelection(SpanSelection selection) {
    return new FileExampleGen(input, inputs, reading, splits, sampling, Optional.of(selection));
  }

  /** Divides the rows otherwise than two to one. */
  public FileExampleGen withSplits(Splits other) {
    return new FileExampleGen(input, inputs, reading, Optional.of(other), sampling, spans);
  }

  /** Keeps a part of the rows; which, depends on the seed of the run. */
  public FileExampleGen withSampling(Sampling other) {
    return new FileExampleGen(input, inputs, reading, splits, other, spans);
  }

  /** Reads files of this format, whatever their names. */
  public FileExampleGen withFormat(Format format) {
    return withReading(reading.withFormat(format));
  }

  /** Reads CSV that is written in this way. */
  public FileExampleGen withCsv(CsvOptions csv) {
    return withReading(reading.withCsv(csv));
  }

  /** Demands a type of a column of CSV, for instance text where numbers are names. */
  public FileExampleGen withType(String column, ColumnType type) {
    return withReading(reading.withCsv(reading.csv().withType(column, type)));
  }

  /** Puts up with rows that cannot be read, which go to the quarantine. */
  public FileExampleGen withBadRows(BadRowBudget budget) {
    return withReading(reading.withBadRows(budget));
  }

  /** Says what becomes of spans and inputs whose columns are not the same. */
  public FileExampleGen withSchemaChanges(SchemaChanges changes) {
    return withReading(reading.withSchemaChanges(changes));
  }

  /** Reads files in another way altogether. */
  public FileExampleGen withReading(Reading other) {
    return new FileExampleGen(input, inputs, other, splits, sampling, spans);
  }

  InputFiles files(ParameterValues values) throws IOException {
    return InputFiles.find(input, InputSplits.orWhole(inputs), spans, reading.options(), values);
  }

  /**
   * SHA-256 over the contents of the files, the formats that their endings tell where none is
   * given, and which spans they are; otherwise names and times do not count.
   */
  @Override
  public String externalDigest(FileDigests digests, ParameterValues values) throws IOException {
    try {
      return files(values).digest(digests, reading.options());
    } catch (ExecutionFailure e) {
      if (e.code() == Code.UNAVAILABLE) {
        // The attempts of the node wait, not the question whether to start it.
        return "not there yet: " + e.getMessage();
      }
      throw e;
    }
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    new Ingestion<>(run, Outputs::examples, Optional.of(Outputs::quarantine), reading, sampling)
        .ingest(files(run), splits);
  }
}
