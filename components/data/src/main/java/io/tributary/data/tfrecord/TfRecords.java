package io.tributary.data.tfrecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The records of a TFRecord file that is held in memory, whatever they are.
 *
 * @param payloads of the records before the first problem
 * @param problem what is wrong with the file, and where
 */
public record TfRecords(List<byte[]> payloads, Optional<String> problem) {

  /** Reads the bytes of a file that is not packed. */
  public static TfRecords read(byte[] file) {
    var payloads = new ArrayList<byte[]>();
    var bytes = Frame.of(file);
    for (int at = 0; at < file.length; ) {
      int left = file.length - at - Frame.HEAD;
      if (left < 0) {
        return broken(payloads, at, "it ends within the length of a record");
      }
      long length = bytes.getLong(at);
      if (bytes.getInt(at + Long.BYTES) != Frame.checksum(file, at, Long.BYTES)) {
        return broken(payloads, at, "the checksum of a length does not match");
      }
      if (length < 0 || length > left - Frame.TAIL) {
        return broken(payloads, at, "it ends within a record of " + length + " bytes");
      }
      int from = at + Frame.HEAD;
      int to = from + (int) length;
      if (bytes.getInt(to) != Frame.checksum(file, from, to - from)) {
        return broken(payloads, at, "the checksum of a record does not match");
      }
      payloads.add(Arrays.copyOfRange(file, from, to));
      at = to + Frame.TAIL;
    }
    return new TfRecords(payloads, Optional.empty());
  }

  private static TfRecords broken(List<byte[]> payloads, int at, String what) {
    return new TfRecords(payloads, Optional.of("no TFRecord file: at byte " + at + " " + what));
  }
}
