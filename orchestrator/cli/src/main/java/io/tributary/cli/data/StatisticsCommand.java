package io.tributary.cli.data;

import io.tributary.cli.command.Apart;
import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.ArtifactFiles;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.JsonOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

public final class StatisticsCommand extends Command {
  private final Home home;
  private final Given<String> artifact =
      parameter(0, "ARTIFACT", String.class, ArtifactFiles.Wanted.STATISTICS.description());
  private final Given<String> split =
      option("--split", "SPLIT", String.class, "Only this split; all of them if left out.");
  private final Given<String> slice =
      option("--slice", "SLICE", String.class, "A slice instead of all examples.");
  private final Given<String> against =
      option(
          "--against",
          "ARTIFACT",
          String.class,
          "Compares with these statistics; in the table, what differs most comes first.");
  private final Given<Path> html =
      option(
          "--html",
          "FILE",
          Path.class,
          "Writes a page with histograms, quantiles and frequent values, for a browser; it needs no network. Two splits, or the two artifacts with --against, lie beside each other.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  public StatisticsCommand(Home home) {
    super("statistics", "Shows statistics of data: as a table, or as a page to look at.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary artifacts --type ExampleStatistics",
        "  tributary statistics 2",
        "  tributary statistics 2 --html statistics.html",
        "  tributary statistics today.pb --against yesterday.pb --html changes.html",
        "See also: tributary data statistics, which makes statistics of a file.");
  }

  @Override
  public Integer call() throws IOException {
    var outputs = new Apart().writing("--html", html.find());
    var shown = read(find(artifact.value()).only(split.find()), outputs);
    var other =
        against.find().isPresent()
            ? Optional.of(read(find(against.value()).ofSplit(split.find()), outputs))
            : Optional.<StatisticsFiles>empty();
    if (json.value()) {
      JsonOutput.print(
          out(),
          other.isPresent()
              ? views(shown.compared(other.get(), slice.find()))
              : slice.find().isPresent()
                  ? shown.datasets(slice.find()).stream().map(StatisticsView::of).toList()
                  : shown.views());
    } else if (other.isPresent()) {
      shown.compared(other.get(), slice.find()).forEach(comparison -> comparison.print(out()));
    } else {
      print(shown);
    }
    if (html.find().isPresent()) {
      var page = StatisticsFiles.write(html.value(), shown.page(other));
      (json.value() ? err() : out()).println(page);
    }
    out().flush();
    return ExitCode.OK;
  }

  private static StatisticsFiles read(ArtifactFiles files, Apart outputs) throws IOException {
    outputs.reading(files.bySplit().values()).check();
    return StatisticsFiles.read(files);
  }

  private ArtifactFiles find(String given) throws IOException {
    return ArtifactFiles.find(home, given, ArtifactFiles.Wanted.STATISTICS);
  }

  private void print(StatisticsFiles shown) {
    for (var dataset : shown.datasets(slice.find())) {
      new StatisticsTable(dataset).print(out());
      out().println();
    }
    if (shown.slices() > 0 && slice.find().isEmpty()) {
      out()
          .println(
              Figures.count(shown.slices(), "slice")
                  + ": --slice NAME shows one, --html all of them");
    }
  }

  private static Object views(List<ComparisonTable> tables) {
    return tables.stream()
        .map(
            table -> {
              var view = new LinkedHashMap<String, Object>();
              view.put("first", table.first().place());
              view.put("second", table.second().place());
              view.put("features", table.lines());
              return view;
            })
        .toList();
  }
}
