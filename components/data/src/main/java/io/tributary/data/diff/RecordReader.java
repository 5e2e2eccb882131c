package io.tributary.data.diff;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the records of a part, one by one. Not thread-safe. */
final class RecordReader implements AutoCloseable {
  private static final int BLOCK = 1 << 16;

  private final int columns;
  private final DataInputStream in;
  private byte[] bytes = new byte[1 << 10];
  private int length;

  RecordReader(int columns, InputStream in) {
    this.columns = columns;
    this.in = new DataInputStream(new BufferedInputStream(in, BLOCK));
  }

  /** Moves to the next record; false at the end. */
  boolean next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return false;
    }
    length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
    if (bytes.length < length) {
      bytes = new byte[Math.max(2 * bytes.length, length)];
    }
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException("a record ends before its end (expected: " + length + " bytes)");
    }
    return true;
  }

  /** The record, overwritten by the next call. */
  RecordView record() {
    return new RecordView(columns, bytes, 0);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
