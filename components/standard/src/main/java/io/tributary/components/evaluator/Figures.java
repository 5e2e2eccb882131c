package io.tributary.components.evaluator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Figures under way; what no value was given stays undefined. */
final class Figures {
  private final Map<Metric, Double> values = new LinkedHashMap<>();

  /** All of them undefined. */
  Figures(List<Metric> metrics) {
    expect(metrics);
  }

  /** These, too; undefined as yet. */
  void expect(List<Metric> metrics) {
    metrics.forEach(metric -> values.putIfAbsent(metric, Double.NaN));
  }

  void put(Metric metric, double value) {
    values.put(metric, value);
  }

  /** A quotient; undefined unless the denominator is positive. */
  void put(Metric metric, double numerator, double denominator) {
    values.put(metric, denominator > 0 ? numerator / denominator : Double.NaN);
  }

  double get(Metric metric) {
    return values.getOrDefault(metric, Double.NaN);
  }

  Map<Metric, Double> all() {
    return values;
  }
}
