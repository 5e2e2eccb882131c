package io.tributary.data.csv;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Checksum;

/**
 * Cuts a file into records and fields, as ranges of one buffer. Memory is bounded by the longest
 * record, and that by {@link #MAX_RECORD_BYTES}. Not thread-safe.
 */
final class CsvTokenizer implements AutoCloseable {
  /** A record that is longer is refused. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  /** Fields beyond this number are counted, not kept. */
  static final int MAX_FIELDS = 16_384;

  private static final int BLOCK = 1 << 18;
  private static final int SPARE = Long.BYTES;
  private static final int FLAW_TEXT = 64;

  /** What {@link #next} met. */
  enum Outcome {
    RECORD,
    /** A record that breaks the rules of quoting; {@link #flaw} tells how. */
    MALFORMED,
    END
  }

  /** How a record can be malformed. */
  enum Flaw {
    STRAY_QUOTE,
    TEXT_AFTER_QUOTE,
    UNCLOSED_QUOTE,
    NUL,
    TOO_LONG;

    /** Whether what follows in the file cannot be told apart any more. */
    boolean isLast() {
      return this == UNCLOSED_QUOTE || this == TOO_LONG;
    }
  }

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BEYOND_QUOTES = ('"' + 1) * LOW_BITS;

  private static final byte PLAIN = 0;
  private static final byte DELIMITER = 1;
  private static final byte LF = 2;
  private static final byte CR = 3;
  private static final byte QUOTE = 4;
  private static final byte ZERO = 5;

  private static final byte NON_ASCII = 1;
  private static final byte QUOTED = 2;
  private static final byte ESCAPED = 4;

  private final FileChannel channel;
  private final byte[] classes = new byte[256];
  private final int maxRecordBytes;

  /** Told of all bytes, as they are read. */
  private final Checksum seen;

  /** The delimiter, eight times. */
  private final long delimiters;

  /**
   * The last {@link #SPARE} bytes are never filled: a line end stands behind the last byte as a
   * sentinel, and words are read across it.
   */
  private byte[] buffer;

  private int position;
  private int limit;
  private boolean ended;

  /** Place of {@code buffer[0]} in the file. */
  private long base;

  private long nextLine = 1;
  private long line;
  private int fieldCount;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private byte[] flags = new byte[64];

  private Flaw flaw = Flaw.NUL;
  private int flawField;
  private long flawLine;
  private long flawOffset;
  private byte[] flawText = new byte[0];

  CsvTokenizer(Path file, byte delimiter, Checksum seen) throws IOException {
    this(file, delimiter, seen, BLOCK, MAX_RECORD_BYTES);
  }

