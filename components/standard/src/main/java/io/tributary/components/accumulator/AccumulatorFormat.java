package io.tributary.components.accumulator;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A kind of file that keeps what a pass over some examples has found, so that it can be merged with
 * that of other examples without reading their rows again.
 *
 * <p>A file is the eight bytes of the kind, the version of the format as int32, a text that says
 * what was counted, as {@link EncodedText}, and the encoded accumulators. Everything is big-endian.
 * A change of any encoding changes the version; a file of another version is refused, and has to be
 * made again.
 *
 * @param magic the eight bytes
 * @param version of what this code writes
 * @param content what it holds, for error messages
 * @param made how such a file is made, for error messages
 */
public record AccumulatorFormat(long magic, int version, String content, String made) {
  private static final int BUFFER = 1 << 16;

  /** Writes accumulators. */
  public interface Encoder {
    void encode(DataOutput out) throws IOException;
  }

  /** Writes a file, which is not there yet. */
  public void write(Path file, String counted, Encoder accumulators) throws IOException {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
      out.writeLong(magic);
      out.writeInt(version);
      EncodedText.write(counted, out);
      accumulators.encode(out);
    }
  }

  /**
   * Opens what was written.
   *
   * @return to be closed
   * @throws ExecutionFailure if there is no such file, or it is damaged or of another version
   */
  public AccumulatorInput open(Path file) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(stream(file), BUFFER));
    boolean isOpen = false;
    try {
      if (in.readLong() != magic) {
        throw wrong(file, "something else", content);
      }
      int found = in.readInt();
      if (found != version) {
        throw wrong(file, "version " + found + " of the format", "version " + version);
      }
      var input = new AccumulatorInput(file, EncodedText.read(in), in);
      isOpen = true;
      return input;
    } catch (EOFException e) {
      throw tooShort(file);
    } finally {
      if (!isOpen) {
        in.close();
      }
    }
  }

  private InputStream stream(Path file) throws IOException {
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new ExecutionFailure(
          Code.NOT_FOUND, new Explanation(file.toString(), "no such file", content, made), e);
    }
  }

  static ExecutionFailure tooShort(Path file) {
    return wrong(file, "ends too early", "the bytes that were written");
  }

  /** Says that a file holds something else than is needed. */
  public static ExecutionFailure wrong(Path file, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(file.toString(), value, expected, "run the node that makes it again"));
  }
}
