package io.tributary.cli.data;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.JsonOutput;
import io.tributary.cli.output.LoadProgress;
import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.Slicing;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;

final class DataStatisticsCommand extends Command {
  private final RowArguments rows = new RowArguments(this, 0);
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
  private final Given<List<String>> features =
      repeated(
          "--feature",
          "COLUMN",
          List.class,
          "Describe only this column; may be repeated.",
          String.class);
  private final Given<List<String>> excluded =
      repeated(
          "--exclude",
          "COLUMN",
          List.class,
          "Leave this column out; may be repeated.",
          String.class);
  private final Given<String> weight =
      option(
          "--weight",
          "COLUMN",
          String.class,
          "Give weighted figures, too, in which a row counts as often as this column says.");
  private final Given<List<String>> slices =
      repeated(
          "--slice",
          "SLICE",
          List.class,
          "Describe parts of the rows, too: one for each value of a column (payment_type), for each combination (payment_type,day), or where a comparison holds ('fare > 10'); may be repeated.",
          String.class);
  private final Given<Double> sample =
      option(
          "--sample", "PART", Double.class, "Describe only such a part of the rows, above 0 to 1.");
  private final Given<Long> seed =
      option(
          "--seed", "N", Long.class, "0", "Which rows a sample takes (default: ${DEFAULT-VALUE}).");
  private final Given<Path> file =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write the statistics: binary if it ends with .pb, as text otherwise.");
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
        "  tributary data statistics trips.csv --slice payment_type --html slices.html",
        "  tributary data statistics examples --split eval");
  }

  @Override
  public Integer call() throws IOException {
    var statistics = describe();
    if (file.find().isPresent()) {
      StatisticsReader.writeAll(file.value(), statistics);
    }
    var files = new StatisticsFiles(rows.source(), Map.of("", statistics));
    if (json.value()) {
      JsonOutput.print(out(), files.views());
    } else {
      files.datasets(Optional.empty()).forEach(all -> new StatisticsTable(all).print(out()));
      out().println();
      if (files.slices() > 0) {
        out().println(Figures.count(files.slices(), "slice") + ": see --out, --html and --json");
      }
      file.find().ifPresent(path -> out().println("written  " + path));
    }
    if (html.find().isPresent()) {
      var page = StatisticsFiles.write(html.value(), files.page(Optional.empty()));
      (json.value() ? err() : out()).println(page);
    }
    out().flush();
    return ExitCode.OK;
  }

  private DatasetFeatureStatisticsList describe() throws IOException {
    var options = options();
    try (var allocator = new RootAllocator();
        var progress = LoadProgress.on(err())) {
      return DatasetStatistics.computeSlices(
          new LocalDataEngine(allocator, rows.threads()),
          rows.batches(outputs(), allocator, progress, err()),
          options);
    }
  }

  private Apart outputs() {
    return new Apart().writing("--out", file.find()).writing("--html", html.find());
  }

  private StatisticsOptions options() {
    var options =
        StatisticsOptions.DEFAULT
            .withTopValues(top.value())
            .withHistogramBuckets(buckets.value())
            .withQuantileBuckets(buckets.value())
            .withFeatures(names(features))
            .withExcludedFeatures(names(excluded))
            .withSlices(
                slices.find().orElse(List.of()).stream()
                    .map(Slicing::parse)
                    .toArray(Slicing[]::new));
    if (weight.find().isPresent()) {
      options = options.withWeightFeature(weight.value());
    }
    return sample.find().isPresent() ? options.withSample(sample.value(), seed.value()) : options;
  }

  private static String[] names(Given<List<String>> given) {
    return given.find().orElse(List.of()).toArray(String[]::new);
  }
}
