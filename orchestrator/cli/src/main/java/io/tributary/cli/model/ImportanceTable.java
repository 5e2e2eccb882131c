package io.tributary.cli.model;

import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Table;
import io.tributary.components.evaluator.Importances;
import io.tributary.components.evaluator.Importances.Contributions;
import java.io.PrintWriter;
import java.util.stream.IntStream;

/**
 * Importances for a terminal: the columns and features that matter most.
 *
 * @param importances what was found out
 */
record ImportanceTable(Importances importances) {
  private static final int SHOWN = 20;

  void print(PrintWriter out) {
    for (var metric : importances.metrics()) {
      var table = new Table("COLUMN", metric.key() + " WORSE BY", "DEVIATION").rightAligned(1, 2);
      var effects = importances.overall(metric);
      effects.stream()
          .limit(SHOWN)
          .forEach(
              of -> table.row(of.column(), Figures.text(of.mean()), Figures.text(of.deviation())));
      out.println();
      out.print(table);
      more(effects.size(), "columns", out);
    }
    importances.contributions().ifPresent(of -> print(of, out));
  }

  private static void print(Contributions of, PrintWriter out) {
    var overall = of.slices().get(0);
    var table = new Table("FEATURE", "MEAN CONTRIBUTION IN " + of.unit()).rightAligned(1);
    IntStream.range(0, Math.min(SHOWN, of.features().size()))
        .forEach(i -> table.row(of.features().get(i), Figures.text(overall.all(i))));
    out.println();
    out.print(table);
    more(of.features().size(), "features", out);
  }

  private static void more(int all, String what, PrintWriter out) {
    if (all > SHOWN) {
      out.println((all - SHOWN) + " more " + what + " are in --out and --json");
    }
  }
}
