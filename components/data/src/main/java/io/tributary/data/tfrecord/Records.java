package io.tributary.data.tfrecord;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.data.source.BrokenFile;
import io.tributary.data.source.ContentReader;
import io.tributary.proto.tensorflow.Example;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The records of a batch: {@code while (records.next()) use(records.example())}. Reused. */
final class Records implements AutoCloseable {
  private final ContentReader reader = new ContentReader();
  private byte[] bytes = new byte[0];
  private RecordBatch batch;
  private int next;
  private int start;
  private int length;
  private int number = -1;

  Records(RecordBatch first) {
    this.batch = first;
  }

  /** Loads a batch. */
  void load(RecordBatch other) throws IOException {
    batch = other;
    next = 0;
    number = -1;
    if (bytes.length < other.length()) {
      bytes = new byte[other.length()];
    }
    reader.read(other.content(), other.position(), bytes, 0, other.length());
  }

  /**
   * Moves to the next record; false if there is none.
   *
   * @throws io.tributary.api.ExecutionFailure if its bytes are not those that were written
   */
  boolean next() {
    if (++number == batch.records()) {
      return false;
    }
    if (batch.length() - next < Frame.HEAD + Frame.TAIL) {
      throw broken("no room for it, which it had");
    }
    var frames = Frame.of(bytes);
    long said = frames.getLong(next);
    if (said < 0 || said > batch.length() - next - Frame.HEAD - Frame.TAIL) {
      throw broken("a length of " + said + ", which it had not");
    }
    start = next + Frame.HEAD;
    length = (int) said;
    next = start + length + Frame.TAIL;
    if (frames.getInt(start + length) != Frame.checksum(bytes, start, length)) {
      throw broken("another checksum than it says");
    }
    return true;
  }

  private RuntimeException broken(String found) {
    return BrokenFile.failure(
        batch.content().file() + ", record " + (batch.first() + number),
        found,
        "the bytes that were written");
  }

  /** CRC-32C of the batch. */
  long checksum() {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, batch.length());
    return checksum.getValue();
  }

  /** The number of the current record in its batch, counted from 0. */
  int number() {
    return number;
  }

  Example example() throws InvalidProtocolBufferException {
    return Example.parseFrom(ByteString.copyFrom(bytes, start, length));
  }

  /** The current record as it stands in the file, cut if it is very long. */
  byte[] bytes(int most) {
    return Arrays.copyOfRange(bytes, start, start + Math.min(most, length));
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
