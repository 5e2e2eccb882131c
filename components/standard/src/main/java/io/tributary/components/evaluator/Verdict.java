package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of a requirement, on one of the slices that it is about.
 *
 * @param requirement as it was declared: {@code auc >= 0.9}
 * @param metric what was looked at
 * @param slice over which rows; for a gap between slices, all
 * @param value what was held against the bound: the metric, its change or its gap; empty when there
 *     was nothing to hold against it
 * @param bound what it had to be
 * @param reason why it passed or failed, with figures
 */
public record Verdict(
    String requirement,
    Metric metric,
    Slice slice,
    Optional<Double> value,
    Bound bound,
    boolean passed,
    String reason) {
  public Verdict {
    requireNonNull(requirement, "requirement");
    requireNonNull(metric, "metric");
    requireNonNull(slice, "slice");
    requireNonNull(value, "value");
    requireNonNull(bound, "bound");
    requireNonNull(reason, "reason");
  }
}
