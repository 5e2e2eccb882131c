package io.tributary.data.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts bytes into records and fields, as ranges of the array they stand in. Whoever uses it gives
 * it bytes, and more of them when it asks. Not thread-safe.
 */
final class CsvTokenizer {
  /** A record that is longer is refused. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  /** Fields beyond this number are counted, not kept. */
  static final int MAX_FIELDS = 16_384;

  /**
   * So many bytes behind the last one must be part of the array: a line end is put there as a
   * sentinel, and words are read across it.
   */
  static final int SPARE = Long.BYTES;

  /** What {@link #next} met. */
  enum Outcome {
    RECORD,
    /** A record that breaks the rules of quoting; {@link #flaw} tells how. */
    MALFORMED,
    /** No whole record is left, and more bytes may follow. */
    MORE,
    END
  }

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BEYOND_LINE_ENDS = ('\r' + 1) * LOW_BITS;

  private static final byte PLAIN = 0;
  private static final byte DELIMITER = 1;
  private static final byte LF = 2;
  private static final byte CR = 3;
  private static final byte QUOTE = 4;
  private static final byte ZERO = 5;

  private static final byte NON_ASCII = 1;
  private static final byte QUOTED = 2;
  private static final byte ESCAPED = 4;

  private final byte[] classes = new byte[256];
  private final byte quote;

  /** The delimiter, eight times. */
  private final long delimiters;

  /** The quote, eight times. */
  private final long quotes;

  /** What is above line ends, NUL and the quote, eight times. */
  private final long beyondMarks;

  private byte[] buffer = new byte[SPARE];
  private int position;
  private int limit;
  private boolean isWhole = true;

  private int recordStart;
  private long nextLine;
  private long line;
  private int fieldCount;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private byte[] flags = new byte[64];

  private int nulAt;
  private final Flaw flaw = new Flaw();

  CsvTokenizer(Dialect dialect) {
    delimiters = dialect.delimiter() * LOW_BITS;
    classes['\n'] = LF;
    classes['\r'] = CR;
    classes[0] = ZERO;
    if (dialect.hasQuotes()) {
      classes[dialect.quote()] = QUOTE;
    }
    quote = dialect.quote();
    quotes = quote * LOW_BITS;
    beyondMarks = (Math.max('\r', dialect.hasQuotes() ? quote : 0) + 1) * LOW_BITS;
    classes[dialect.delimiter()] = DELIMITER;
  }

  /**
   * Begins with the record at {@code from}.
   *
   * @param bytes have {@link #SPARE} bytes of no meaning behind {@code limit}
   * @param isWhole whether nothing follows
   * @param line the number of the line that begins there
   */
  void begin(byte[] bytes, int from, int limit, boolean isWhole, long line) {
    position = from;
    nextLine = line;
    extend(bytes, limit, isWhole);
  }

  /** Gives more bytes behind those that were given; all of them may stand in another array. */
  void extend(byte[] bytes, int newLimit, boolean whole) {
    buffer = bytes;
    limit = newLimit;
    isWhole = whole;
    buffer[limit] = '\n';
  }

