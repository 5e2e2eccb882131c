package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.List;
import java.util.Optional;

/** What must hold for a model to be blessed. Made by the methods of {@link Metric}. */
public sealed interface Requirement {

  /**
   * Reads what requirements are written as: {@code auc >= 0.9}, {@code log_loss <= 0.3}, {@code auc
   * - baseline >= -0.01}, {@code (auc - baseline) / baseline >= -0.01}, {@code gap of recall
   * between payment_type <= 0.1} or {@code ratio of ...}; the former with {@code on every slice of
   * payment_type} and {@code with confidence 0.95} behind them.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Requirement parse(String text) {
    return RequirementText.parse(text);
  }

  Metric metric();

  Bound bound();

  /** What the evaluation has to slice by to answer; empty for all rows. */
  Optional<Slicing> slicing();

  /** How sure it has to be, such as 0.95; empty if the computed figure itself counts. */
  default Optional<Double> confidence() {
    return Optional.empty();
  }

  /**
   * A bound on the candidate's own value.
   *
   * @param confidence if present, the whole interval of that confidence has to be within the bound
   */
  record Value(Metric metric, Scope scope, Bound bound, Optional<Double> confidence)
      implements Requirement {
    public Value {
      requireNonNull(metric, "metric");
      requireNonNull(scope, "scope");
      requireNonNull(bound, "bound");
      requireConfidence(confidence);
    }

    /** The same for every slice of these columns instead of all rows together. */
    public Value onEverySlice(String... columns) {
      return onEverySlice(Slicing.of(columns));
    }

    /** The same for every slice instead of all rows together. */
    public Value onEverySlice(Slicing slicing) {
      return on(new Scope.EverySlice(slicing));
    }

    /** The same for one slice instead of all rows. */
    public Value onSlice(String column, String value) {
      return on(new Scope.OneSlice(Slicing.of(column), List.of(value)));
    }

    /** The same for other rows than all. */
    public Value on(Scope rows) {
      return new Value(metric, rows, bound, confidence);
    }

    /**
     * The same, and sure of it: the interval of that confidence has to be within the bound, not
     * only the figure.
     *
     * @param level such as 0.95
     */
    public Value withConfidence(double level) {
      return new Value(metric, scope, bound, Optional.of(level));
    }

    @Override
    public Optional<Slicing> slicing() {
      return scope.slicing();
    }

    /** {@code auc >= 0.9}. */
    @Override
    public String toString() {
      return metric.key() + " " + bound + scope + sure(confidence);
    }
  }

  /**
   * A bound on the candidate's value minus the baseline's, or on that difference divided by the
   * baseline's value. It holds while there is no baseline, so that a first model can be blessed; a
   * share of a baseline of 0 is no number and fails.
   *
   * @param confidence if present, the whole interval of that confidence has to be within the bound
   */
  record Change(
      Metric metric, Scope scope, Contrast contrast, Bound bound, Optional<Double> confidence)
      implements Requirement {
    public Change {
      requireNonNull(metric, "metric");
      requireNonNull(scope, "scope");
      requireNonNull(contrast, "contrast");
      requireNonNull(bound, "bound");
      requireConfidence(confidence);
    }

    /** The same for every slice of these columns instead of all rows together. */
    public Change onEverySlice(String... columns) {
      return onEverySlice(Slicing.of(columns));
    }

    /** The same for every slice instead of all rows together. */
    public Change onEverySlice(Slicing slicing) {
      return on(new Scope.EverySlice(slicing));
    }

    /** The same for one slice instead of all rows. */
    public Change onSlice(String column, String value) {
      return on(new Scope.OneSlice(Slicing.of(column), List.of(value)));
    }

    /** The same for other rows than all. */
    public Change on(Scope rows) {
      return new Change(metric, rows, contrast, bound, confidence);
    }

    /** The same of the difference divided by the baseline's value. */
    public Change relative() {
      return new Change(metric, scope, Contrast.RATIO, bound, confidence);
    }

    /**
     * The same, and sure of it: the interval of that confidence has to be within the bound, not
     * only the figure.
     *
     * @param level such as 0.95
     */
    public Change withConfidence(double level) {
      return new Change(metric, scope, contrast, bound, Optional.of(level));
    }

    @Override
    public Optional<Slicing> slicing() {
      return scope.slicing();
    }

    /** {@code auc - baseline >= -0.01} or {@code (auc - baseline) / baseline >= -0.01}. */
    @Override
    public String toString() {
      var difference = metric.key() + " - baseline";
      return (contrast == Contrast.RATIO ? "(" + difference + ") / baseline" : difference)
          + " "
          + bound
          + scope
          + sure(confidence);
    }
  }

  /**
   * A bound on the difference between the largest and the smallest value among slices in which a
   * metric is defined, or on the smallest divided by the largest.
   */
  record Gap(Metric metric, Slicing between, Contrast contrast, Bound bound)
      implements Requirement {
    public Gap {
      requireNonNull(metric, "metric");
      requireNonNull(between, "between");
      requireNonNull(contrast, "contrast");
      requireNonNull(bound, "bound");
    }

    /** The same between other slices than the values of a column. */
    public Gap between(Slicing slices) {
      return new Gap(metric, slices, contrast, bound);
    }

    @Override
    public Optional<Slicing> slicing() {
      return Optional.of(between);
    }

    /** {@code gap of false_positive_rate between payment_type <= 0.1}. */
    @Override
    public String toString() {
      return name() + " of " + metric.key() + " between " + between + " " + bound;
    }

    String name() {
      return contrast == Contrast.RATIO ? "ratio" : "gap";
    }
  }

  private static void requireConfidence(Optional<Double> confidence) {
    double level = confidence.orElse(0.5);
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "requirement > confidence",
                  String.valueOf(level),
                  "above 0 and below 1",
                  "use 0.95, for instance")
              .toString());
    }
  }

  private static String sure(Optional<Double> confidence) {
    return confidence.map(level -> " with confidence " + level).orElse("");
  }
}
