package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a pass over the examples of a split has found, kept beside their statistics, so that it can
 * be merged with that of other spans without reading their rows again.
 *
 * <p>A file is the eight bytes {@code TRIBSTAT}, the version of the format as int32, the text of
 * the options that decide what is counted (its length in bytes as int32, and UTF-8), and the
 * encoded accumulator. Everything is big-endian. A change of any encoding below changes the
 * version; a file of another version is refused, and its statistics have to be made again.
 */
final class AccumulatorFile {
  /** Name of the file of a split. */
  static final String NAME = "accumulator.bin";

  private static final long MAGIC = 0x5452_4942_5354_4154L;
  private static final int VERSION = 3;

  private AccumulatorFile() {}

  static void write(
      Path split, StatisticsAggregation aggregation, StatisticsAggregation.Accumulator accumulator)
      throws IOException {
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(split.resolve(NAME)), 1 << 16))) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      EncodedText.write(counted(aggregation.options()), out);
      aggregation.encode(accumulator, out);
    }
  }

  /**
   * Reads what was written.
   *
   * @throws ExecutionFailure if there is no such file, it is damaged or of another version, or was
   *     made with other options
   */
  static StatisticsAggregation.Accumulator read(Path split, StatisticsAggregation aggregation)
      throws IOException {
    var file = split.resolve(NAME);
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readLong() != MAGIC) {
        throw wrong(file, "something else", "accumulated statistics");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw wrong(file, "version " + version + " of the format", "version " + VERSION);
      }
      var options = EncodedText.read(in);
      if (!options.equals(counted(aggregation.options()))) {
        throw wrong(file, "made with " + options, counted(aggregation.options()));
      }
      return aggregation.decode(in);
    } catch (NoSuchFileException e) {
      throw new ExecutionFailure(
          Code.NOT_FOUND,
          new Explanation(
              file.toString(),
              "no such file",
              "the accumulated statistics of the split",
              "make these statistics with StatisticsGen.withAccumulators()"),
          e);
    } catch (EOFException e) {
      throw wrong(file, "ends too early", "the bytes that were written");
    }
  }

  /** The options that decide what is counted; the others decide what is told of it. */
  private static String counted(StatisticsOptions options) {
    return "exactValues="
        + options.exactValues()
        + ", "
        + options.selection()
        + ", "
        + options.relations();
  }

  static ExecutionFailure wrong(Path file, String value, String expected) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            file.toString(), value, expected, "run the node that makes these statistics again"));
  }
}