  /** Reads the next record. What the accessors tell holds until the next call. */
  Outcome next() {
    recordStart = position;
    if (position == limit) {
      return isWhole ? Outcome.END : Outcome.MORE;
    }
    byte[] b = buffer;
    byte[] kinds = classes;
    int i = position;
    int fields = 0;
    int lines = 0;
    nulAt = -1;
    while (true) {
      int start = i;
      int end;
      long high = 0;
      byte flag = 0;
      if (kinds[b[i] & 0xff] == QUOTE) {
        int openedAt = i;
        int openedOn = lines;
        flag = QUOTED;
        start = ++i;
        while (true) {
          while (true) {
            long word = (long) WORDS.get(b, i);
            long marks = marks(word, BEYOND_LINE_ENDS, quotes);
            if (marks == 0) {
              high |= word;
              i += Long.BYTES;
              continue;
            }
            int bits = Long.numberOfTrailingZeros(marks) & ~7;
            high |= word & ((1L << bits) - 1);
            i += bits >> 3;
            byte c = b[i];
            if (i == limit || c == quote) {
              break;
            }
            if (c == '\n' || (c == '\r' && i + 1 < limit && b[i + 1] != '\n')) {
              lines++;
            } else if (c == 0) {
              nul(fields, lines, openedAt, i);
            }
            i++;
          }
          if (i == limit) {
            return isWhole
                ? malformed(
                    Flaw.Kind.UNCLOSED_QUOTE,
                    true,
                    fields,
                    openedOn,
                    lines,
                    openedAt,
                    openedAt,
                    limit)
                : Outcome.MORE;
          }
          if (i + 1 == limit && !isWhole) {
            return Outcome.MORE;
          }
          if (i + 1 == limit || b[i + 1] != quote) {
            break;
          }
          flag |= ESCAPED;
          i += 2;
        }
        end = i++;
        if (i < limit) {
          byte kind = kinds[b[i] & 0xff];
          if (kind != DELIMITER && kind != LF && kind != CR) {
            return malformed(
                Flaw.Kind.TEXT_AFTER_QUOTE,
                lines > openedOn,
                fields,
                lines,
                lines,
                i,
                openedAt,
                i + 1);
          }
        }
      } else {
        while (true) {
          long word = (long) WORDS.get(b, i);
          long marks = marks(word, beyondMarks, delimiters);
          if (marks == 0) {
            high |= word;
            i += Long.BYTES;
            continue;
          }
          int bits = Long.numberOfTrailingZeros(marks) & ~7;
          high |= word & ((1L << bits) - 1);
          i += bits >> 3;
          byte kind = kinds[b[i] & 0xff];
          if (kind == ZERO && i < limit) {
            nul(fields, lines, start, i);
          } else if (kind != PLAIN) {
            break;
          }
          i++;
        }
        end = i;
        if (i < limit && kinds[b[i] & 0xff] == QUOTE) {
          return malformed(Flaw.Kind.STRAY_QUOTE, false, fields, lines, lines, i, start, i + 1);
        }
      }
      if ((high & HIGH_BITS) != 0) {
        flag |= NON_ASCII;
      }
      keep(fields++, start, end, flag);
      if (i == limit) {
        return isWhole ? record(fields, i, lines) : Outcome.MORE;
      }
      byte kind = kinds[b[i] & 0xff];
      if (kind == DELIMITER) {
        i++;
        continue;
      }
      if (kind == CR) {
        if (i + 1 == limit && !isWhole) {
          return Outcome.MORE;
        }
        if (i + 1 < limit && b[i + 1] == '\n') {
          i++;
        }
      }
      return record(fields, i + 1, lines + 1);
    }
  }

  /**
   * A bit in every byte that may need a look: one that equals those of {@code others}, or is below
   * those of {@code beyond}. Only the lowest is sure to be one; so that eight bytes are looked at
   * at once.
   */
  private static long marks(long word, long beyond, long others) {
    long other = word ^ others;
    return (((word - beyond) & ~word) | ((other - LOW_BITS) & ~other)) & HIGH_BITS;
  }

  private Outcome record(int fields, int end, int lines) {
    fieldCount = fields;
    position = end;
    line = nextLine;
    nextLine += lines;
    if (nulAt >= 0) {
      flaw.is(Flaw.Kind.NUL, false);
      return Outcome.MALFORMED;
    }
    return Outcome.RECORD;
  }

  /** Notes the first NUL of a record, which is malformed by it, but whose end can be found. */
  private void nul(int field, int lines, int from, int at) {
    if (nulAt < 0) {
      nulAt = at;
      flaw.at(field, nextLine + lines, buffer, at, from, at);
    }
  }

