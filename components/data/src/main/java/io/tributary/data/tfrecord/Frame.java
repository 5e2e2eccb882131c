package io.tributary.data.tfrecord;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands around a record: its length, in eight bytes, and a masked CRC-32C of these; behind it
 * a masked CRC-32C of the record. Numbers are little-endian.
 */
final class Frame {
  /** Bytes before a record. */
  static final int HEAD = Long.BYTES + Integer.BYTES;

  /** Bytes behind a record. */
  static final int TAIL = Integer.BYTES;

  private static final int MASK = 0xa282ead8;

  private Frame() {}

  /** A checksum as it is stored: a CRC of data that contains CRCs would be a poor one. */
  static int checksum(byte[] bytes, int from, int count) {
    var crc = new CRC32C();
    crc.update(bytes, from, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  static ByteBuffer of(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
