package io.tributary.components.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The records of a TFRecord file that is held in memory: each a length of eight bytes, its masked
 * CRC-32C, the payload, and its masked CRC-32C.
 *
 * @param payloads of the records before the first problem
 * @param problem what is wrong with the file, and where
 */
record TfRecords(List<byte[]> payloads, Optional<String> problem) {
  private static final int MASK = 0xa282ead8;

  static TfRecords read(byte[] file) {
    var payloads = new ArrayList<byte[]>();
    var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      if (bytes.remaining() < 12) {
        return broken(payloads, start, "it ends within the length of a record");
      }
      long length = bytes.getLong();
      if (bytes.getInt() != masked(file, start, 8)) {
        return broken(payloads, start, "the checksum of a length does not match");
      }
      if (length < 0 || length > bytes.remaining() - 4L) {
        return broken(payloads, start, "it ends within a record of " + length + " bytes");
      }
      var payload = new byte[(int) length];
      bytes.get(payload);
      if (bytes.getInt() != masked(payload, 0, payload.length)) {
        return broken(payloads, start, "the checksum of a record does not match");
      }
      payloads.add(payload);
    }
    return new TfRecords(payloads, Optional.empty());
  }

  private static TfRecords broken(List<byte[]> payloads, int at, String what) {
    return new TfRecords(payloads, Optional.of("no TFRecord file: at byte " + at + " " + what));
  }

  private static int masked(byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes, from, length);
    int value = (int) crc.getValue();
    return ((value >>> 15) | (value << 17)) + MASK;
  }
}
