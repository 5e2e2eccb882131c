package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.ShellWord;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Hints;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.LoadProgress;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.components.card.ModelCard;
import io.tributary.components.card.ModelComparison;
import io.tributary.components.card.ModelComparison.Figure;
import io.tributary.components.card.ModelComparison.Line;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
  private final Given<Integer> maxRows =
      option(
          "--max-rows",
          "N",
          Integer.class,
          "Ask both models about a random sample of at most so many of the rows that they were judged"
              + " on; 0 asks them about none, and compares the metrics that are stored, as are rankings,"
              + " of which a sample has no whole queries. By default"
              + " both are asked about all of these rows, so that differences are paired by rows.");
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
        "  tributary model compare 20261122-093001-4c1f latest --out compare.html",
        "  tributary model compare 7 18 --max-rows 100000",
        "  tributary model compare old new --evaluation old-eval --evaluation-b new-eval");
  }

  @Override
  public Integer call() throws IOException {
    pages.check();
    var comparison = compare();
    pages.show(comparison.json(), comparison::html, () -> print(comparison));
    return ExitCode.OK;
  }

  private ModelComparison compare() throws IOException {
    if (maxRows.find().isPresent() && maxRows.value() < 0) {
      throw new UsageException("--max-rows", "" + maxRows.value(), "0 or more", "correct it");
    }
    var one = new ModelCards(home, evaluation.find()).find(first.value());
    var other = new ModelCards(home, otherEvaluation.find()).find(second.value());
    try {
      return paired(one, other);
    } catch (IllegalArgumentException e) {
      throw new UsageException("MODEL_B " + second.value(), e);
    }
  }

  /** With differences paired by rows, if both models can be asked about the same. */
  private ModelComparison paired(ModelCards.Found one, ModelCards.Found other) {
    var apart = new ModelComparison(one.card(), other.card());
    if (one.card().evaluation().isEmpty() || other.card().evaluation().isEmpty()) {
      return apart;
    }
    if (maxRows.find().isPresent() && maxRows.value() == 0) {
      return noted(apart, "Not asked together: --max-rows 0.");
    }
    if (one.home().isEmpty() || !one.home().equals(other.home())) {
      return noted(apart, "Not asked together: they are no artifacts of one home.");
    }
    try (var opened = home.openAgain(one.home().get());
        var progress = LoadProgress.on(err())) {
      var together =
          new PairedEvaluation(opened, progress)
              .of(
                  one.card(),
                  other.card(),
                  maxRows.find().map(OptionalInt::of).orElse(OptionalInt.empty()));
      return new ModelComparison(
          one.card(), other.card(), Optional.of(together), sampled(together, other.card()));
    } catch (PairedEvaluation.Impossible | UncheckedIOException e) {
      return noted(apart, "Not asked together: " + e.getMessage() + ".");
    }
  }

  private static ModelComparison noted(ModelComparison apart, String note) {
    return new ModelComparison(apart.first(), apart.second(), Optional.empty(), List.of(note));
  }

  /** Says so if not all rows were asked about. */
  private static List<String> sampled(EvaluationResult together, ModelCard judged) {
    var asked = together.overall().value(Metric.EXAMPLE_COUNT);
    var all =
        judged
            .evaluation()
            .flatMap(evaluated -> evaluated.result().overall().value(Metric.EXAMPLE_COUNT));
    return asked.isPresent() && all.isPresent() && asked.get() < all.get()
        ? List.of(
            "On a random sample: "
                + Figures.text(asked.get())
                + " of the "
                + Figures.text(all.get())
                + " rows that they were judged on.")
        : List.of();
  }

  private void print(ModelComparison comparison) {
    out().println(Printable.line("1  " + comparison.first().name()));
    out().println(Printable.line("2  " + comparison.second().name()));
    out().println();
    lines("TENSOR", comparison.signature());
    lines("PARAMETER", comparison.parameters());
    lines("DATA", comparison.data());
    lines("FEATURE", comparison.features());
    metrics(comparison.overall());
    comparison.headline().ifPresent(metric -> slices(metric, comparison));
    comparison.remarks().forEach(remark -> out().println(Printable.line(remark)));
    if (comparison.overall().isEmpty() && isFolder(first) && isFolder(second)) {
      out().println(hint());
    }
  }

  private static boolean isFolder(Given<String> model) {
    return Files.isDirectory(Path.of(model.value()));
  }

  /** How folders of models get metrics that can be compared. */
  private String hint() {
    return "next     "
        + Hints.anywhere()
            .command(
                "model evaluate ROWS --model "
                    + ShellWord.of(second.value())
                    + " --baseline "
                    + ShellWord.of(first.value()))
        + ", which asks both about the same rows";
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
    out().println((table.isEmpty() ? what + "  " : "") + equal + " the same for both");
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
    var table = new Table(header.toArray(String[]::new)).rightAligned(1, 2, 3, isSure ? 4 : 3);
    for (var figure : figures) {
      var row =
          new ArrayList<Object>(
              List.of(
                  name.apply(figure),
                  text(figure.first()),
                  text(figure.second()),
                  text(figure.difference())));
      if (isSure) {
        row.add(figure.significance().map(Figures::chance).orElse(""));
      }
      table.row(row.toArray());
    }
    return table;
  }

  private static String text(Optional<Double> figure) {
    return figure.map(Figures::text).orElse("-");
  }
}
