package io.tributary.cli.data;

import io.tributary.api.data.Dataset;
import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Printable;
import io.tributary.data.Batches;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** How a source of data is read: options that several commands share. */
public final class SourceArguments {
  static final String SOURCE =
      "A file, a directory of files, or a quoted pattern such as 'data/**/*.csv'";
  public static final String SOURCE_OR_EXAMPLES =
      SOURCE + "; or a directory that tributary data ingest wrote.";

  private static final String QUARANTINE = "--quarantine";

  private final ReadingArguments reading;
  private final Given<Path> quarantine;
  private final Given<Integer> threads;
  private boolean isOpened;

  public SourceArguments(Command command) {
    reading = new ReadingArguments(command);
    quarantine =
        command.option(
            QUARANTINE,
            "FILE",
            Path.class,
            "Write the rows that cannot be read into this file, a line of JSON each: file, line, column, reason and the row; of a row that is no UTF-8 the bytes, too, in Base64.");
    threads =
        command.option(
            "--threads",
            "N",
            Integer.class,
            "Threads to work on; they do not show in the result. By default all processors.");
  }

  public int threads() {
    return threads.find().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /** The files that {@link #batches} would read, if they are not those of splits. */
  List<Path> files(Path source) throws IOException {
    return splits(source).isEmpty() ? Sources.files(source, options()).files() : List.of();
  }

  /**
   * Looks at all rows of a source. Rows that cannot be read are counted, and kept if asked, those
   * of several sources one behind the other.
   *
   * @param outputs what the command writes, which must not be what it reads
   */
  SourceTable open(Path source, Apart outputs, LoadProgress progress) throws IOException {
    var options = options();
    var files = Sources.files(source, options);
    outputs.reading(files.files()).writing(QUARANTINE, quarantine.find()).check();
    progress.show("reading " + source);
    if (quarantine.find().isEmpty()) {
      return Sources.open(files, options, row -> {});
    }
    try (var kept = new QuarantineFile(quarantine.value(), isOpened)) {
      var table = Sources.open(files, options, kept);
      kept.keep();
      isOpened = true;
      return table;
    }
  }

  /**
   * The rows of a source, or of splits of a directory of examples. What is noteworthy is said.
   *
   * @param split only this one, of a directory of examples; without it all of them
   */
  public Batches batches(
      Path source,
      Optional<String> split,
      Apart outputs,
      BufferAllocator allocator,
      LoadProgress progress,
      PrintWriter err)
      throws IOException {
    var splits = splits(source);
    if (splits.isEmpty() && split.isPresent()) {
      throw new UsageException(
          "--split", split.get(), "nothing: " + source + " has no splits", "leave it out");
    }
    if (splits.isEmpty()) {
      var table = open(source, outputs, progress);
      progress.clear();
      remark(table, err);
      return progress.watch(source.toString(), table.batches());
    }
    var dataset = Dataset.of(source, split.map(List::of).orElse(splits));
    return progress.watch(source.toString(), Batches.of(dataset, allocator));
  }

  /** The splits of a directory of examples; none of anything else. */
  public static List<String> splits(Path source) throws IOException {
    return Files.isDirectory(source) ? ArtifactFiles.splits(source) : List.of();
  }

  /** Says what is noteworthy about a source: rows that were left out, columns that surprise. */
  void remark(SourceTable table, PrintWriter out) {
    if (table.badRows() > 0) {
      out.println(
          Figures.count(table.badRows(), "row")
              + " cannot be read and "
              + (table.badRows() == 1 ? "is" : "are")
              + " left out"
              + quarantine
                  .find()
                  .map(file -> "; see " + file)
                  .orElse("; --quarantine FILE keeps them"));
    }
    table.hints().forEach(hint -> out.println("hint  " + Printable.line(hint.toString())));
    out.flush();
  }

  private SourceOptions options() {
    var options = reading.options();
    return threads.find().isPresent() ? options.withThreads(threads.value()) : options;
  }
}
