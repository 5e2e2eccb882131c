package io.tributary.components.evaluator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds metrics against requirements. */
final class Judgement {
  /** So many verdicts are spelled out in the message of a blessing. */
  private static final int SHOWN = 4;

  private static final MathContext DIGITS = new MathContext(6);

  private final Evaluation evaluation;
  private final SliceMetrics overall;
  private final Map<Slicing, List<SliceMetrics>> slices;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Judgement(
      Evaluation evaluation, SliceMetrics overall, Map<Slicing, List<SliceMetrics>> slices) {
    this.evaluation = evaluation;
    this.overall = overall;
    this.slices = slices;
  }

  /** A verdict for each requirement and each slice that it is about, in their order. */
  static List<Verdict> of(
      Evaluation evaluation, SliceMetrics overall, Map<Slicing, List<SliceMetrics>> slices) {
    var judgement = new Judgement(evaluation, overall, slices);
    for (var requirement : evaluation.requirements()) {
      judgement.judge(requirement);
    }
    return List.copyOf(judgement.verdicts);
  }

  /** Whether a model with these verdicts is blessed. */
  static boolean blesses(SliceMetrics overall, List<Verdict> verdicts) {
    return rows(overall) > 0 && !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::passed);
  }

  /** Why, in one line. */
  static String message(SliceMetrics overall, List<Verdict> verdicts) {
    if (rows(overall) == 0) {
      return "not blessed: no row with a label was evaluated";
    }
    if (verdicts.isEmpty()) {
      return "not blessed: no requirement was declared";
    }
    var failed = verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    if (failed.isEmpty()) {
      return "blessed: "
          + verdicts.stream().limit(SHOWN).map(Verdict::reason).collect(Collectors.joining("; "))
          + (verdicts.size() > SHOWN ? "; and " + (verdicts.size() - SHOWN) + " more passed" : "");
    }
    return "not blessed: "
        + failed.get(0).reason()
        + (failed.size() == 1 ? "" : "; and " + (failed.size() - 1) + " more failed");
  }

  private static double rows(SliceMetrics overall) {
    return overall.value(Metric.EXAMPLE_COUNT).orElse(0.0);
  }

  private void judge(Requirement requirement) {
    if (requirement instanceof Requirement.Value value) {
      for (var metrics : selected(value, value.scope())) {
        value(value, metrics);
      }
    } else if (requirement instanceof Requirement.Change change) {
      for (var metrics : selected(change, change.scope())) {
        change(change, metrics);
      }
    } else if (requirement instanceof Requirement.Gap gap) {
      gap(gap);
    }
  }

  private List<SliceMetrics> selected(Requirement requirement, Scope scope) {
    List<SliceMetrics> selected;
    Slice named = Slice.OVERALL;
    if (scope instanceof Scope.EverySlice every) {
      selected = sliced(every.of());
    } else if (scope instanceof Scope.OneSlice one) {
      named = Slice.of(one);
      var wanted = named;
      selected =
          sliced(one.of()).stream().filter(metrics -> metrics.slice().equals(wanted)).toList();
    } else {
      selected = List.of(overall);
    }
    if (selected.isEmpty()) {
      fail(requirement, named, requirement + ": no such slice was seen" + ifSmall());
    }
    return selected;
  }

  private String ifSmall() {
    return evaluation.minimumSliceSize() > 1
        ? " with at least " + evaluation.minimumSliceSize() + " rows"
        : "";
  }

  private List<SliceMetrics> sliced(Slicing slicing) {
    return slices.getOrDefault(slicing, List.of());
  }

  private void value(Requirement.Value requirement, SliceMetrics metrics) {
    var where = on(requirement.metric(), metrics.slice());
    var value = metrics.value(requirement.metric());
    if (value.isEmpty()) {
      fail(requirement, metrics.slice(), where + notComputed(requirement.metric(), metrics));
    } else {
      hold(
          requirement,
          metrics.slice(),
          value.get(),
          metrics.spread(requirement.metric()),
          where,
          "");
    }
  }

  private void change(Requirement.Change requirement, SliceMetrics metrics) {
    var metric = requirement.metric();
    var candidate = metrics.value(metric);
    var baseline = metrics.baselineValue(metric);
    var where = on(metric, metrics.slice());
    if (metrics.baseline().isEmpty()) {
      verdict(
          requirement,
          metrics.slice(),
          Optional.empty(),
          true,
          where + candidate.map(Judgement::text).orElse("not computed") + ", no baseline yet");
    } else if (candidate.isEmpty() || baseline.isEmpty()) {
      fail(requirement, metrics.slice(), where + notComputed(metric, metrics));
    } else {
      var figures = where + text(candidate.get()) + ", baseline " + text(baseline.get());
      double change = candidate.get() - baseline.get();
      if (requirement.contrast() == Contrast.DIFFERENCE) {
        hold(
            requirement,
            metrics.slice(),
            change,
            metrics.changeSpread(metric),
            figures + ", change ",
            "");
      } else if (baseline.get() == 0) {
        fail(requirement, metrics.slice(), figures + ": no share of 0 can be told");
      } else {
        hold(
            requirement,
            metrics.slice(),
            change / baseline.get(),
            metrics.changeSpread(metric).map(spread -> spread.over(baseline.get())),
            figures + ", change relative to it ",
            "");
      }
    }
  }

  private void gap(Requirement.Gap requirement) {
    var of = sliced(requirement.between());
    var metric = requirement.metric();
    var defined =
        of.stream()
            .filter(metrics -> metrics.value(metric).isPresent())
            .sorted(Comparator.comparing(metrics -> metrics.value(metric).orElseThrow()))
            .toList();
    var where =
        requirement.name() + " of " + metric.key() + " between " + requirement.between() + ": ";
    if (defined.size() < 2) {
      fail(
          requirement,
          Slice.OVERALL,
          where
              + "metric computed on "
              + defined.size()
              + " of "
              + of.size()
              + " slices (expected: 2 or more)");
      return;
    }
    var low = defined.get(0);
    var high = defined.get(defined.size() - 1);
    double least = low.value(metric).orElseThrow();
    double most = high.value(metric).orElseThrow();
    var between =
        ", from "
            + text(least)
            + " on "
            + low.slice()
            + " to "
            + text(most)
            + " on "
            + high.slice()
            + (defined.size() < of.size()
                ? ", not computed on " + (of.size() - defined.size()) + " slices"
                : "");
    if (requirement.contrast() == Contrast.RATIO && !(most > 0 && least >= 0)) {
      fail(requirement, Slice.OVERALL, where + "no ratio of such values" + between);
    } else {
      double value = requirement.contrast() == Contrast.RATIO ? least / most : most - least;
      hold(requirement, Slice.OVERALL, value, Optional.empty(), where, between);
    }
  }

  /** Holds a value, or its interval if the requirement asks for confidence, against the bound. */
  private void hold(
      Requirement requirement,
      Slice slice,
      double value,
      Optional<Spread> spread,
      String before,
      String after) {
    var bound = requirement.bound();
    var level = requirement.confidence();
    if (level.isPresent() && spread.isEmpty()) {
      fail(
          requirement,
          slice,
          before + text(value) + ": too few rows for an interval (expected: some in each group)");
      return;
    }
    var interval = level.map(each -> spread.orElseThrow().interval(value, each));
    boolean passed =
        interval
            .map(each -> bound.holds(each.lowest()) && bound.holds(each.highest()))
            .orElseGet(() -> bound.holds(value));
    verdict(
        requirement,
        slice,
        Optional.of(value),
        passed,
        before
            + text(value)
            + interval
                .map(each -> ", " + text(each.lowest()) + " to " + text(each.highest()))
                .orElse("")
            + (passed ? " (as required: " : " (expected: ")
            + bound
            + ")"
            + after);
  }

  private void fail(Requirement requirement, Slice slice, String reason) {
    verdict(requirement, slice, Optional.empty(), false, reason);
  }

  private void verdict(
      Requirement requirement, Slice slice, Optional<Double> value, boolean passed, String reason) {
    verdicts.add(
        new Verdict(
            requirement.toString(),
            requirement.metric(),
            slice,
            value,
            requirement.bound(),
            passed,
            reason));
  }

  private static String on(Metric metric, Slice slice) {
    return metric.key() + " on " + slice + ": ";
  }

  private static String notComputed(Metric metric, SliceMetrics metrics) {
    double rows = metrics.value(Metric.EXAMPLE_COUNT).orElse(0.0);
    double positives = metrics.value(Metric.POSITIVE_COUNT).orElse(Double.NaN);
    double weight = metrics.value(Metric.WEIGHT).orElse(rows);
    String why;
    if (rows == 0) {
      why = "there are no rows";
    } else if (!metrics.candidate().containsKey(metric)) {
      why = "the model has no class or label '" + metric.of().orElse("") + "'";
    } else if (weight == 0) {
      why = "the weights sum up to 0";
    } else if (positives == 0 || positives == rows) {
      why = "all labels are " + (positives == 0 ? 0 : 1);
    } else {
      why = "its definition divides by 0 here";
    }
    return "not computed, " + why;
  }

  /** Six digits, which is enough to see what happened; files hold the exact value. */
  private static String text(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
