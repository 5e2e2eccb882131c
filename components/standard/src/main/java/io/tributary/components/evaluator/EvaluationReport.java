package io.tributary.components.evaluator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page that shows an evaluation to people: one file that needs nothing else. */
final class EvaluationReport {
  /** So many columns a table of slices has at most. */
  private static final int SHOWN = 16;

  /** Metrics of the task that are for programs, or derived from those shown. */
  private static final List<Metric> SECONDARY =
      List.of(
          Metric.POSITIVE_COUNT,
          Metric.WEIGHT,
          Metric.CALIBRATION,
          Metric.PR_AUC,
          Metric.BRIER,
          Metric.MAXIMUM_CALIBRATION_ERROR,
          Metric.TRUE_POSITIVES,
          Metric.FALSE_POSITIVES,
          Metric.TRUE_NEGATIVES,
          Metric.FALSE_NEGATIVES,
          Metric.MICRO_PRECISION,
          Metric.MICRO_RECALL,
          Metric.MICRO_F1,
          Metric.ZERO_LABEL_COUNT,
          Metric.UNKNOWN_LABEL_COUNT);

  private static final String STYLE =
      "body{font:14px/1.5 system-ui,sans-serif;margin:2em;color:#222}"
          + "table{border-collapse:collapse;margin:1em 0}"
          + "th,td{padding:.25em .75em;border-bottom:1px solid #ddd;text-align:right}"
          + "th:first-child,td:first-child{text-align:left}"
          + ".pass{color:#17713a}.fail{color:#b3261e;font-weight:600}.none{color:#999}"
          + "small{color:#666}.plots svg{width:340px;height:340px;margin-right:1em}"
          + "svg text{font-size:12px;text-anchor:middle;fill:#444}svg .title{font-weight:600}"
          + ".frame{fill:none;stroke:#ccc;stroke-width:.004}polyline{fill:none;stroke-width:.008}"
          + ".model{stroke:#1a5fb4}.other{stroke:#c64600}.guess{stroke:#bbb;stroke-dasharray:.02}"
          + ".scroll{overflow-x:auto}th.why,td.why{text-align:left}";

  private final StringBuilder page = new StringBuilder();

  private EvaluationReport() {}

  static String of(EvaluationResult result) {
    return new EvaluationReport().render(result);
  }

