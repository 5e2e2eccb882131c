package io.tributary.data.csv;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.Batches;
import io.tributary.data.KeptColumns;
import io.tributary.data.source.BadRowBudget;
import io.tributary.data.source.Content;
import io.tributary.data.source.Contents;
import io.tributary.data.source.Hint;
import io.tributary.data.source.Quarantine;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of some CSV files with equal headers. Record batches have 8,192 rows, fewer where there are
 * more than 256 columns or where rows are very long; where they end depends on what the files hold
 * alone.
 */
public final class CsvTable implements SourceTable {
  private final SourceFiles files;
  private final CsvOptions options;
  private final Layout layout;
  private final List<Content> contents;
  private final List<CsvBatch> batches;
  private final List<ColumnType> types;
  private final Schema schema;
  private final long rows;
  private final long badRows;
  private final String digest;
  private final List<Hint> hints;

  CsvTable(
      SourceFiles files,
      CsvOptions options,
      Layout layout,
      List<Content> contents,
      List<CsvBatch> batches,
      List<ColumnType> types,
      long rows,
      long badRows,
      String digest,
      List<Hint> hints) {
    this.files = files;
    this.options = options.withDelimiter(String.valueOf((char) layout.dialect().delimiter()));
    this.layout = layout;
    this.contents = contents;
    this.batches = List.copyOf(batches);
    this.types = List.copyOf(types);
    this.rows = rows;
    this.badRows = badRows;
    this.digest = digest;
    this.hints = List.copyOf(hints);
    var fields = new ArrayList<Field>(types.size());
    for (int c = 0; c < types.size(); c++) {
      fields.add(types.get(c).field(layout.names().get(c)));
    }
    schema = new Schema(fields);
  }

  /**
   * Reads all files once, on the caller's thread, and puts up with no bad row.
   *
   * @throws ExecutionFailure as {@link #scan(SourceFiles, CsvOptions, BadRowBudget, int,
   *     Quarantine)} does
   */
  public static CsvTable scan(SourceFiles files, CsvOptions options) throws IOException {
    return scan(files, options, BadRowBudget.NONE, 1, row -> {});
  }

  /**
   * Reads all files once: checks every byte, and infers types. Rows that break the rules of
   * quoting, have too few or too many fields, are no UTF-8, or hold a value that is not of a
   * demanded type, are set aside. No budget covers a bad row that leaves in doubt where the next
   * one begins, such as a quote that is never closed.
   *
   * @param budget how many bad rows are put up with
   * @param threads how many threads read, the caller's among them; they do not show in the result
   * @param quarantine gets the bad rows in their order, on any thread, one at a time; maybe only
   *     the first, if they are too many
   * @throws ExecutionFailure if a file cannot be read or has other columns than the first, or if
   *     bad rows are more than the budget allows; one message tells the first twenty
   */
  public static CsvTable scan(
      SourceFiles files,
      CsvOptions options,
      BadRowBudget budget,
      int threads,
      Quarantine quarantine)
      throws IOException {
    return CsvScan.table(files, options, budget, threads, quarantine);
  }

  /**
   * The names of the columns, of which no more is read than the beginning of the first file.
   *
   * @throws ExecutionFailure if that file cannot be read, or begins with no proper header
   */
  public static List<String> columns(SourceFiles files, CsvOptions options) throws IOException {
    try (var beginning = Contents.beginning(files.files().get(0), Layout.SAMPLE)) {
      return Layout.of(beginning, options).names();
    }
  }

  /** Where the rows are. */
  public SourceFiles files() {
    return files;
  }

  /** How they are written, with the delimiter that was found. */
  public CsvOptions options() {
    return options;
  }

  /** Of the columns, in the order of the files. */
  public List<String> names() {
    return layout.names();
  }

  /** Of the columns, inferred from all sound rows of all files unless the options demand them. */
  public List<ColumnType> types() {
    return types;
  }

  /** One nullable Arrow column per column of the files. */
  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long badRows() {
    return badRows;
  }

  /** As {@link SourceFiles#digest} gives it, of the bytes that were looked at. */
  @Override
  public String digest() {
    return digest;
  }

  @Override
  public List<Hint> hints() {
    return hints;
  }

  @Override
  public Batches batches() {
    return new CsvBatches(KeptColumns.all(schema), layout, contents, batches);
  }
}
