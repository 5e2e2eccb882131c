package io.tributary.data.csv;

import io.tributary.data.csv.BadRecord.Fault;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import io.tributary.data.source.SetAside;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Looks at all rows of chunks, for one thread: checks every byte, and notes what types need. */
final class ChunkScanner implements AutoCloseable {
  private static final int PROBED_STARTS = 64;
  private static final int PROBED_RECORDS = 5;
  private static final int TOLD = 20;

  private final Layout layout;
  private final boolean[] settled;
  private final boolean keepsBad;
  private final ContentReader reader = new ContentReader();
  private final CsvTokenizer in;
  private final Numeral numeral = new Numeral();
  private final List<Fault> faults = new ArrayList<>();

  /**
   * A scanner that has read nothing.
   *
   * @param settled by column, whether no value can change its type; another thread may set more
   * @param keepsBad whether all bad rows are kept with their bytes, rather than the first ones
   *     without
   */
  ChunkScanner(Layout layout, boolean[] settled, boolean keepsBad) {
    this.layout = layout;
    this.settled = settled;
    this.keepsBad = keepsBad;
    in = new CsvTokenizer(layout.dialect());
  }

  /** Reads a chunk and guesses where its first record begins. */
  void scan(Chunk chunk, Content content, int file, long from, long to) throws IOException {
    chunk.load(reader, content, file, from, to);
    if (from > 0) {
      rows(chunk, firstStart(chunk));
      return;
    }
    int start = CsvHeader.begin(chunk.head(CsvHeader.HEAD), content.file());
    if (!layout.hasHeader()) {
      rows(chunk, start);
      return;
    }
    chunk.begin(in, start, 1);
    var names = CsvHeader.read(in, chunk, content.file());
    if (!names.equals(layout.names())) {
      throw CsvHeader.otherColumns(content.file(), names, layout.firstFile(), layout.names());
    }
    long lines = in.nextLine() - 1;
    rows(chunk, in.position());
    chunk.skipLines(lines);
  }

  /** Makes sure that a file still ends where it did. */
  void requireEnd(Content content) throws IOException {
    reader.requireEnd(content);
  }

  /** Looks at a chunk again, from where the one before it has ended. */
  void rescan(Chunk chunk, long start) throws IOException {
    chunk.readWith(reader);
    rows(chunk, Math.toIntExact(Math.min(start, chunk.to()) - chunk.base()));
  }

  /**
   * The first place behind a line end from which some records are as they should be, or else the
   * first behind a line end: within quotes, no record begins behind a line end.
   */
  private int firstStart(Chunk chunk) {
    byte[] bytes = chunk.buffer();
    int last = Math.toIntExact(chunk.to() - chunk.base());
    int candidate = behindLineEnd(bytes, 0, last);
    int first = candidate;
    for (int i = 0; i < PROBED_STARTS && candidate < last; i++) {
      if (beginsRecords(chunk, candidate)) {
        return candidate;
      }
      candidate = behindLineEnd(bytes, candidate, last);
    }
    return first;
  }

  private static int behindLineEnd(byte[] bytes, int from, int last) {
    for (int i = from; i < last; i++) {
      if (bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n')) {
        return i + 1;
      }
    }
    return last;
  }

  private boolean beginsRecords(Chunk chunk, int at) {
    chunk.begin(in, at, 0);
    for (int r = 0; r < PROBED_RECORDS; r++) {
      switch (in.next()) {
        case MALFORMED -> {
          return false;
        }
        case RECORD -> {
          if (in.fieldCount() != layout.columns() && !in.isBlankLine()) {
            return false;
          }
        }
        case MORE, END -> {
          return true;
        }
      }
    }
    return true;
  }