  /** For tests, which cut files at odd places. */
  CsvTokenizer(Path file, byte delimiter, Checksum seen, int block, int maxRecordBytes)
      throws IOException {
    this.seen = seen;
    this.maxRecordBytes = maxRecordBytes;
    delimiters = delimiter * LOW_BITS;
    buffer = new byte[block + SPARE];
    classes['\n'] = LF;
    classes['\r'] = CR;
    classes['"'] = QUOTE;
    classes[0] = ZERO;
    classes[delimiter] = DELIMITER;
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /** The first bytes of the file, without moving on. */
  byte[] head(int length) throws IOException {
    while (limit < length && !ended) {
      fill();
    }
    return Arrays.copyOf(buffer, Math.min(length, limit));
  }

  /** Moves on over bytes that are no data. */
  void skip(int bytes) {
    position += bytes;
  }

  /** Reads the next record. What the accessors tell holds until the next call. */
  Outcome next() throws IOException {
    while (true) {
      var outcome = scan();
      if (outcome == Scan.RECORD) {
        for (int f = 0; f < Math.min(fieldCount, starts.length); f++) {
          if ((flags[f] & ESCAPED) != 0) {
            unescape(f);
          }
        }
        return Outcome.RECORD;
      }
      if (outcome == Scan.END) {
        return Outcome.END;
      }
      if (outcome == Scan.MALFORMED) {
        if (flaw.isLast()) {
          position = limit;
          ended = true;
        } else {
          skipLine();
        }
        return Outcome.MALFORMED;
      }
      if (limit - position >= maxRecordBytes) {
        malformed(Flaw.TOO_LONG, 0, nextLine, position, position, position);
        position = limit;
        ended = true;
        return Outcome.MALFORMED;
      }
      fill();
    }
  }

  private enum Scan {
    RECORD,
    MALFORMED,
    END,
    MORE
  }

  /** Tries to find a whole record in the buffer; moves {@link #position} only when it does. */
  private Scan scan() {
    if (position == limit) {
      return ended ? Scan.END : Scan.MORE;
    }
    byte[] b = buffer;
    byte[] kinds = classes;
    int i = position;
    int fields = 0;
    int lines = 0;
    while (true) {
      int start = i;
      int end;
      int seen = 0;
      byte flag = 0;
      if (kinds[b[i] & 0xff] == QUOTE) {
        int openedAt = i;
        long openedOn = nextLine + lines;
        flag = QUOTED;
        start = ++i;
        while (true) {
          while (i < limit && b[i] != '"') {
            byte c = b[i];
            seen |= c;
            if (c == '\n' || (c == '\r' && i + 1 < limit && b[i + 1] != '\n')) {
              lines++;
            } else if (c == 0) {
              return malformed(Flaw.NUL, fields, nextLine + lines, i, openedAt, i);
            }
            i++;
          }
          if (i == limit) {
            return ended
                ? malformed(Flaw.UNCLOSED_QUOTE, fields, openedOn, openedAt, openedAt, limit)
                : Scan.MORE;
          }
          if (i + 1 == limit && !ended) {
            return Scan.MORE;
          }
          if (i + 1 == limit || b[i + 1] != '"') {
            break;
          }
          flag |= ESCAPED;
          i += 2;
        }
        end = i++;
        if (i < limit) {
          byte kind = kinds[b[i] & 0xff];
          if (kind != DELIMITER && kind != LF && kind != CR) {
            return malformed(Flaw.TEXT_AFTER_QUOTE, fields, nextLine + lines, i, openedAt, i + 1);
          }
        }
      } else {
        long high = 0;
        while (true) {
          long word = (long) WORDS.get(b, i);
          long marks = marks(word);
          if (marks == 0) {
            high |= word;
            i += Long.BYTES;
            continue;
          }
          int bits = Long.numberOfTrailingZeros(marks) & ~7;
          high |= word & ((1L << bits) - 1);
          i += bits >> 3;
          if (kinds[b[i] & 0xff] != PLAIN) {
            break;
          }
          i++;
        }
        seen = (high & HIGH_BITS) == 0 ? 0 : -1;
        end = i;
        if (i < limit) {
          byte kind = kinds[b[i] & 0xff];
          if (kind == QUOTE) {
            return malformed(Flaw.STRAY_QUOTE, fields, nextLine + lines, i, start, i + 1);
          }
          if (kind == ZERO) {
            return malformed(Flaw.NUL, fields, nextLine + lines, i, start, i);
          }
        }
      }
      if (seen < 0) {
        flag |= NON_ASCII;
      }
      keep(fields++, start, end, flag);
      if (i == limit) {
        if (!ended) {
          return Scan.MORE;
        }
        return record(fields, i, lines);
      }
      byte kind = kinds[b[i] & 0xff];
      if (kind == DELIMITER) {
        i++;
        continue;
      }
      if (kind == CR) {
        if (i + 1 == limit && !ended) {
          return Scan.MORE;
        }
        if (i + 1 < limit && b[i + 1] == '\n') {
          i++;
        }
      }
      return record(fields, i + 1, lines + 1);
    }
  }

  /**
   * A bit in every byte that may be no plain part of a field: a delimiter, or anything up to the
   * quote, which is above line ends and NUL. Only the lowest is sure to be one; so that eight bytes
   * are looked at at once.
   */
  private long marks(long word) {
    long delimiter = word ^ delimiters;
    return (((word - BEYOND_QUOTES) & ~word) | ((delimiter - LOW_BITS) & ~delimiter)) & HIGH_BITS;
  }

  private Scan record(int fields, int end, int lines) {
    fieldCount = fields;
    position = end;
    line = nextLine;
    nextLine += lines;
    return Scan.RECORD;
  }

  private Scan malformed(Flaw what, int field, long onLine, int at, int from, int to) {
    flaw = what;
    flawField = field;
    flawLine = onLine;
    flawOffset = base + at;
    flawText = Arrays.copyOfRange(buffer, from, Math.min(to, from + FLAW_TEXT));
    position = at;
    nextLine = onLine;
    return Scan.MALFORMED;
  }

  private void keep(int field, int start, int end, byte flag) {
    if (field >= starts.length) {
      if (field >= MAX_FIELDS) {
        return;
      }
      starts = Arrays.copyOf(starts, 2 * starts.length);
      ends = Arrays.copyOf(ends, starts.length);
      flags = Arrays.copyOf(flags, starts.length);
    }
    starts[field] = start;
    ends[field] = end;
    flags[field] = flag;
  }

  /** Halves the doubled quotes of a field where it stands. */
  private void unescape(int field) {
    byte[] b = buffer;
    int to = starts[field];
    for (int from = to; from < ends[field]; from++) {
      b[to++] = b[from];
      if (b[from] == '"') {
        from++;
      }
    }
    ends[field] = to;
  }

  /** Moves behind the end of the line on which {@link #position} is. */
  private void skipLine() throws IOException {
    while (true) {
      byte kind = 0;
      while (position < limit && (kind = classes[buffer[position] & 0xff]) != LF && kind != CR) {
        position++;
      }
      if (position == limit) {
        if (ended) {
          return;
        }
        fill();
        continue;
      }
      if (kind == CR && position + 1 == limit && !ended) {
        fill();
        continue;
      }
      if (kind == CR && position + 1 < limit && buffer[position + 1] == '\n') {
        position++;
      }
      position++;
      nextLine++;
      return;
    }
  }

  private void fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      base += position;
      limit -= position;
      position = 0;
    }
    if (limit == buffer.length - SPARE) {
      buffer = Arrays.copyOf(buffer, 2 * limit + SPARE);
    }
    while (limit < buffer.length - SPARE && !ended) {
      // the JDK copies through off-heap memory of the size asked for: never ask for much
      int room = Math.min(BLOCK, buffer.length - SPARE - limit);
      int read = channel.read(ByteBuffer.wrap(buffer, limit, room));
      if (read < 0) {
        ended = true;
      } else {
        seen.update(buffer, limit, read);
        limit += read;
      }
    }
    buffer[limit] = '\n';
  }

  /** The line on which the record starts, counted from 1. */
  long line() {
    return line;
  }

  /** The number of fields, of which only the first {@link #MAX_FIELDS} are kept. */
  int fieldCount() {
    return fieldCount;
  }

  /** Holds the fields. */
  byte[] bytes() {
    return buffer;
  }

  int start(int field) {
    return starts[field];
  }

  int end(int field) {
    return ends[field];
  }

  /** Whether a field holds a byte above 127. */
  boolean hasNonAscii(int field) {
    return (flags[field] & NON_ASCII) != 0;
  }

  /** Place in the file of a byte of the buffer. */
  long offset(int index) {
    return base + index;
  }

  /** Whether nothing stands on the line. */
  boolean isBlankLine() {
    return fieldCount == 1 && starts[0] == ends[0] && (flags[0] & QUOTED) == 0;
  }

  /** Whether nothing follows in the file, not even a line end. */
  boolean atUnterminatedEnd() {
    return ended && position == limit && limit > 0 && !endsWithLineEnd();
  }

  private boolean endsWithLineEnd() {
    byte kind = classes[buffer[limit - 1] & 0xff];
    return kind == LF || kind == CR;
  }

  Flaw flaw() {
    return flaw;
  }

  int flawField() {
    return flawField;
  }

  long flawLine() {
    return flawLine;
  }

  /** Place in the file, counted from 0. */
  long flawOffset() {
    return flawOffset;
  }

  /** The field up to its flaw, or the beginning of that. */
  byte[] flawText() {
    return flawText;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
