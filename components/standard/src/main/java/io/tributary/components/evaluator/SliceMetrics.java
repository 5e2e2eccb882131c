package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of the rows of a slice. A metric that is not defined for these rows is absent from
 * the map.
 *
 * @param candidate of the model that was judged, in the order of {@link Metric}
 * @param baseline of the model it was compared with, when there was one
 */
public record SliceMetrics(
    Slice slice, Map<Metric, Double> candidate, Optional<Map<Metric, Double>> baseline) {
  public SliceMetrics {
    requireNonNull(slice, "slice");
    candidate = ordered(candidate);
    baseline = baseline.map(SliceMetrics::ordered);
  }

  private static Map<Metric, Double> ordered(Map<Metric, Double> metrics) {
    var ordered = new EnumMap<Metric, Double>(Metric.class);
    ordered.putAll(metrics);
    return Collections.unmodifiableMap(ordered);
  }

  /** The candidate's value; empty where it is not defined. */
  public Optional<Double> value(Metric metric) {
    return Optional.ofNullable(candidate.get(metric));
  }

  /** The baseline's value; empty where it is not defined, or there is no baseline. */
  public Optional<Double> baselineValue(Metric metric) {
    return baseline.map(metrics -> metrics.get(metric));
  }
}
