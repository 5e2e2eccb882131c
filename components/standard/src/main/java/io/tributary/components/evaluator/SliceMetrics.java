package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics of the rows of a slice.
 *
 * @param candidate of the model that was judged: those of the task first, then those asked for,
 *     those of single classes last; NaN where a metric is not defined for these rows
 * @param baseline of the model it was compared with, when there was one
 * @param spreads of the candidate's metrics, where intervals were asked for and can be told
 * @param changeSpreads of the differences of candidate and baseline, likewise
 */
public record SliceMetrics(
    Slice slice,
    Map<Metric, Double> candidate,
    Optional<Map<Metric, Double>> baseline,
    Map<Metric, Spread> spreads,
    Map<Metric, Spread> changeSpreads) {
  public SliceMetrics {
    requireNonNull(slice, "slice");
    candidate = Collections.unmodifiableMap(new LinkedHashMap<>(candidate));
    baseline = baseline.map(metrics -> Collections.unmodifiableMap(new LinkedHashMap<>(metrics)));
    spreads = Collections.unmodifiableMap(new LinkedHashMap<>(spreads));
    changeSpreads = Collections.unmodifiableMap(new LinkedHashMap<>(changeSpreads));
  }

  static <T extends Tally<T>> SliceMetrics of(
      Slice slice, SlicedTallies.Pair<T> tallies, Resampling.Spreads spreads) {
    var candidate = tallies.candidate().figures();
    var compared = tallies.baseline();
    var baseline = compared == null ? Map.<Metric, Double>of() : compared.figures();
    return new SliceMetrics(
        slice,
        candidate,
        compared == null ? Optional.empty() : Optional.of(baseline),
        defined(spreads.figures(), candidate, candidate),
        defined(spreads.changes(), candidate, baseline));
  }

  /** In the order of the figures, without what has none, and without counts. */
  private static Map<Metric, Spread> defined(
      Map<Metric, Spread> spreads, Map<Metric, Double> figures, Map<Metric, Double> others) {
    var kept = new LinkedHashMap<Metric, Spread>();
    figures.forEach(
        (metric, value) -> {
          var spread = spreads.get(metric);
          boolean isDefined =
              !value.isNaN() && !Double.isNaN(others.getOrDefault(metric, Double.NaN));
          if (spread != null && isDefined && !metric.isCount()) {
            kept.put(metric, spread);
          }
        });
    return kept;
  }

  /** How the candidate's value varies; empty where that is not known. */
  public Optional<Spread> spread(Metric metric) {
    return Optional.ofNullable(spreads.get(metric));
  }

  /** How the difference to the baseline varies; empty where that is not known. */
  public Optional<Spread> changeSpread(Metric metric) {
    return Optional.ofNullable(changeSpreads.get(metric));
  }

  /** The candidate's value; empty where it is not defined. */
  public Optional<Double> value(Metric metric) {
    return defined(candidate, metric);
  }

  /** The baseline's value; empty where it is not defined, or there is no baseline. */
  public Optional<Double> baselineValue(Metric metric) {
    return baseline.flatMap(metrics -> defined(metrics, metric));
  }

  private static Optional<Double> defined(Map<Metric, Double> metrics, Metric metric) {
    return Optional.ofNullable(metrics.get(metric)).filter(value -> !value.isNaN());
  }
}
