package io.tributary.components.accumulator;

import io.tributary.api.ExecutionFailure;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An opened file of an {@link AccumulatorFormat}, whose accumulators are read in the order in which
 * they were written. Not thread-safe.
 */
public final class AccumulatorInput implements AutoCloseable {
  private final Path file;
  private final String counted;
  private final DataInputStream in;

  AccumulatorInput(Path file, String counted, DataInputStream in) {
    this.file = file;
    this.counted = counted;
    this.in = in;
  }

  /** Reads an accumulator. */
  public interface Decoder<T> {
    T decode(DataInput in) throws IOException;
  }

  /** What was counted. */
  public String counted() {
    return counted;
  }

  /**
   * The next accumulator.
   *
   * @throws ExecutionFailure INVALID_DATA if the file ends before it does
   */
  public <T> T read(Decoder<T> decoder) throws IOException {
    try {
      return decoder.decode(in);
    } catch (EOFException e) {
      throw AccumulatorFormat.tooShort(file);
    }
  }

  /** Says that the file holds something else than is needed. */
  public ExecutionFailure wrong(String value, String expected) {
    return AccumulatorFormat.wrong(file, value, expected);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
