package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.components.card.ModelComparison;
import io.tributary.components.card.ModelComparison.Figure;
import io.tributary.components.card.ModelComparison.Line;
import io.tributary.components.evaluator.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

public final class ModelCompareCommand extends Command {
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
  private final ModelPages pages = new ModelPages(this);

  public ModelCompareCommand(Home home) {
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
    pages.check();
    var comparison = compare();
    pages.show(comparison.json(), comparison::html, () -> print(comparison));
    return ExitCode.OK;
  }

  private ModelComparison compare() throws IOException {
    var one = new ModelCards(home, evaluation.find()).of(first.value());
    var other = new ModelCards(home, otherEvaluation.find()).of(second.value());
    try {
      return paired(new ModelComparison(one, other));
    } catch (IllegalArgumentException e) {
      throw new UsageException("MODEL_B " + second.value(), e);
    }
  }

  /** With differences paired by rows, if both models can be asked about the same. */
  private ModelComparison paired(ModelComparison apart) throws IOException {
    var one = apart.first();
    var other = apart.second();
    if (one.evaluation().isEmpty() || other.evaluation().isEmpty() || !home.exists()) {
      return apart;
    }
    try (var opened = home.openExisting();
        var progress = LoadProgress.on(err())) {
      var together = new PairedEvaluation(opened, progress).of(one, other);
      return new ModelComparison(one, other, Optional.of(together), List.of());
    } catch (PairedEvaluation.Impossible | UncheckedIOException e) {
      var why = "Not asked together: " + e.getMessage() + ".";
      return new ModelComparison(one, other, Optional.empty(), List.of(why));
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
    out().print(table("METRIC", "", figures, figure -> figure.metric().key()));
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
    out()
        .print(
            table(
                "SLICE",
                metric.key() + " ",
                figures.stream().limit(SLICES_SHOWN).toList(),
                figure -> figure.slice().toString()));
    if (figures.size() > SLICES_SHOWN) {
      out().println((figures.size() - SLICES_SHOWN) + " more slices are in --out and --json");
    }
    out().println();
  }

  /** A line for each figure, with its significance where any has one. */
  private static Table table(
      String what, String prefix, List<Figure> figures, Function<Figure, String> name) {
    boolean isSure = figures.stream().anyMatch(figure -> figure.significance().isPresent());
    var header = new ArrayList<>(List.of(what, prefix + "1", prefix + "2", "DIFFERENCE"));
    if (isSure) {
      header.add("P");
    }
    var table = new Table(header.toArray(String[]::new)).rightAligned(1, 2, 3);
    for (var figure : figures) {
      var row =
          new ArrayList<Object>(
              List.of(
                  name.apply(figure),
                  text(figure.first()),
                  text(figure.second()),
                  text(figure.difference())));
      if (isSure) {
        row.add(figure.significance().map(Figures::text).orElse(""));
      }
      table.row(row.toArray());
    }
    return table;
  }

  private static String text(Optional<Double> figure) {
    return figure.map(Figures::text).orElse("-");
  }
}
