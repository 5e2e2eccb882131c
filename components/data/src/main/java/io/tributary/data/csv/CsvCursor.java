package io.tributary.data.csv;

import io.tributary.api.ExecutionFailure;
import io.tributary.data.Batches;
import io.tributary.data.csv.CsvBatch.Segment;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** The second pass: reads the bytes of a record batch again and turns them into columns. */
final class CsvCursor implements Batches.Cursor {
  private final CsvBatches table;
  private final VectorSchemaRoot root;
  private final ColumnWriter[] columns;

  /** The place in the file of each column. */
  private final int[] places;

  private final ContentReader reader = new ContentReader();
  private final CsvTokenizer in;
  private final CRC32C checksum = new CRC32C();
  private final Numeral numeral = new Numeral();
  private byte[] buffer = new byte[CsvTokenizer.SPARE];

  CsvCursor(CsvBatches table, BufferAllocator allocator) {
    this.table = table;
    in = new CsvTokenizer(table.layout().dialect());
    root = VectorSchemaRoot.create(table.schema(), allocator);
    places = table.columns().stream().mapToInt(Integer::intValue).toArray();
    columns = new ColumnWriter[places.length];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = ColumnWriter.into(root.getVector(c), table.layout().batchRows());
    }
  }

  @Override
  public VectorSchemaRoot load(int batch) throws IOException {
    int rows = 0;
    for (var segment : table.batches().get(batch).segments()) {
      rows = append(segment, rows);
    }
    for (var column : columns) {
      column.flush(rows);
    }
    root.setRowCount(rows);
    return root;
  }

  private int append(Segment segment, int before) throws IOException {
    var content = table.contents().get(segment.file());
    int length = segment.length();
    if (buffer.length < length + CsvTokenizer.SPARE) {
      buffer = new byte[length + CsvTokenizer.SPARE];
    }
    reader.requireEnd(content);
    reader.read(content, segment.offset(), buffer, 0, length);
    checksum.reset();
    checksum.update(buffer, 0, length);
    if ((int) checksum.getValue() != segment.checksum()) {
      throw changed(content, segment);
    }
    int rows = before;
    int record = 0;
    int skipped = 0;
    in.begin(buffer, segment.head(), length, true, segment.line());
    for (var outcome = in.next(); outcome != CsvTokenizer.Outcome.END; outcome = in.next()) {
      if (isBlank(outcome)) {
        continue;
      }
      if (skipped < segment.skipped().length && segment.skipped()[skipped] == record) {
        skipped++;
      } else {
        put(rows++, content, segment);
      }
      record++;
    }
    return rows;
  }

  /** Whether a line is no row. */
  private boolean isBlank(CsvTokenizer.Outcome outcome) {
    return outcome == CsvTokenizer.Outcome.RECORD
        && table.layout().columns() > 1
        && in.isBlankLine();
  }

  private void put(int row, Content content, Segment segment) {
    in.unescape();
    byte[] bytes = in.bytes();
    var layout = table.layout();
    for (int c = 0; c < columns.length; c++) {
      int start = in.start(places[c]);
      int end = in.end(places[c]);
      if (layout.isMissing(bytes, start, end)) {
        columns[c].skip(row);
      } else if (!columns[c].put(row, bytes, start, end, numeral)) {
        throw changed(content, segment);
      }
    }
  }

  private static ExecutionFailure changed(Content content, Segment segment) {
    return SourceFiles.changed(
        content.file(),
        "other bytes than before from line " + segment.line() + " on, at byte " + segment.offset());
  }

  @Override
  public void close() throws IOException {
    try (reader) {
      root.close();
    }
  }
}
