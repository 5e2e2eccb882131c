package io.tributary.cli.model;

import io.tributary.cli.output.Figures;
import io.tributary.cli.output.Printable;
import io.tributary.cli.output.Table;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.evaluator.SliceMetrics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An evaluation for a terminal: all metrics of all rows, some of each slice, the verdicts. */
final class EvaluationTable {
  private static final int SLICES_SHOWN = 50;
  private static final List<Metric> OF_SLICES =
      List.of(
          Metric.EXAMPLE_COUNT,
          Metric.AUC,
          Metric.ACCURACY,
          Metric.MACRO_F1,
          Metric.EXACT_MATCH,
          Metric.LOG_LOSS,
          Metric.MEAN_LABEL,
          Metric.MEAN_PREDICTION,
          Metric.MEAN_ABSOLUTE_ERROR,
          Metric.ROOT_MEAN_SQUARED_ERROR,
          Metric.NDCG.at(10));

  private final EvaluationResult result;

  EvaluationTable(EvaluationResult result) {
    this.result = result;
  }

  void print(PrintWriter out) {
    var overall = result.overall();
    boolean isCompared = overall.baseline().isPresent();
    var header = new ArrayList<>(List.of("METRIC", "VALUE"));
    if (result.confidence().isPresent()) {
      header.add("INTERVAL OF " + result.confidence().get().level());
    }
    if (isCompared) {
      header.add("BASELINE");
    }
    var table = new Table(header.toArray(String[]::new)).rightAligned(1);
    for (var metric : overall.candidate().keySet()) {
      var row = new ArrayList<Object>(List.of(metric.key(), text(metric, overall.value(metric))));
      result.confidence().ifPresent(how -> row.add(interval(overall, metric, how.level())));
      if (isCompared) {
        row.add(text(metric, overall.baselineValue(metric)));
      }
      table.row(row.toArray());
    }
    out.print(table);
    slices(out);
    labels(out);
    verdicts(out);
  }

  /** What there is to know of rows whose labels are not like the others. */
  private void labels(PrintWriter out) {
    var unlabelled = Figures.count(result.unlabelledRows(), "row") + " without a label";
    if (result.overall().value(Metric.EXAMPLE_COUNT).equals(Optional.of(0.0))) {
      out.println(unlabelled + " and none with one: nothing is judged");
    } else if (result.unlabelledRows() > 0) {
      out.println(unlabelled);
    }
    long unknown =
        result.overall().value(Metric.UNKNOWN_LABEL_COUNT).map(Double::longValue).orElse(0L);
    if (unknown > 0) {
      out.println(
          Figures.count(unknown, "row")
              + " with a label that is no class of the model, counted as predicted wrongly");
    }
  }

  private static String interval(SliceMetrics metrics, Metric metric, double level) {
    return metrics
        .spread(metric)
        .map(spread -> spread.interval(metrics.value(metric).orElseThrow(), level))
        .map(ends -> figure(ends.lowest()) + " to " + figure(ends.highest()))
        .orElse("");
  }

  private void slices(PrintWriter out) {
    if (result.slices().isEmpty()) {
      return;
    }
    var shown = OF_SLICES.stream().filter(result.overall().candidate()::containsKey).toList();
    var header = new ArrayList<String>(List.of("SLICE"));
    shown.forEach(metric -> header.add(metric.key()));
    var table = new Table(header.toArray(String[]::new));
    for (int i = 1; i <= shown.size(); i++) {
      table.rightAligned(i);
    }
    for (var slice : result.slices().stream().limit(SLICES_SHOWN).toList()) {
      var row = new ArrayList<Object>(List.of(slice.slice().toString()));
      shown.forEach(metric -> row.add(text(metric, slice.value(metric))));
      table.row(row.toArray());
    }
    out.println();
    out.print(table);
    if (result.slices().size() > SLICES_SHOWN) {
      out.println((result.slices().size() - SLICES_SHOWN) + " more slices are in --out and --json");
    }
  }

  private void verdicts(PrintWriter out) {
    if (result.verdicts().isEmpty()) {
      return;
    }
    out.println();
    for (var verdict : result.verdicts()) {
      out.println((verdict.passed() ? "passed  " : "FAILED  ") + Printable.line(verdict.reason()));
    }
  }

  private static String text(Metric metric, Optional<Double> value) {
    return value
        .map(each -> metric.isCount() ? Figures.text(each.longValue()) : figure(each))
        .orElse("undefined");
  }

  private static String figure(double value) {
    return Figures.text(value);
  }
}
