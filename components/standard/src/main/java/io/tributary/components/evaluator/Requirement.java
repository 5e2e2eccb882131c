package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** What must hold for a model to be blessed. Made by the methods of {@link Metric}. */
public sealed interface Requirement {

  Metric metric();

  /** What the evaluation has to slice by to answer; empty for all rows. */
  Optional<Slicing> slicing();

  /** A bound on the candidate's own value. */
  record Value(Metric metric, Scope scope, Bound bound) implements Requirement {
    public Value {
      requireNonNull(metric, "metric");
      requireNonNull(scope, "scope");
      requireNonNull(bound, "bound");
    }

    /** The same for every slice of these columns instead of all rows together. */
    public Value onEverySlice(String... columns) {
      return new Value(metric, new Scope.EverySlice(List.of(columns)), bound);
    }

    /** The same for one slice instead of all rows. */
    public Value onSlice(String column, String value) {
      return new Value(metric, new Scope.OneSlice(List.of(column), List.of(value)), bound);
    }

    @Override
    public Optional<Slicing> slicing() {
      return slicingOf(scope);
    }

    /** {@code auc >= 0.9}. */
    @Override
    public String toString() {
      return metric.key() + " " + bound + where(scope);
    }
  }

  /**
   * A bound on the candidate's value minus the baseline's. It holds while there is no baseline, so
   * that a first model can be blessed.
   */
  record Change(Metric metric, Scope scope, Bound bound) implements Requirement {
    public Change {
      requireNonNull(metric, "metric");
      requireNonNull(scope, "scope");
      requireNonNull(bound, "bound");
    }

    /** The same for every slice of these columns instead of all rows together. */
    public Change onEverySlice(String... columns) {
      return new Change(metric, new Scope.EverySlice(List.of(columns)), bound);
    }

    /** The same for one slice instead of all rows. */
    public Change onSlice(String column, String value) {
      return new Change(metric, new Scope.OneSlice(List.of(column), List.of(value)), bound);
    }

    @Override
    public Optional<Slicing> slicing() {
      return slicingOf(scope);
    }

    /** {@code auc - baseline >= -0.01}. */
    @Override
    public String toString() {
      return metric.key() + " - baseline " + bound + where(scope);
    }
  }

  /** A bound on the difference between the slices of a column in which a metric is defined. */
  record Gap(Metric metric, String column, Bound bound) implements Requirement {
    public Gap {
      requireNonNull(metric, "metric");
      requireNonNull(column, "column");
      requireNonNull(bound, "bound");
    }

    @Override
    public Optional<Slicing> slicing() {
      return Optional.of(new Slicing(List.of(column)));
    }

    /** {@code gap of false_positive_rate between payment_type <= 0.1}. */
    @Override
    public String toString() {
      return "gap of " + metric.key() + " between " + column + " " + bound;
    }
  }

  private static Optional<Slicing> slicingOf(Scope scope) {
    if (scope instanceof Scope.EverySlice every) {
      return Optional.of(new Slicing(every.columns()));
    }
    if (scope instanceof Scope.OneSlice one) {
      return Optional.of(new Slicing(one.columns()));
    }
    return Optional.empty();
  }

  private static String where(Scope scope) {
    if (scope instanceof Scope.EverySlice every) {
      return " on every slice of " + new Slicing(every.columns());
    }
    if (scope instanceof Scope.OneSlice one) {
      return " on " + Slice.of(one);
    }
    return "";
  }
}
