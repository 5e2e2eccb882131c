package io.tributary.cli.model;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.components.card.ModelCard;
import io.tributary.components.evaluator.Metric;
import java.io.IOException;
import java.nio.file.Path;

final class ModelCardCommand extends Command {
  private final Home home;
  private final Given<String> model = parameter(0, "MODEL", String.class, ModelCards.DESCRIPTION);
  private final Given<Path> evaluation =
      option(
          "--evaluation",
          "DIR",
          Path.class,
          "An evaluation to show, as tributary model evaluate --out writes it (default: the newest of"
              + " this model in the home).");
  private final ModelPages pages = new ModelPages(this);

  ModelCardCommand(Home home) {
    super(
        "card",
        "Shows a model card: data, schema, features, parameters, metrics by slice, fairness, verdict, provenance and how to reproduce the model.");
    this.home = home;
    footer(
        "",
        "For example:",
        "  tributary model card latest --out card.html",
        "  tributary model card 7 --json",
        "  tributary model card model --evaluation evaluation --out card.html");
  }

  @Override
  public Integer call() throws IOException {
    pages.check();
    var card = new ModelCards(home, evaluation.find()).find(model.value()).card();
    pages.show(card.json(), card::html, () -> print(card));
    return ExitCode.OK;
  }

  private void print(ModelCard card) {
    var table = new Table("", "");
    table.row("model", card.name());
    card.model().text("task").ifPresent(task -> table.row("task", task));
    card.model().text("algorithm").ifPresent(name -> table.row("algorithm", name));
    card.origin().ifPresent(origin -> table.row("digest", origin.digest()));
    card.findings().forEach(finding -> table.row(finding.what(), finding.message()));
    card.evaluation()
        .ifPresentOrElse(
            evaluated -> {
              var overall = evaluated.result().overall();
              var headline = evaluated.result().task().headline();
              table.row("evaluation", evaluated.place());
              overall
                  .value(headline)
                  .ifPresent(value -> table.row(headline.key(), Figures.text(value)));
              overall
                  .value(Metric.EXAMPLE_COUNT)
                  .ifPresent(rows -> table.row("rows judged", Figures.text(rows.longValue())));
              table.row("slices", evaluated.result().slices().size());
            },
            () -> table.row("evaluation", "none"));
    card.origin()
        .flatMap(ModelCard.Origin::command)
        .ifPresent(command -> table.row("reproduce", command));
    out().print(table.toString().strip() + "\n");
    card.absent().forEach(what -> out().println(Printable.line(what)));
    if (!pages.isWritten()) {
      out().println("--out card.html writes all of it as a page, --json prints it");
    }
  }
}