  private String render(EvaluationResult result) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<title>Model evaluation</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body><h1>Model evaluation</h1>\n<p class=\"")
        .append(result.blessed() ? "pass" : "fail")
        .append("\">")
        .append(escaped(result.message()))
        .append("</p>\n");
    if (result.unlabelledRows() > 0) {
      page.append("<p>").append(result.unlabelledRows()).append(" rows without a label.</p>\n");
    }
    if (!result.verdicts().isEmpty()) {
      verdicts(result.verdicts());
    }
    overall(result);
    new Drawings(page).curves(result.plots(), result.baselinePlots());
    ofClasses(result.overall());
    confusion(result.plots());
    if (!result.slices().isEmpty()) {
      slices(result);
    }
    if (result.smallSlices() > 0) {
      page.append("<p>").append(result.smallSlices()).append(" slices with too few rows.</p>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private void verdicts(List<Verdict> verdicts) {
    page.append("<h2>Requirements</h2>\n<table><tr><th>Requirement</th><th></th>")
        .append("<th class=\"why\">Why</th></tr>\n");
    for (var verdict : verdicts) {
      page.append("<tr><td>")
          .append(escaped(verdict.requirement()))
          .append("</td><td class=\"")
          .append(verdict.passed() ? "pass\">passed" : "fail\">failed")
          .append("</td><td class=\"why\">")
          .append(escaped(verdict.reason()))
          .append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private void overall(EvaluationResult result) {
    boolean isCompared = result.overall().baseline().isPresent();
    page.append("<h2>All rows</h2>\n<p><small>")
        .append(threshold(result.task()))
        .append(result.confidence().map(EvaluationReport::intervals).orElse(""))
        .append(isCompared ? "The model is blue, the baseline orange. " : "")
        .append("</small></p>\n<table><tr><th>Metric</th><th>Value</th>")
        .append(result.confidence().isPresent() ? "<th>Interval</th>" : "")
        .append(isCompared ? "<th>Baseline</th><th>Change</th>" : "")
        .append(isCompared && result.confidence().isPresent() ? "<th>p</th>" : "")
        .append("</tr>\n");
    for (var metric : result.overall().candidate().keySet()) {
      if (metric.of().isEmpty()) {
        overall(metric, result.overall(), result.confidence());
      }
    }
    page.append("</table>\n");
  }

  /** The metrics of classes or labels, a line for each. */
  private void ofClasses(SliceMetrics metrics) {
    var ofClasses =
        metrics.candidate().keySet().stream().filter(metric -> metric.of().isPresent()).toList();
    if (ofClasses.isEmpty()) {
      return;
    }
    var names = ofClasses.stream().map(Metric::name).distinct().toList();
    page.append("<h2>Classes</h2>\n<table><tr><th>Class or label</th>");
    names.forEach(name -> page.append("<th>").append(name.replace('_', ' ')).append("</th>"));
    page.append("</tr>\n");
    for (var of : ofClasses.stream().map(metric -> metric.of().orElseThrow()).distinct().toList()) {
      page.append("<tr><td>").append(escaped(of)).append("</td>");
      for (var name : names) {
        var metric =
            ofClasses.stream()
                .filter(each -> each.name().equals(name) && each.of().equals(Optional.of(of)))
                .findFirst();
        page.append("<td>")
            .append(metric.map(each -> figure(each, metrics.value(each))).orElse(""))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n");
  }

  private static String intervals(Confidence confidence) {
    return "Intervals of confidence "
        + confidence.level()
        + " by "
        + (confidence.method() == Confidence.Method.JACKKNIFE
            ? "the jackknife. "
            : "a Poisson bootstrap of " + confidence.replicates() + " samples. ")
        + "p: how probable a change of that size is by chance. ";
  }

  private void overall(Metric metric, SliceMetrics metrics, Optional<Confidence> confidence) {
    var value = metrics.value(metric);
    page.append("<tr><td>")
        .append(escaped(metric.key().replace('_', ' ')))
        .append("</td><td>")
        .append(figure(metric, value))
        .append("</td>");
    confidence.ifPresent(
        how ->
            page.append("<td>")
                .append(
                    metrics
                        .spread(metric)
                        .map(spread -> spread.interval(value.orElseThrow(), how.level()))
                        .map(ends -> number(ends.lowest()) + " to " + number(ends.highest()))
                        .orElse(""))
                .append("</td>"));
    if (metrics.baseline().isPresent()) {
      var baseline = metrics.baselineValue(metric);
      var change = value.flatMap(mine -> baseline.map(other -> mine - other));
      page.append("<td>")
          .append(figure(metric, baseline))
          .append("</td><td>")
          .append(metric.isCount() ? "" : change.map(EvaluationReport::number).orElse(""))
          .append("</td>");
      if (confidence.isPresent()) {
        page.append("<td>")
            .append(
                metrics
                    .changeSpread(metric)
                    .map(spread -> number(spread.significance(change.orElseThrow())))
                    .orElse(""))
            .append("</td>");
      }
    }
    page.append("</tr>\n");
  }

  private void confusion(Plots plots) {
    if (plots.confusion().isEmpty()) {
      return;
    }
    page.append("<h2>Confusion</h2>\n<p><small>Weights of rows: a line for each true class, a")
        .append(
            " column for each predicted one.</small></p>\n"
                + "<div class=\"scroll\"><table><tr><th></th>");
    plots.classes().forEach(name -> page.append("<th>").append(escaped(name)).append("</th>"));
    page.append("</tr>\n");
    for (int i = 0; i < plots.confusion().size(); i++) {
      var line = plots.confusion().get(i);
      boolean isUnknown = i == plots.classes().size();
      if (isUnknown && line.stream().allMatch(weight -> weight == 0)) {
        continue;
      }
      page.append("<tr><td>")
          .append(isUnknown ? "<em>no class of the model</em>" : escaped(plots.classes().get(i)))
          .append("</td>");
      for (int j = 0; j < line.size(); j++) {
        page.append(i == j ? "<td class=\"pass\">" : "<td>")
            .append(weight(line.get(j)))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  private void slices(EvaluationResult result) {
    var shown =
        result.overall().candidate().keySet().stream()
            .filter(metric -> metric.of().isEmpty() && !isSecondary(metric))
            .limit(SHOWN)
            .toList();
    page.append("<h2>Slices</h2>\n<p><small>")
        .append(
            result.overall().baseline().isPresent() ? "The baseline's figures in brackets." : "")
        .append("</small></p>\n<div class=\"scroll\"><table><tr><th>Slice</th>");
    for (var metric : shown) {
      page.append("<th>").append(escaped(metric.key().replace('_', ' '))).append("</th>");
    }
    page.append("</tr>\n");
    row(result.overall(), shown);
    result.slices().forEach(slice -> row(slice, shown));
    page.append("</table></div>\n");
  }

  private static boolean isSecondary(Metric metric) {
    return SECONDARY.stream().anyMatch(metric::isA);
  }

  private static String threshold(Task task) {
    if (task instanceof Task.Binary binary) {
      return "At a decision threshold of " + binary.decisionThreshold() + ". ";
    }
    return task instanceof Task.Multilabel multilabel
        ? "At a decision threshold of " + multilabel.decisionThreshold() + ". "
        : "";
  }

  private void row(SliceMetrics metrics, List<Metric> shown) {
    page.append("<tr><td>").append(escaped(metrics.slice().toString())).append("</td>");
    for (var metric : shown) {
      page.append("<td>").append(figure(metric, metrics.value(metric)));
      if (metrics.baseline().isPresent() && !metric.isCount()) {
        page.append(" <small>(")
            .append(figure(metric, metrics.baselineValue(metric)))
            .append(")</small>");
      }
      page.append("</td>");
    }
    page.append("</tr>\n");
  }

  private static String figure(Metric metric, Optional<Double> value) {
    return value
        .map(number -> metric.isCount() ? Long.toString(number.longValue()) : number(number))
        .orElse("<span class=\"none\">–</span>");
  }

  private static String weight(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
