package io.tributary.data.row;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;

/** Bytes of a row in the making; numbers are big-endian. Not thread-safe. */
public final class ByteSink {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int length;

  public ByteSink() {
    this(512);
  }

  /** Room for so many bytes; it grows. */
  public ByteSink(int capacity) {
    bytes = new byte[capacity];
  }

  /** Begins anew. */
  public void clear() {
    length = 0;
  }

  /** What the bytes are in, from index 0 on; another array after more has been put. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  void put(char mark) {
    reserve(1);
    bytes[length++] = (byte) mark;
  }

  public void putInt(int value) {
    reserve(4);
    INT.set(bytes, length, value);
    length += 4;
  }

  public void putLong(long value) {
    reserve(8);
    LONG.set(bytes, length, value);
    length += 8;
  }

  public void put(byte[] source) {
    put(source, 0, source.length);
  }

  public void put(byte[] source, int from, int count) {
    reserve(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  void put(ArrowBuf source, long from, int count) {
    reserve(count);
    source.getBytes(from, bytes, length, count);
    length += count;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, more)));
    }
  }
}
