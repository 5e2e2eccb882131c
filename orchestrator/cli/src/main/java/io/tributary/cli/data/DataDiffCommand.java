package io.tributary.cli.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Temporary;
import io.tributary.cli.output.LoadProgress;
import io.tributary.components.examplediff.DiffJson;
import io.tributary.components.examplediff.ExampleDiff.SplitPair;
import io.tributary.components.json.Json;
import io.tributary.data.Batches;
import io.tributary.data.diff.DatasetDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

final class DataDiffCommand extends Command {
  private final Given<String> first =
      parameter(0, "A", String.class, SourceArguments.SOURCE_OR_EXAMPLES);
  private final Given<String> second = parameter(1, "B", String.class, "What to compare it with.");
  private final Given<List<String>> key =
      repeated(
          "--key",
          "COLUMN",
          List.class,
          "Rows that are equal in this column belong together, and are compared value by value; may be repeated. Without it whole rows are compared.",
          String.class);
  private final Given<String> split =
      option(
          "--split",
          "SPLIT",
          String.class,
          "Of directories with splits only this one; all of them together if left out.");
  private final Given<Integer> samples =
      option(
          "--samples",
          "N",
          Integer.class,
          "10",
          "How many rows of each kind to show (default: ${DEFAULT-VALUE}).");
  private final SourceArguments reading = new SourceArguments(this);
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  DataDiffCommand() {
    super(
        "diff",
        "Compares the rows of two datasets, whatever their order: which are the same, have changed, or are only in one. Exit code 0 if all are the same, 3 if not.");
    footer(
        "",
        "For example:",
        "  tributary data diff monday.csv tuesday.csv --key trip_id",
        "  tributary data diff trips.csv trips.parquet");
  }

  @Override
  public Integer call() throws IOException {
    var keys = key.find().orElse(List.of());
    var outputs =
        new Apart()
            .reading(reading.files(Path.of(first.value())))
            .reading(reading.files(Path.of(second.value())));
    try (var temporary =
            Temporary.folder(Path.of(System.getProperty("java.io.tmpdir")), "tributary-diff-");
        var allocator = new RootAllocator();
        var progress = LoadProgress.on(err())) {
      var difference =
          new DatasetDiff(keys, samples.value())
              .compare(
                  rows(Path.of(first.value()), outputs, allocator, progress),
                  rows(Path.of(second.value()), outputs, allocator, progress),
                  temporary.path(),
                  allocator,
                  reading.threads());
      progress.clear();
      if (json.value()) {
        var pair = new SplitPair(first.value(), second.value());
        out()
            .print(
                new String(
                    Json.write(new DiffJson(keys, difference, allocator).pair(pair)), UTF_8));
        out().flush();
      } else {
        new DifferenceReport(first.value(), second.value(), keys, difference, allocator)
            .print(out());
      }
      return difference.isEmpty() ? ExitCode.OK : ExitCode.ANOMALIES;
    }
  }

  private Batches rows(Path source, Apart outputs, BufferAllocator allocator, LoadProgress progress)
      throws IOException {
    var only = SourceArguments.splits(source).isEmpty() ? Optional.<String>empty() : split.find();
    return reading.batches(source, only, outputs, allocator, progress, err());
  }
}
