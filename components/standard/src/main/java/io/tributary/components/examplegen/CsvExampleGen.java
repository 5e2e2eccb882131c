package io.tributary.components.examplegen;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.csv.ColumnType;
import io.tributary.data.csv.CsvFiles;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.split.SplitConfig;
import io.tributary.data.split.SplitWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a CSV file, or all {@code *.csv} files of a directory, into examples. Columns become int64,
 * float64 or utf8, whichever is the narrowest that keeps every value of the column; an empty field
 * is a missing value. Rows are divided into splits by a hash of what they hold, and keep their
 * order within a split. A row that cannot be read fails the component; none is left out.
 *
 * @param input a file, or a directory whose files have equal headers and are read in the order of
 *     their names
 * @param splits the output's splits; by default {@code train} with two of three buckets and {@code
 *     eval} with one
 * @param delimiter between fields; by default a comma
 * @param types types of columns, by name, that shall not be inferred; by default none
 */
public record CsvExampleGen(
    Path input, SplitConfig splits, String delimiter, Map<String, ColumnType> types)
    implements Component<CsvExampleGen.Outputs> {

  /**
   * What a run makes.
   *
   * @param examples the rows
   */
  public record Outputs(Channel<Examples> examples) {}

  public CsvExampleGen {
    requireNonNull(input, "input");
    requireNonNull(splits, "splits");
    types = new CsvOptions(delimiter, types).types();
  }

  public CsvExampleGen(Path input) {
    this(input, SplitConfig.trainAndEval(), ",", Map.of());
  }

  /** Divides the rows otherwise than two to one. */
  public CsvExampleGen withSplits(SplitConfig other) {
    return new CsvExampleGen(input, other, delimiter, types);
  }

  /** Reads files whose fields are not divided by commas. */
  public CsvExampleGen withDelimiter(String other) {
    return new CsvExampleGen(input, splits, other, types);
  }

  /** Demands a type of a column, for instance text where numbers are names. */
  public CsvExampleGen withType(String column, ColumnType type) {
    var more = new LinkedHashMap<>(types);
    more.put(column, type);
    return new CsvExampleGen(input, splits, delimiter, more);
  }

  /** SHA-256 over the contents of the files; names and times do not count. */
  @Override
  public String externalDigest(FileDigests files) throws IOException {
    return CsvFiles.at(input).digest(files);
  }

  @Override
  public void run(Run<Outputs> run) throws IOException {
    var table = CsvTable.scan(CsvFiles.at(input), new CsvOptions(delimiter, types));
    var examples = run.output(Outputs::examples);
    examples.set(Examples.SPAN, 0L);
    examples.set(Examples.INPUT_FINGERPRINT, table.digest());
    try (var reader = table.read(run.allocator());
        var out =
            new SplitWriter(
                splits,
                reader.schema(),
                split -> run.write(Outputs::examples, split, reader.schema()),
                run.allocator())) {
      while (reader.loadNextBatch()) {
        out.append(reader.batch());
      }
      out.finish();
    }
    run.progress(table.rows() + " rows, " + table.names().size() + " columns");
  }
}
