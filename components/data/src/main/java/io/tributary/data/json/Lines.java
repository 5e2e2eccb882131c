package io.tributary.data.json;

import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.Content;
import io.tributary.data.source.ContentReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The lines that begin in some bytes of a file: {@code while (lines.next()) use(lines.bytes(),
 * lines.start(), lines.end())}. Reused; not thread-safe.
 */
final class Lines {
  /** The nominal size of a chunk. */
  static final int CHUNK = 1 << 20;

  /** A line of more bytes is refused. */
  static final int LONGEST = 64 << 20;

  private static final int AHEAD = 1 << 12;
  private static final int BLOCK = 1 << 18;

  private byte[] buffer = new byte[CHUNK + AHEAD];
  private long base;
  private int limit;
  private int first;
  private int behind;
  private int next;
  private int start;
  private int end;

  /** Loads the lines that begin in the chunk at {@code from}. */
  void find(ContentReader reader, Content content, long from) throws IOException {
    base = Math.max(0, from - 1);
    limit = 0;
    long to = Math.min(content.size(), from + CHUNK);
    more(reader, content, (int) (Math.min(content.size(), to + AHEAD) - base));
    first = 0;
    if (from > 0) {
      first = newline(0, (int) (to - base)) + 1;
    }
    behind = first;
    if (first == 0 && from > 0) {
      behind = 0; // one line goes through all of the chunk
    } else if (base + first < to) {
      findEnd(reader, content, (int) (to - base) - 1);
    }
    begin();
    if (from == 0) {
      refuseUtf16(content);
    }
  }

  /** Searches for the end of the last line, from a place on. */
  private void findEnd(ContentReader reader, Content content, int from) throws IOException {
    int seen = Math.max(from, first);
    while (true) {
      int found = newline(seen, limit);
      if (found >= 0) {
        behind = found + 1;
        return;
      }
      seen = limit;
      long left = content.size() - base - limit;
      if (left == 0) {
        behind = limit;
        reader.requireEnd(content);
        return;
      }
      if (limit - from > LONGEST) {
        throw BrokenFile.failure(
            content.file().toString(),
            "a line of more than " + (LONGEST >> 20) + " MiB, around byte " + (base + from),
            "one JSON object a line");
      }
      more(reader, content, (int) Math.min(BLOCK, left));
    }
  }

  /** Loads lines whose place is known. */
  void load(ContentReader reader, Content content, long from, int count) throws IOException {
    base = from;
    limit = 0;
    more(reader, content, count);
    first = 0;
    behind = count;
    begin();
  }

  private void begin() {
    next = first;
    if (base + first == 0
        && behind - first >= 3
        && buffer[first] == (byte) 0xef
        && buffer[first + 1] == (byte) 0xbb
        && buffer[first + 2] == (byte) 0xbf) {
      next += 3; // a byte order mark
    }
  }

  private void refuseUtf16(Content content) {
    if (limit >= 2
        && ((buffer[0] == (byte) 0xff && buffer[1] == (byte) 0xfe)
            || (buffer[0] == (byte) 0xfe && buffer[1] == (byte) 0xff))) {
      throw BrokenFile.failure(content.file().toString(), "text in UTF-16", "text in UTF-8");
    }
  }

  private void more(ContentReader reader, Content content, int count) throws IOException {
    if (buffer.length - limit < count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, limit + count));
    }
    reader.read(content, base + limit, buffer, limit, count);
    limit += count;
  }

  private int newline(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Moves to the next line; false if there is none. */
  boolean next() {
    if (next >= behind) {
      return false;
    }
    start = next;
    int found = newline(next, behind);
    end = found < 0 ? behind : found;
    next = end + 1;
    if (end > start && buffer[end - 1] == '\r') {
      end--;
    }
    return true;
  }

  /** Back to before the first line. */
  void again() {
    begin();
  }

  boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Where the current line is; {@link #start} to before {@link #end}. */
  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Where the first line begins in the file. */
  long position() {
    return base + first;
  }

  /** How many bytes all lines have. */
  int length() {
    return behind - first;
  }

  /** CRC-32C of all lines. */
  long checksum() {
    var checksum = new CRC32C();
    checksum.update(buffer, first, behind - first);
    return checksum.getValue();
  }
}
