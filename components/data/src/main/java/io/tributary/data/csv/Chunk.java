package io.tributary.data.csv;

import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Some bytes of a file, and what records that begin in them have shown. The last one may go on
 * behind the chunk. Reused from chunk to chunk; used by one thread at a time.
 */
final class Chunk {
  /** Spares a second look into the file for the end of the last record. */
  private static final int AHEAD = 1 << 12;

  private Optional<ContentReader> reader = Optional.empty();
  private Optional<Content> content = Optional.empty();
  private int file;
  private long from;
  private long to;
  private byte[] buffer = new byte[CsvTokenizer.SPARE];
  private long base;
  private int limit;

  private int first;
  private int end;
  private long fileEnd;
  private long lines;
  private long linesBefore;
  private int records;
  private int[] starts = new int[64];
  private int[] recordLines = new int[64];
  private int badRecords;
  private boolean isInDoubt;
  private final List<BadRecord> bad = new ArrayList<>();
  private TypeInference inference = new TypeInference(0);

  /**
   * Reads bytes of a file.
   *
   * @param from the first of them
   * @param to behind the last of them
   */
  void load(ContentReader with, Content what, int fileNumber, long from, long to)
      throws IOException {
    reader = Optional.of(with);
    content = Optional.of(what);
    file = fileNumber;
    this.from = from;
    this.to = to;
    base = Math.max(0, from - 1);
    limit = 0;
    long ahead = Math.min(AHEAD, to - from);
    more(Math.toIntExact(Math.min(what.size(), to + ahead) - base));
  }

  /** Has what is missing read by another reader. */
  void readWith(ContentReader other) {
    reader = Optional.of(other);
  }

  /** Lets a tokenizer begin at an index of the buffer. */
  void begin(CsvTokenizer in, int at, long line) {
    in.begin(buffer, at, limit, isWhole(), line);
  }

  /** The next record, which may need more bytes. */
  CsvTokenizer.Outcome next(CsvTokenizer in) throws IOException {
    var outcome = in.next();
    while (outcome == CsvTokenizer.Outcome.MORE) {
      int length = limit - in.position();
      if (length > CsvTokenizer.MAX_RECORD_BYTES) {
        in.giveUp();
        return CsvTokenizer.Outcome.MALFORMED;
      }
      long wanted = Math.max(to - from, length);
      long allowed = CsvTokenizer.MAX_RECORD_BYTES + 1L - length;
      more((int) Math.min(Math.min(wanted, allowed), content().size() - base - limit));
      in.extend(buffer, limit, isWhole());
      outcome = in.next();
    }
    return outcome;
  }

  private void more(int count) throws IOException {
    int needed = limit + count + CsvTokenizer.SPARE;
    if (buffer.length < needed) {
      buffer = Arrays.copyOf(buffer, limit == 0 ? needed : Math.max(needed, 2 * buffer.length));
    }
    reader.orElseThrow().read(content(), base + limit, buffer, limit, count);
    limit += count;
  }

  private boolean isWhole() {
    return base + limit == content().size();
  }

  /** Forgets what was found. */
  void clear(int at, int columns) {
    first = at;
    end = at;
    fileEnd = base + at;
    lines = 0;
    linesBefore = 0;
    records = 0;
    badRecords = 0;
    isInDoubt = false;
    bad.clear();
    inference = new TypeInference(columns);
  }

  /** Notes a record, which ends where the tokenizer is now. */
  void add(CsvTokenizer in) {
    if (records == starts.length) {
      starts = Arrays.copyOf(starts, 2 * records);
      recordLines = Arrays.copyOf(recordLines, 2 * records);
    }
    starts[records] = in.recordStart();
    recordLines[records++] = (int) in.line();
  }

  /** Notes that the last record cannot be read. */
  void addBad(BadRecord record, boolean doubt, int mostKept) {
    badRecords++;
    isInDoubt |= doubt;
    if (bad.size() < mostKept) {
      bad.add(record);
    }
  }

  /** Notes where reading has ended. */
  void end(CsvTokenizer in, boolean givenUp) {
    end = in.position();
    fileEnd = givenUp ? content().size() : base + end;
    lines = in.nextLine();
  }

  /** Counts lines in front of the first record. */
  void skipLines(long count) {
    linesBefore = count;
    lines += count;
  }

  /** Drops a buffer that a very long record has made large. */
  void shrink(int most) {
    if (buffer.length > most) {
      buffer = new byte[CsvTokenizer.SPARE];
    }
  }

  byte[] head(int length) {
    return Arrays.copyOf(buffer, Math.min(length, limit));
  }

  Content content() {
    return content.orElseThrow();
  }

  int file() {
    return file;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  byte[] buffer() {
    return buffer;
  }

  int limit() {
    return limit;
  }

  /** The place in the file of the first byte of the buffer. */
  long base() {
    return base;
  }

  /** The place in the file where the first record was looked for. */
  long first() {
    return base + first;
  }

  /** The place in the file where the next chunk's first record is. */
  long end() {
    return fileEnd;
  }

  /** How many lines stand in front of the first record, which are those of the header. */
  long linesBefore() {
    return linesBefore;
  }

  /** How many lines there are up to the end. */
  long lines() {
    return lines;
  }

  /** How many records there are, good and bad. */
  int records() {
    return records;
  }

  int badRecords() {
    return badRecords;
  }

  /** Whether a bad record leaves in doubt where the one behind it begins. */
  boolean isInDoubt() {
    return isInDoubt;
  }

  /** The bad records, in order; maybe only the first. */
  List<BadRecord> bad() {
    return bad;
  }

  TypeInference inference() {
    return inference;
  }

  /** Where a record begins in the buffer. */
  int start(int record) {
    return starts[record];
  }

  /** Where a record ends in the buffer, with blank lines behind it. */
  int end(int record) {
    return record + 1 < records ? starts[record + 1] : end;
  }

  /** The line of a record, counted from that of the first. */
  int line(int record) {
    return recordLines[record];
  }

  void checksum(CRC32C sum, int at, int behind) {
    sum.update(buffer, at, behind - at);
  }
}
