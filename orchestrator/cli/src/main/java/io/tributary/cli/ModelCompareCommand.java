package io.tributary.cli;

import io.tributary.components.card.ModelComparison;
import io.tributary.components.card.ModelComparison.Figure;
import io.tributary.components.card.ModelComparison.Line;
import io.tributary.components.evaluator.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class ModelCompareCommand extends Command {
  /** So many slices, those that differ most, are printed; all are in the page and in JSON. */
  private static final int SLICES_SHOWN = 20;

  /** So many characters of a value are printed. */
  private static final int LONGEST = 60;

  private final Home home;
  private final Given<String> first = parameter(0, "MODEL_A", String.class, ModelCards.DESCRIPTION);
  private final Given<String> second =
      parameter(1, "MODEL_B", String.class, "The model that is held against it, likewise.");
  private final Given<Path> evaluation =
      option(
          "--evaluation",
          "DIR",
          Path.class,
          "An evaluation of MODEL_A, as tributary model evaluate --out writes it (default: the newest"
              + " of the model in the home).");
  private final Given<Path> otherEvaluation =
      option("--evaluation-b", "DIR", Path.class, "Likewise of MODEL_B.");
  private final Given<Path> page =
      option(
          "--out",
          "FILE",
          Path.class,
          "Write a page for a browser, or JSON if the name ends with .json; it needs no network.");
  private final Given<Boolean> json = flag("--json", "Print JSON.");

  ModelCompareCommand(Home home) {
    super(
        "compare",
        "Compares two models: parameters, data, features, and metrics over all rows and by slice.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary model compare 7 18",
        "  tributary model compare 20261122-093001-4c1f latest --out compare.html");
  }

  @Override
  public Integer call() throws IOException {
    new Apart().writing("--out", page.find()).check();
    var comparison = compare();
    if (page.find().isPresent()) {
      ModelPages.write(page.value(), comparison.json(), comparison::html);
    }
    if (json.value()) {
      JsonOutput.print(out(), comparison.json());
    } else {
      print(comparison);
    }
    out().flush();
    return ExitCode.OK;
  }

  private ModelComparison compare() throws IOException {
    var one = new ModelCards(home, evaluation.find()).of(first.value());
    var other = new ModelCards(home, otherEvaluation.find()).of(second.value());
    try {
      return new ModelComparison(one, other);
    } catch (IllegalArgumentException e) {
      throw new UsageException("MODEL_B " + second.value(), e);
    }
  }

  private void print(ModelComparison comparison) {
    out().println(Printable.line("1  " + comparison.first().name()));
    out().println(Printable.line("2  " + comparison.second().name()));
    out().println();
    lines("PARAMETER", comparison.parameters());
    lines("DATA", comparison.data());
    lines("FEATURE", comparison.features());
    metrics(comparison.overall());
    comparison.headline().ifPresent(metric -> slices(metric, comparison));
    comparison.remarks().forEach(remark -> out().println(Printable.line(remark)));
    page.find().ifPresent(file -> out().println("written  " + file));
  }

  private void lines(String what, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    var table = new Table(what, "1", "2");
    lines.stream()
        .filter(line -> !line.isEqual())
        .forEach(line -> table.row(line.name(), cell(line.first()), cell(line.second())));
    if (!table.isEmpty()) {
      out().print(table);
    }
    long equal = lines.stream().filter(Line::isEqual).count();
    out().println(equal + " the same for both");
    out().println();
  }

  private static String cell(Optional<String> text) {
    return text.map(value -> Figures.brief(value, LONGEST)).orElse("-");
  }

  private void metrics(List<Figure> figures) {
    if (figures.isEmpty()) {
      return;
    }
    boolean isSure = figures.stream().anyMatch(figure -> figure.spread().isPresent());
    var table =
        (isSure
                ? new Table("METRIC", "1", "2", "DIFFERENCE", "P")
                : new Table("METRIC", "1", "2", "DIFFERENCE"))
            .rightAligned(1, 2, 3);
    for (var figure : figures) {
      var row =
          new Object[] {
            figure.metric().key(),
            text(figure.first()),
            text(figure.second()),
            text(figure.difference()),
            figure.significance().map(Figures::text).orElse("")
          };
      table.row(isSure ? row : Arrays.copyOf(row, row.length - 1));
    }
    out().print(table);
    out().println();
  }

  private void slices(Metric metric, ModelComparison comparison) {
    var figures =
        comparison.slices().values().stream()
            .flatMap(List::stream)
            .filter(figure -> figure.metric().equals(metric))
            .sorted(
                Comparator.comparingDouble(
                    (Figure figure) -> -Math.abs(figure.difference().orElse(0.0))))
            .toList();
    if (figures.isEmpty()) {
      return;
    }
    var table =
        new Table("SLICE", metric.key() + " 1", metric.key() + " 2", "DIFFERENCE")
            .rightAligned(1, 2, 3);
    figures.stream()
        .limit(SLICES_SHOWN)
        .forEach(
            figure ->
                table.row(
                    figure.slice(),
                    text(figure.first()),
                    text(figure.second()),
                    text(figure.difference())));
    out().print(table);
    if (figures.size() > SLICES_SHOWN) {
      out().println((figures.size() - SLICES_SHOWN) + " more slices are in --out and --json");
    }
    out().println();
  }

  private static String text(Optional<Double> figure) {
    return figure.map(Figures::text).orElse("-");
  }
}
