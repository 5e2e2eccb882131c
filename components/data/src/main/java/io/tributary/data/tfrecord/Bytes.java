package io.tributary.data.tfrecord;

import java.util.Arrays;

/** Bytes in the wire format of protocol buffers, of which there may be ever more. Reused. */
final class Bytes {
  private static final int MOST_PER_VARINT = 10;

  private byte[] array = new byte[256];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** They are the first {@link #size}. */
  byte[] array() {
    return array;
  }

  /** The beginning of a field that says its length: number and length. */
  void field(int number, int length) {
    varint((long) number << 3 | 2);
    varint(length);
  }

  void varint(long value) {
    ensure(MOST_PER_VARINT);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  void fixed32(int value) {
    ensure(Integer.BYTES);
    Frame.of(array).putInt(size, value);
    size += Integer.BYTES;
  }

  void bytes(byte[] bytes, int count) {
    ensure(count);
    System.arraycopy(bytes, 0, array, size, count);
    size += count;
  }

  void bytes(Bytes others) {
    bytes(others.array, others.size);
  }

  private void ensure(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(2 * array.length, size + more));
    }
  }
}
