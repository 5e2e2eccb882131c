package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.components.html.HtmlPage;
import io.tributary.components.html.Markup;
import io.tributary.components.html.Strip;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An evaluation for people.
 *
 * @param result what was found
 * @param page is written to
 */
public record EvaluationReport(EvaluationResult result, Markup page) {
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

  public EvaluationReport {
    requireNonNull(result, "result");
    requireNonNull(page, "page");
  }

  /** The page that shows it alone. */
  static String of(EvaluationResult result, Optional<Importances> importances) {
    var page = new Markup().element("h1", "Model evaluation");
    var report = new EvaluationReport(result, page);
    report.verdict();
    report.sections();
    importances.ifPresent(of -> new ImportanceReport(of, page).sections());
    return HtmlPage.document("Model evaluation", page).html();
  }

  /** Whether the model is blessed, and why. */
  public void verdict() {
    page.element("p", result.message(), "class", result.blessed() ? "pass" : "fail");
  }

  /** Requirements, metrics and curves of all rows, classes, groups and slices, as far as any. */
  public void sections() {
    if (!result.verdicts().isEmpty()) {
      verdicts(result.verdicts());
    }
    overall();
    ofClasses(result.overall());
    confusion(result.plots());
    fairness(Disparity.of(result));
    slices();
  }

  private void verdicts(List<Verdict> verdicts) {
    page.heading("Requirements").words("Requirement", "", "Why");
    for (var verdict : verdicts) {
      page.open("tr").cell(verdict.requirement());
      page.cell(verdict.passed() ? "passed" : "failed", verdict.passed() ? "pass" : "fail");
      page.cell(verdict.reason()).close("tr");
    }
    page.endTable();
  }

  private void overall() {
    boolean isCompared = result.overall().baseline().isPresent();
    page.heading("All rows")
        .remark(
            threshold(result.task())
                + result.confidence().map(EvaluationReport::intervals).orElse("")
                + (isCompared && result.confidence().isPresent()
                    ? "p: how probable a change of that size is by chance. "
                    : "")
                + (isCompared ? "The model is blue, the baseline orange. " : "")
                + (result.unlabelledRows() == 0
                    ? ""
                    : result.unlabelledRows() + " rows without a label are left out."));
    var header = new ArrayList<>(List.of("Metric", "Value"));
    if (result.confidence().isPresent()) {
      header.add("Interval");
    }
    if (isCompared) {
      header.addAll(List.of("Baseline", "Change"));
    }
    if (isCompared && result.confidence().isPresent()) {
      header.add("p");
    }
    page.open("div", "class", "side").table(header);
    for (var metric : result.overall().candidate().keySet()) {
      if (metric.of().isEmpty()) {
        overall(metric, result.overall());
      }
    }
    page.endTable();
    new Drawings(page).curves(result.plots(), result.baselinePlots());
    page.close("div");
  }

  private void overall(Metric metric, SliceMetrics metrics) {
    var value = metrics.value(metric);
    page.open("tr").cell(name(metric)).cell(figure(metric, value));
    result
        .confidence()
        .ifPresent(
            how ->
                page.cell(
                    metrics
                        .spread(metric)
                        .map(spread -> spread.interval(value.orElseThrow(), how.level()))
                        .map(ends -> number(ends.lowest()) + " to " + number(ends.highest()))));
    if (metrics.baseline().isPresent()) {
      var baseline = metrics.baselineValue(metric);
      var change =
          value.flatMap(mine -> baseline.map(other -> mine - other)).filter(c -> !metric.isCount());
      page.cell(figure(metric, baseline)).cell(change.map(metric::change));
      if (result.confidence().isPresent()) {
        page.cell(
            metrics
                .changeSpread(metric)
                .map(spread -> number(spread.significance(change.orElseThrow()))));
      }
    }
    page.close("tr");
  }

  /** The metrics of classes or labels, a line for each. */
  private void ofClasses(SliceMetrics metrics) {
    var ofClasses =
        metrics.candidate().keySet().stream().filter(metric -> metric.of().isPresent()).toList();
    if (ofClasses.isEmpty()) {
      return;
    }
    var names = ofClasses.stream().map(Metric::name).distinct().toList();
    var header = new ArrayList<>(List.of("Class or label"));
    names.forEach(name -> header.add(name.replace('_', ' ')));
    page.heading("Classes").table(header);
    for (var of : ofClasses.stream().map(metric -> metric.of().orElseThrow()).distinct().toList()) {
      page.open("tr").cell(of);
      for (var name : names) {
        page.cell(
            ofClasses.stream()
                .filter(each -> each.name().equals(name) && each.of().equals(Optional.of(of)))
                .findFirst()
                .flatMap(each -> figure(each, metrics.value(each))));
      }
      page.close("tr");
    }
    page.endTable();
  }

