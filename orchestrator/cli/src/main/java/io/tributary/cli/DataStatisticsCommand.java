package io.tributary.cli;

import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.statistics.page.StatisticsPage;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;

final class DataStatisticsCommand extends Command {
  private final Given<String> source =
      parameter(0, "SRC", String.class, SourceArguments.SOURCE_OR_EXAMPLES);
  private final SourceArguments reading = new SourceArguments(this);
  private final Given<String> split =
      option(
          "--split",
          "SPLIT",
          String.class,
          "Of a directory with splits only this one; all of them together if left out.");
  private final Given<Integer> top =
      option(
          "--top",
          "N",
          Integer.class,
          "20",
          "How many frequent texts to list (default: ${DEFAULT-VALUE}).");
  private final Given<Integer> buckets =
      option(
          "--buckets",
          "N",
          Integer.class,
          "10",
          "Buckets of each histogram, and quantiles (default: ${DEFAULT-VALUE}).");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the statistics: as text if it ends with .pbtxt, binary otherwise.");
  private final Given<Path> html =
      option("--html", "FILE", Path.class, "Write a page to look at, for a browser.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  DataStatisticsCommand() {
    super(
        "statistics",
        "Describes data: counts, moments, quantiles, histograms and frequent values of every column.");
    footer(
        "",
        "For example:",
        "  tributary data statistics trips.csv",
        "  tributary data statistics trips.csv --missing NA --out stats.pb --html stats.html",
        "  tributary data statistics 'trips/2024-*.csv.gz' --out stats.pbtxt",
        "  tributary data statistics examples --split eval");
  }

  @Override
  public Integer call() throws IOException {
    var statistics = describe();
    if (file.find().isPresent()) {
      StatisticsReader.writeFile(file.value(), statistics);
    }
    var described = new StatisticsFiles.Described(source.value(), statistics);
    if (json.value()) {
      JsonOutput.print(out(), StatisticsView.of(described));
    } else {
      new StatisticsTable(described).print(out());
      file.find().ifPresent(path -> out().println("\nwritten  " + path));
    }
    if (html.find().isPresent()) {
      var list = DatasetFeatureStatisticsList.newBuilder().addDatasets(statistics).build();
      var page = StatisticsFiles.write(html.value(), new StatisticsPage(source.value(), list));
      (json.value() ? err() : out()).println(page);
    }
    out().flush();
    return ExitCode.OK;
  }

  private DatasetFeatureStatistics describe() throws IOException {
    var options =
        StatisticsOptions.DEFAULT
            .withTopValues(top.value())
            .withHistogramBuckets(buckets.value())
            .withQuantileBuckets(buckets.value());
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.compute(
          new LocalDataEngine(allocator, reading.threads()),
          reading.batches(Path.of(source.value()), split.find(), allocator, err()),
          options);
    }
  }
}
