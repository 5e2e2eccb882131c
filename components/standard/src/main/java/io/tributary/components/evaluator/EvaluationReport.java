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
          + "small{color:#666}";

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
    verdicts(result.verdicts());
    metrics(result);
    if (result.smallSlices() > 0) {
      page.append("<p>").append(result.smallSlices()).append(" slices with too few rows.</p>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private void verdicts(List<Verdict> verdicts) {
    page.append(
        "<h2>Requirements</h2>\n<table><tr><th>Requirement</th><th></th><th>Why</th></tr>\n");
    for (var verdict : verdicts) {
      page.append("<tr><td>")
          .append(escaped(verdict.requirement()))
          .append("</td><td class=\"")
          .append(verdict.passed() ? "pass\">passed" : "fail\">failed")
          .append("</td><td>")
          .append(escaped(verdict.reason()))
          .append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  private void metrics(EvaluationResult result) {
    var shown =
        result.overall().candidate().keySet().stream()
            .filter(metric -> metric.of().isEmpty() && !isSecondary(metric))
            .limit(SHOWN)
            .toList();
    page.append("<h2>Metrics</h2>\n<p><small>")
        .append(threshold(result.task()))
        .append("The baseline's figures in brackets.</small></p>\n<table><tr><th>Slice</th>");
    for (var metric : shown) {
      page.append("<th>").append(escaped(metric.key().replace('_', ' '))).append("</th>");
    }
    page.append("</tr>\n");
    row(result.overall(), shown);
    result.slices().forEach(slice -> row(slice, shown));
    page.append("</table>\n");
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
        .map(
            number ->
                metric.isCount()
                    ? Long.toString(number.longValue())
                    : String.format(Locale.ROOT, "%.4f", number))
        .orElse("<span class=\"none\">–</span>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
