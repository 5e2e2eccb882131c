package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far apart the slices of a slicing are in a rate: the group for which it is lowest, and that
 * for which it is highest. A gap or a ratio that a requirement is about is the same figure.
 *
 * @param metric a rate by which groups are compared
 */
public record Disparity(Metric metric, SliceMetrics lowest, SliceMetrics highest) {
  /** What is compared among groups, of those metrics that a task has. */
  private static final List<Metric> RATES =
      List.of(
          Metric.SELECTION_RATE,
          Metric.RECALL,
          Metric.FALSE_POSITIVE_RATE,
          Metric.PRECISION,
          Metric.ACCURACY,
          Metric.MACRO_RECALL,
          Metric.EXACT_MATCH,
          Metric.MEAN_ABSOLUTE_ERROR,
          Metric.CALIBRATION,
          Metric.NDCG);

  public Disparity {
    requireNonNull(metric, "metric");
    requireNonNull(lowest, "lowest");
    requireNonNull(highest, "highest");
  }

  /** The lowest value. */
  public double low() {
    return lowest.value(metric).orElseThrow();
  }

  /** The highest value. */
  public double high() {
    return highest.value(metric).orElseThrow();
  }

  /** Highest minus lowest. */
  public double gap() {
    return high() - low();
  }

  /** Lowest over highest; NaN if that divides by 0. */
  public double ratio() {
    return high() == 0 ? Double.NaN : low() / high();
  }

  /** The columns that groups are told apart by. */
  public List<String> columns() {
    return lowest.slice().columns();
  }

  /**
   * Of every slicing with two groups or more, by every rate that is defined for two of them.
   *
   * @param result rates at thresholds among its metrics are compared, too
   */
  public static List<Disparity> of(EvaluationResult result) {
    var disparities = new ArrayList<Disparity>();
    var rates =
        result.overall().candidate().keySet().stream()
            .filter(metric -> metric.of().isEmpty() && RATES.stream().anyMatch(metric::isA))
            .toList();
    bySlicing(result)
        .values()
        .forEach(slices -> rates.forEach(rate -> add(rate, slices, disparities)));
    return disparities;
  }

  /** The slices by the columns that they are made by. */
  private static Map<List<String>, List<SliceMetrics>> bySlicing(EvaluationResult result) {
    var slicings = new LinkedHashMap<List<String>, List<SliceMetrics>>();
    for (var slice : result.slices()) {
      slicings.computeIfAbsent(slice.slice().columns(), columns -> new ArrayList<>()).add(slice);
    }
    return slicings;
  }

  private static void add(Metric rate, List<SliceMetrics> slices, List<Disparity> disparities) {
    var defined = slices.stream().filter(slice -> slice.value(rate).isPresent()).toList();
    if (defined.size() < 2) {
      return;
    }
    var order = Comparator.comparingDouble((SliceMetrics slice) -> slice.value(rate).orElseThrow());
    disparities.add(
        new Disparity(
            rate,
            defined.stream().min(order).orElseThrow(),
            defined.stream().max(order).orElseThrow()));
  }
}
