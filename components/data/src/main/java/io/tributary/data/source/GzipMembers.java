package io.tributary.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks all members of a gzip file (RFC 1952), one behind the other, and holds each against its
 * checksum. Unlike the JDK's stream it takes no file for whole that is cut off within a later
 * member. Not thread-safe.
 */
final class GzipMembers extends InputStream {
  private static final int BLOCK = 1 << 16;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final PushbackInputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] block = new byte[BLOCK];
  private int filled;
  private boolean isInMember;
  private int members;

  GzipMembers(InputStream packed) {
    in = new PushbackInputStream(new BufferedInputStream(packed, BLOCK), BLOCK);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    try {
      while (isInMember || begin()) {
        int n = inflater.inflate(bytes, from, count);
        if (n > 0) {
          checksum.update(bytes, from, n);
          return n;
        }
        if (inflater.finished()) {
          end();
        } else if (inflater.needsDictionary()) {
          throw new Packing.BrokenException("broken (a dictionary)", new DataFormatException());
        } else {
          refill();
        }
      }
      return -1;
    } catch (EOFException e) {
      throw new Packing.BrokenException("cut off within member " + members, e);
    } catch (DataFormatException e) {
      throw new Packing.BrokenException("broken (" + e.getMessage() + ")", e);
    }
  }

  private void refill() throws IOException {
    filled = in.read(block);
    if (filled < 0) {
      throw new EOFException();
    }
    inflater.setInput(block, 0, filled);
  }

  /** Reads the header of the next member; false if there is none. */
  private boolean begin() throws IOException, DataFormatException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    members++;
    if (first != 0x1f || need() != 0x8b || need() != 8) {
      throw new DataFormatException("member " + members + " begins as none can");
    }
    int flags = need();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(need() | need() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
    isInMember = true;
    return true;
  }

  private void end() throws IOException, DataFormatException {
    int left = inflater.getRemaining();
    in.unread(block, filled - left, left);
    filled = 0;
    if (number() != (int) checksum.getValue()) {
      throw new DataFormatException("member " + members + " has another checksum than it says");
    }
    if (number() != (int) inflater.getBytesWritten()) {
      throw new DataFormatException("member " + members + " has another length than it says");
    }
    isInMember = false;
  }

  private int number() throws IOException {
    return need() | need() << 8 | need() << 16 | need() << 24;
  }

  private int need() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      need();
    }
  }

  private void skipText() throws IOException {
    while (need() != 0) {
      // up to its end
    }
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