  /**
   * Leaves out a record up to the end of the line on which its flaw is.
   *
   * @param onLine the line that is told, counted from the one on which the record begins
   * @param lastLine the line on which reading stopped
   */
  private Outcome malformed(
      Flaw.Kind what,
      boolean leavesDoubt,
      int field,
      int onLine,
      int lastLine,
      int at,
      int from,
      int to) {
    int next = what == Flaw.Kind.UNCLOSED_QUOTE ? limit : nextLine(at);
    if (next < 0) {
      return Outcome.MORE;
    }
    flaw.is(
        nulAt < 0 ? what : Flaw.Kind.NUL,
        leavesDoubt || (what != Flaw.Kind.UNCLOSED_QUOTE && opensQuote(at, next)));
    if (nulAt < 0) {
      flaw.at(field, nextLine + onLine, buffer, at, from, to);
    }
    position = next;
    line = nextLine;
    nextLine += lastLine + 1L;
    return Outcome.MALFORMED;
  }

  /** Whether a field of what is left of a line begins with a quote that is not closed on it. */
  private boolean opensQuote(int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (buffer[i + 1] == quote && classes[buffer[i] & 0xff] == DELIMITER) {
        i = closingQuote(i + 2, to);
        if (i < 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The place of the quote that closes a field; -1 if none does. */
  private int closingQuote(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == quote) {
        if (i + 1 == to || buffer[i + 1] != quote) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** Where the line after that of a byte begins; -1 if more bytes are needed to tell. */
  private int nextLine(int from) {
    int i = from;
    while (i < limit && buffer[i] != '\n' && buffer[i] != '\r') {
      i++;
    }
    if (i == limit) {
      return isWhole ? limit : -1;
    }
    if (buffer[i] == '\r') {
      if (i + 1 == limit) {
        return isWhole ? limit : -1;
      }
      return buffer[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return i + 1;
  }

  /** Gives up on a record that is longer than may be, and with it on what follows. */
  void giveUp() {
    flaw.is(Flaw.Kind.TOO_LONG, true);
    flaw.at(0, nextLine, buffer, position, position, position);
    line = nextLine;
    position = limit;
    isWhole = true;
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

  /** Halves the doubled quotes of the record's fields where they stand. */
  void unescape() {
    for (int f = 0; f < Math.min(fieldCount, starts.length); f++) {
      if ((flags[f] & ESCAPED) != 0) {
        ends[f] = unescape(buffer, starts[f], ends[f]);
        flags[f] &= ~ESCAPED;
      }
    }
  }

  /** Halves doubled quotes; the new end. */
  int unescape(byte[] bytes, int from, int to) {
    int out = from;
    for (int i = from; i < to; i++) {
      bytes[out++] = bytes[i];
      if (bytes[i] == quote) {
        i++;
      }
    }
    return out;
  }

  /** Where the record begins. */
  int recordStart() {
    return recordStart;
  }

  /** Where the record has ended, and the next one begins. */
  int position() {
    return position;
  }

  /** The line on which the record starts. */
  long line() {
    return line;
  }

  /** The line on which the next record starts. */
  long nextLine() {
    return nextLine;
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

  /** Whether quotes in a field are doubled still. */
  boolean isEscaped(int field) {
    return (flags[field] & ESCAPED) != 0;
  }

  /** Whether nothing stands on the line. */
  boolean isBlankLine() {
    return fieldCount == 1 && starts[0] == ends[0] && (flags[0] & QUOTED) == 0;
  }

  /** Whether nothing follows, not even a line end. */
  boolean atUnterminatedEnd() {
    return isWhole && position == limit && limit > 0 && !endsWithLineEnd();
  }

  private boolean endsWithLineEnd() {
    byte kind = classes[buffer[limit - 1] & 0xff];
    return kind == LF || kind == CR;
  }

  /** Of the last record, if it is malformed. */
  Flaw flaw() {
    return flaw;
  }
}
