package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.components.accumulator.AccumulatorFormat;
import java.io.IOException;
import java.nio.file.Path;

/** What a pass over the examples of a split has found, kept beside their statistics. */
final class AccumulatorFile {
  /** Name of the file of a split. */
  static final String NAME = "accumulator.bin";

  /** The bytes are {@code TRIBSTAT}. */
  private static final AccumulatorFormat FORMAT =
      new AccumulatorFormat(
          0x5452_4942_5354_4154L,
          3,
          "the accumulated statistics of the split",
          "make these statistics with StatisticsGen.withAccumulators()");

  private AccumulatorFile() {}

  static void write(
      Path split, StatisticsAggregation aggregation, StatisticsAggregation.Accumulator accumulator)
      throws IOException {
    FORMAT.write(
        split.resolve(NAME),
        counted(aggregation.options()),
        out -> aggregation.encode(accumulator, out));
  }

  /**
   * Reads what was written.
   *
   * @throws ExecutionFailure if there is no such file, it is damaged or of another version, or was
   *     made with other options
   */
  static StatisticsAggregation.Accumulator read(Path split, StatisticsAggregation aggregation)
      throws IOException {
    try (var file = FORMAT.open(split.resolve(NAME))) {
      var options = counted(aggregation.options());
      if (!file.counted().equals(options)) {
        throw file.wrong("made with " + file.counted(), options);
      }
      return file.read(aggregation::decode);
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
}