  private void rows(Chunk chunk, int start) throws IOException {
    int columns = layout.columns();
    chunk.clear(start, columns);
    int last = Math.toIntExact(chunk.to() - chunk.base());
    chunk.begin(in, start, 0);
    boolean givenUp = false;
    while (in.position() < last && !givenUp) {
      switch (chunk.next(in)) {
        case END, MORE -> throw new IllegalStateException("no record before the end of a chunk");
        case MALFORMED -> {
          chunk.add(in);
          givenUp = in.flaw().kind() == Flaw.Kind.TOO_LONG;
          faults.add(
              new Fault(
                  in.flaw().line(),
                  givenUp ? "" : column(in.flaw().field()),
                  Flaws.value(in.flaw(), chunk.base()),
                  Flaws.expected(in.flaw().kind())));
          bad(chunk, in.flaw().leavesDoubt());
        }
        case RECORD -> {
          if (in.fieldCount() == columns) {
            chunk.add(in);
            fields(chunk, columns);
          } else if (!in.isBlankLine()) {
            chunk.add(in);
            ragged(columns);
          }
          if (!faults.isEmpty()) {
            bad(chunk, false);
          }
        }
      }
    }
    chunk.end(in, givenUp);
  }

  private void fields(Chunk chunk, int columns) {
    byte[] bytes = in.bytes();
    var inference = chunk.inference();
    boolean spelled = layout.hasSpellings();
    for (int c = 0; c < columns; c++) {
      int start = in.start(c);
      int end = in.end(c);
      if (start == end) {
        continue;
      }
      if (in.hasNonAscii(c)) {
        int invalid = Utf8.firstInvalid(bytes, start, end);
        if (invalid >= 0) {
          faults.add(
              new Fault(
                  in.line(),
                  layout.names().get(c),
                  Flaws.notUtf8(in, c, invalid, chunk.base()),
                  "UTF-8; " + Flaws.SAVE_AS_UTF8));
          continue;
        }
      }
      if (settled[c] || inference.isSettled(c)) {
        continue;
      }
      byte[] value = bytes;
      if (in.isEscaped(c)) {
        value = Arrays.copyOfRange(bytes, start, end);
        end = in.unescape(value, 0, value.length);
        start = 0;
      }
      if (spelled && layout.isMissing(value, start, end)) {
        continue;
      }
      var type = layout.demanded(c);
      if (type == null) {
        inference.see(c, numeral.kind(value, start, end), value, start, end);
      } else if (!type.accepts(numeral.kind(value, start, end))) {
        faults.add(
            new Fault(
                in.line(), layout.names().get(c), Excerpt.of(value, start, end), type.expected()));
      }
    }
  }

  private void ragged(int columns) {
    int found = in.fieldCount();
    var last = found < columns && in.atUnterminatedEnd();
    faults.add(
        new Fault(
            in.line(),
            found < columns ? layout.names().get(found) : "",
            found
                + (found == 1 ? " field" : " fields")
                + (last ? ", and the file ends without a line end" : "")
                + (found < columns
                    ? ", so that this column is absent"
                    : columns < CsvTokenizer.MAX_FIELDS
                        ? ", the first too many is "
                            + Excerpt.of(in.bytes(), in.start(columns), in.end(columns))
                        : ""),
            columns
                + (columns == 1 ? " field" : " fields")
                + ", as "
                + (layout.hasHeader() ? "in the header" : "there are names")
                + (last ? "; is the file cut off?" : "")));
  }

  private void bad(Chunk chunk, boolean doubt) {
    int from = in.recordStart();
    int length = in.position() - from;
    byte[] raw =
        keepsBad
            ? Arrays.copyOfRange(in.bytes(), from, from + Math.min(length, SetAside.KEPT_BYTES))
            : new byte[0];
    chunk.addBad(
        new BadRecord(chunk.records() - 1, List.copyOf(faults), raw, length),
        doubt,
        keepsBad ? Integer.MAX_VALUE : TOLD);
    faults.clear();
  }

  private String column(int field) {
    return field < layout.columns() ? layout.names().get(field) : "field " + (field + 1);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
