package io.tributary.components.evaluator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds metrics against requirements. */
final class Judgement {
  /** So many verdicts are spelled out in the message of a blessing. */
  private static final int SHOWN = 4;

  private static final MathContext DIGITS = new MathContext(6);

  private final Evaluation evaluation;
  private final SliceMetrics overall;
  private final List<SliceMetrics> slices;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Judgement(Evaluation evaluation, SliceMetrics overall, List<SliceMetrics> slices) {
    this.evaluation = evaluation;
    this.overall = overall;
    this.slices = slices;
  }

  /** A verdict for each requirement and each slice that it is about, in their order. */
  static List<Verdict> of(Evaluation evaluation, SliceMetrics overall, List<SliceMetrics> slices) {
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
      for (var metrics : selected(value, value.scope(), value.bound())) {
        value(value, metrics);
      }
    } else if (requirement instanceof Requirement.Change change) {
      for (var metrics : selected(change, change.scope(), change.bound())) {
        change(change, metrics);
      }
    } else if (requirement instanceof Requirement.Gap gap) {
      gap(gap);
    }
  }

  private List<SliceMetrics> selected(Requirement requirement, Scope scope, Bound bound) {
    List<SliceMetrics> selected;
    Slice named = Slice.OVERALL;
    if (scope instanceof Scope.EverySlice every) {
      selected = sliced(every.columns());
    } else if (scope instanceof Scope.OneSlice one) {
      named = Slice.of(one);
      var wanted = named;
      selected = slices.stream().filter(metrics -> metrics.slice().equals(wanted)).toList();
    } else {
      selected = List.of(overall);
    }
    if (selected.isEmpty()) {
      verdict(
          requirement,
          named,
          bound,
          Optional.empty(),
          false,
          requirement + ": no such slice was seen" + ifSmall());
    }
    return selected;
  }

  private String ifSmall() {
    return evaluation.minimumSliceSize() > 1
        ? " with at least " + evaluation.minimumSliceSize() + " rows"
        : "";
  }

  private List<SliceMetrics> sliced(List<String> columns) {
    return slices.stream().filter(metrics -> metrics.slice().columns().equals(columns)).toList();
  }

  private void value(Requirement.Value requirement, SliceMetrics metrics) {
    var value = metrics.value(requirement.metric());
    boolean passed = value.map(requirement.bound()::holds).orElse(false);
    verdict(
        requirement,
        metrics.slice(),
        requirement.bound(),
        value,
        passed,
        on(requirement.metric(), metrics.slice())
            + value
                .map(figure -> against(figure, requirement.bound(), passed))
                .orElseGet(() -> notComputed(metrics)));
  }

  private void change(Requirement.Change requirement, SliceMetrics metrics) {
    var candidate = metrics.value(requirement.metric());
    var baseline = metrics.baselineValue(requirement.metric());
    var where = on(requirement.metric(), metrics.slice());
    if (metrics.baseline().isEmpty()) {
      verdict(
          requirement,
          metrics.slice(),
          requirement.bound(),
          Optional.empty(),
          true,
          where + candidate.map(Judgement::text).orElse("not computed") + ", no baseline yet");
    } else if (candidate.isEmpty() || baseline.isEmpty()) {
      verdict(
          requirement,
          metrics.slice(),
          requirement.bound(),
          Optional.empty(),
          false,
          where + notComputed(metrics));
    } else {
      double change = candidate.get() - baseline.get();
      boolean passed = requirement.bound().holds(change);
      verdict(
          requirement,
          metrics.slice(),
          requirement.bound(),
          Optional.of(change),
          passed,
          where
              + text(candidate.get())
              + ", baseline "
              + text(baseline.get())
              + ", change "
              + against(change, requirement.bound(), passed));
    }
  }

  private void gap(Requirement.Gap requirement) {
    var of = sliced(List.of(requirement.column()));
    var defined =
        of.stream()
            .filter(metrics -> metrics.value(requirement.metric()).isPresent())
            .sorted(
                Comparator.comparing(metrics -> metrics.value(requirement.metric()).orElseThrow()))
            .toList();
    var where = "gap of " + requirement.metric().key() + " between " + requirement.column() + ": ";
    if (defined.size() < 2) {
      verdict(
          requirement,
          Slice.OVERALL,
          requirement.bound(),
          Optional.empty(),
          false,
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
    double least = low.value(requirement.metric()).orElseThrow();
    double most = high.value(requirement.metric()).orElseThrow();
    boolean passed = requirement.bound().holds(most - least);
    verdict(
        requirement,
        Slice.OVERALL,
        requirement.bound(),
        Optional.of(most - least),
        passed,
        where
            + against(most - least, requirement.bound(), passed)
            + ", from "
            + text(least)
            + " on "
            + low.slice()
            + " to "
            + text(most)
            + " on "
            + high.slice()
            + (defined.size() < of.size()
                ? ", not computed on " + (of.size() - defined.size()) + " slices"
                : ""));
  }

  private void verdict(
      Requirement requirement,
      Slice slice,
      Bound bound,
      Optional<Double> value,
      boolean passed,
      String reason) {
    verdicts.add(
        new Verdict(
            requirement.toString(), requirement.metric(), slice, value, bound, passed, reason));
  }

  private static String on(Metric metric, Slice slice) {
    return metric.key() + " on " + slice + ": ";
  }

  private static String against(double value, Bound bound, boolean passed) {
    return passed
        ? text(value) + " (as required: " + bound + ")"
        : text(value) + " (expected: " + bound + ")";
  }

  private static String notComputed(SliceMetrics metrics) {
    double rows = metrics.value(Metric.EXAMPLE_COUNT).orElse(0.0);
    double positives = metrics.value(Metric.POSITIVE_COUNT).orElse(0.0);
    double weight = metrics.value(Metric.WEIGHT).orElse(0.0);
    String why;
    if (rows == 0) {
      why = "there are no rows";
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
