package io.tributary.data.json;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.InOrder;
import io.tributary.data.KeptColumns;
import io.tributary.data.json.JsonChunk.BadLine;
import io.tributary.data.source.BadRow;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import io.tributary.data.source.Contents;
import io.tributary.data.source.ScannedTable;
import io.tributary.data.source.SetAside;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** The first pass over JSON lines: every line is parsed, types are inferred. */
final class JsonScan implements InOrder.Taker<JsonChunk> {
  private static final int MOST_FIELDS = 10_000;

  /** A chunk to be looked at. */
  private record Task(int file, Content content, long from) {}

  private final SourceFiles files;
  private final SetAside setAside;
  private final Shape shape = new Shape();

  /** Of sound rows, none of them empty. */
  private final List<JsonBatch> batches = new ArrayList<>();

  private int file;
  private long lines;
  private long rows;

  private JsonScan(SourceFiles files, SetAside setAside) {
    this.files = files;
    this.setAside = setAside;
  }

  /**
   * Looks at all files.
   *
   * @param chunk how many bytes of a file are looked at together; shows in the batches alone
   */
  static ScannedTable.Found scan(SourceFiles files, int chunk, int threads, SetAside setAside)
      throws IOException {
    var contents = Contents.of(files, threads);
    var tasks = new ArrayList<Task>();
    for (int file = 0; file < contents.size(); file++) {
      var content = contents.get(file);
      for (long from = 0; from < content.size(); from += chunk) {
        tasks.add(new Task(file, content, from));
      }
    }
    var scan = new JsonScan(files, setAside);
    InOrder.run(tasks.size(), threads, () -> new Looking(tasks, chunk), scan);
    return scan.found();
  }

  /** Looks at chunks. */
  private static final class Looking implements InOrder.Worker<JsonChunk> {
    private final List<Task> tasks;
    private final ContentReader reader = new ContentReader();
    private final Lines lines;
    private final LineScanner scanner = new LineScanner();

    Looking(List<Task> tasks, int chunk) {
      this.tasks = tasks;
      this.lines = new Lines(chunk);
    }

    @Override
    public JsonChunk run(int task) throws IOException {
      var at = tasks.get(task);
      lines.find(reader, at.content, at.from);
      var bad = new ArrayList<BadLine>();
      var shape = new Shape();
      long number = 0;
      int rows = 0;
      for (; lines.next(); number++) {
        if (!lines.isBlank() && isRow(shape, (int) number, bad)) {
          rows++;
        }
      }
      return new JsonChunk(
          at.file,
          at.content,
          lines.position(),
          lines.length(),
          lines.checksum(),
          number,
          rows,
          bad.isEmpty() ? shape : shapeWithout(bad),
          bad);
    }

    private boolean isRow(Shape shape, int number, List<BadLine> bad) {
      try {
        scanner.scan(lines.bytes(), lines.start(), lines.end(), shape);
        return true;
      } catch (BadLineException e) {
        int end = Math.min(lines.end(), lines.start() + SetAside.KEPT_BYTES);
        var bytes = Arrays.copyOfRange(lines.bytes(), lines.start(), end);
        bad.add(new BadLine(number, e.column(), e.found(), e.expected(), bytes));
        return false;
      }
    }

    /** What is wrong with a line is found when some of it has been noted: all over again. */
    private Shape shapeWithout(List<BadLine> bad) {
      var shape = new Shape();
      int next = 0;
      lines.again();
      for (int number = 0; lines.next(); number++) {
        if (next < bad.size() && bad.get(next).number() == number) {
          next++;
        } else if (!lines.isBlank()) {
          isRow(shape, number, new ArrayList<>());
        }
      }
      return shape;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  @Override
  public void take(JsonChunk chunk) throws IOException {
    if (chunk.file() != file) {
      file = chunk.file();
      lines = 0;
    }
    var path = chunk.content().file().toString();
    shape.merge(chunk.shape());
    if (shape.size() > MOST_FIELDS) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              path,
              "more than " + MOST_FIELDS + " different keys by line " + (lines + chunk.lines()),
              "keys that are names of columns",
              "if keys are values, such as ids, write them as values"));
    }
    for (var bad : chunk.bad()) {
      long line = lines + bad.number() + 1;
      setAside.add(
          BadRow.of(path, line, bad.column(), bad.found(), bad.expected(), bad.bytes()),
          bad.found(),
          bad.expected());
    }
    if (chunk.rows() > 0) {
      batches.add(chunk.batch(lines + 1));
    }
    lines += chunk.lines();
    rows += chunk.rows();
  }

  @Override
  public void drop(JsonChunk chunk) {
    // on the heap
  }

  private ScannedTable.Found found() {
    setAside.require(files.input(), rows + setAside.count(), "line");
    if (rows == 0) {
      throw nothing(
          setAside.count() == 0 ? "no rows" : "no sound rows",
          "at least one JSON object on a line of its own");
    }
    var columns = KeptColumns.all(new Schema(shape.columns()));
    if (columns.schema().getFields().isEmpty()) {
      throw nothing("objects without any key", "at least one key");
    }
    return new ScannedTable.Found(new JsonBatches(columns, batches), rows, setAside.count());
  }

  private ExecutionFailure nothing(String found, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            files.input().toString(),
            found,
            expected,
            "check what writes the file; a pipeline cannot learn from nothing"));
  }
}