  private static String intervals(Confidence confidence) {
    return "Intervals of confidence "
        + confidence.level()
        + " by "
        + (confidence.method() == Confidence.Method.JACKKNIFE
            ? "the jackknife. "
            : "a Poisson bootstrap of " + confidence.replicates() + " samples. ");
  }

  private void confusion(Plots plots) {
    if (plots.confusion().isEmpty()) {
      return;
    }
    var header = new ArrayList<>(List.of("True class"));
    header.addAll(plots.classes());
    page.heading("Confusion")
        .remark("Weights of rows: a line for each true class, a column for each predicted one.")
        .table(header);
    for (int i = 0; i < plots.confusion().size(); i++) {
      var line = plots.confusion().get(i);
      boolean isUnknown = i == plots.classes().size();
      if (isUnknown && line.stream().allMatch(weight -> weight == 0)) {
        continue;
      }
      page.open("tr");
      if (isUnknown) {
        page.cell("no class of the model", "none");
      } else {
        page.cell(plots.classes().get(i));
      }
      for (int j = 0; j < line.size(); j++) {
        page.cell(weight(line.get(j)), i == j ? "pass" : "figure");
      }
      page.close("tr");
    }
    page.endTable();
  }

  private void fairness(List<Disparity> disparities) {
    if (disparities.isEmpty()) {
      return;
    }
    page.heading("Fairness")
        .remark(
            "How far apart the groups are: of each slicing the group with the lowest and that with"
                + " the highest rate, and how many rows they have. Small groups differ by chance.")
        .words("Groups by", "Rate", "Lowest", "Group", "Highest", "Group", "Gap", "Ratio");
    for (var disparity : disparities) {
      page.open("tr")
          .cell(String.join(" x ", disparity.columns()))
          .cell(name(disparity.metric()))
          .cell(number(disparity.low()))
          .cell(group(disparity.lowest()))
          .cell(number(disparity.high()))
          .cell(group(disparity.highest()))
          .cell(number(disparity.gap()))
          .cell(Optional.of(disparity.ratio()).filter(Double::isFinite).map(r -> number(r)))
          .close("tr");
    }
    page.endTable();
  }

  private static String group(SliceMetrics group) {
    return group.slice()
        + group
            .value(Metric.EXAMPLE_COUNT)
            .map(rows -> " (" + Metric.EXAMPLE_COUNT.text(rows) + ")")
            .orElse("");
  }

  private void slices() {
    if (result.slices().isEmpty() && result.smallSlices() == 0) {
      return;
    }
    var shown =
        result.overall().candidate().keySet().stream()
            .filter(metric -> metric.of().isEmpty() && !isSecondary(metric))
            .limit(SHOWN)
            .toList();
    var headline = result.task().headline();
    page.heading("Slices")
        .remark(
            "On the left the "
                + name(headline)
                + " of each slice; the dashed line is that of all rows. "
                + (result.overall().baseline().isPresent()
                    ? "The baseline's figures in brackets. "
                    : "")
                + (result.smallSlices() > 0
                    ? result.smallSlices() + " slices with too few rows are left out."
                    : ""));
    var header = new ArrayList<>(List.of("Slice", ""));
    shown.forEach(metric -> header.add(name(metric)));
    page.table(header);
    var strip = strip(headline);
    row(result.overall(), shown, strip);
    result.slices().forEach(slice -> row(slice, shown, strip));
    page.endTable();
  }

  /** From the least to the greatest end of what there is to show of a metric. */
  private Strip strip(Metric metric) {
    var ends = new ArrayList<Double>();
    var all = new ArrayList<>(result.slices());
    all.add(result.overall());
    for (var slice : all) {
      slice.value(metric).ifPresent(ends::add);
      slice.baselineValue(metric).ifPresent(ends::add);
    }
    return Strip.over(ends);
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

  private void row(SliceMetrics metrics, List<Metric> shown, Strip strip) {
    page.open("tr").cell(metrics.slice().toString()).open("td");
    var headline = result.task().headline();
    strip.draw(
        page,
        result.overall().value(headline),
        metrics.value(headline),
        metrics.baselineValue(headline));
    page.close("td");
    for (var metric : shown) {
      var value = figure(metric, metrics.value(metric));
      page.open("td", "class", value.isPresent() ? "figure" : "none").text(value.orElse("–"));
      if (metrics.baseline().isPresent() && !metric.isCount()) {
        page.element(
            "small", " (" + figure(metric, metrics.baselineValue(metric)).orElse("–") + ")");
      }
      page.close("td");
    }
    page.close("tr");
  }

  private static String name(Metric metric) {
    return metric.key().replace('_', ' ');
  }

  private static Optional<String> figure(Metric metric, Optional<Double> value) {
    return value.map(metric::text);
  }

  private static String weight(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%.1f", value);
  }
}
