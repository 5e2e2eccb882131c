package io.tributary.components.transform;

import io.tributary.api.ExecutionFailure;
import io.tributary.components.accumulator.AccumulatorFormat;
import io.tributary.components.accumulator.AccumulatorInput;
import io.tributary.components.transform.Analysis.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the analyzers of the first phase have gathered of some examples: the file of a {@code
 * TransformCache}. It says which splits were analyzed, and of each request what it gathers; the
 * statistics follow in the order of the requests.
 */
final class GatheredFile {
  /** Name of the file. */
  static final String NAME = "accumulator.bin";

  /** The bytes are {@code TRIBTRAN}. */
  private static final AccumulatorFormat FORMAT =
      new AccumulatorFormat(
          0x5452_4942_5452_414EL,
          1,
          "what analyzers have gathered of a span",
          "make it with TransformCacheGen");

  private static final int NAMED_IN_MESSAGES = 3;

  private GatheredFile() {}

  /** Writes statistics, one after the other. */
  interface Gatherer {
    /** Hands over the statistics of all requests of the first phase, in their order. */
    void gather(Sink sink) throws IOException;
  }

  /** Takes statistics. */
  interface Sink {
    void take(Statistic statistic) throws IOException;
  }

  static void write(Path directory, List<String> lines, Gatherer gatherer) throws IOException {
    FORMAT.write(
        directory.resolve(NAME),
        String.join("\n", lines),
        out -> gatherer.gather(statistic -> statistic.encode(out)));
  }

  /** Files of several spans, read request by request. Not thread-safe. */
  static final class Reader implements AutoCloseable {
    private final List<AccumulatorInput> files = new ArrayList<>();

    private Reader() {}

    /**
     * Opens files.
     *
     * @param lines what they have to say of themselves
     * @throws ExecutionFailure if one is missing, damaged, of another version, or of other requests
     */
    static Reader open(List<Path> directories, List<String> lines) throws IOException {
      var reader = new Reader();
      boolean isOpen = false;
      try {
        for (var directory : directories) {
          var file = FORMAT.open(directory.resolve(NAME));
          reader.files.add(file);
          requireSame(file, lines);
        }
        isOpen = true;
        return reader;
      } finally {
        if (!isOpen) {
          reader.close();
        }
      }
    }

    private static void requireSame(AccumulatorInput file, List<String> wanted) {
      var kept = file.counted().lines().toList();
      if (!kept.equals(wanted)) {
        throw file.wrong(
            "without " + some(wanted, kept) + ", with " + some(kept, wanted),
            "what the preprocessing of the transform gathers from raw columns");
      }
    }

    /** Some lines that are not among others. */
    private static String some(List<String> lines, List<String> others) {
      var more = lines.stream().filter(line -> !others.contains(line)).toList();
      var named = String.join("; ", more.stream().limit(NAMED_IN_MESSAGES).toList());
      int rest = more.size() - NAMED_IN_MESSAGES;
      return "[" + named + (rest > 0 ? "; and " + rest + " more" : "") + "]";
    }

    /** What was gathered of all spans for a request, which follows the one before. */
    Statistic next(Request request) throws IOException {
      var statistic = request.gathering().create(request.where(), request.part());
      for (var file : files) {
        file.read(
            in -> {
              statistic.decode(in);
              return statistic;
            });
      }
      return statistic;
    }

    @Override
    public void close() throws IOException {
      for (var file : files) {
        file.close();
      }
    }
  }
}
