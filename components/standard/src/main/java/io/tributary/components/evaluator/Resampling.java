package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How figures vary among samples of groups of rows. */
final class Resampling {
  /** With fewer groups that have rows nothing is said. */
  private static final int FEWEST_GROUPS = 8;

  private static final double LEAST_DEFINED = 0.9;

  private final Yardstick<?> yardstick;
  private final Confidence confidence;

  Resampling(Yardstick<?> yardstick, Confidence confidence) {
    this.yardstick = yardstick;
    this.confidence = confidence;
  }

  /**
   * Spreads of metrics.
   *
   * @param figures of one model
   * @param changes of one model's minus another's
   */
  record Spreads(Map<Metric, Spread> figures, Map<Metric, Spread> changes) {
    static final Spreads NONE = new Spreads(Map.of(), Map.of());
  }

  Spreads of(Groups candidate, @Nullable Groups baseline) {
    var present = new ArrayList<Integer>();
    for (int group = 0; group < Confidence.GROUPS; group++) {
      if (candidate.found(group) != null) {
        present.add(group);
      }
    }
    if (present.size() < FEWEST_GROUPS) {
      return Spreads.NONE;
    }
    var weightings = weightings(present);
    var figures = figures(candidate, weightings);
    Map<Metric, Spread> changes = Map.of();
    if (baseline != null) {
      var others = figures(baseline, weightings);
      var differences = new LinkedHashMap<Metric, double[]>();
      figures.forEach(
          (metric, values) -> {
            var difference = values.clone();
            var other = others.getOrDefault(metric, new double[0]);
            for (int i = 0; i < difference.length; i++) {
              difference[i] = i < other.length ? values[i] - other[i] : Double.NaN;
            }
            differences.put(metric, difference);
          });
      changes = spreads(differences, present.size());
    }
    return new Spreads(spreads(figures, present.size()), changes);
  }

  /** How often each group counts in each sample. */
  private List<int[]> weightings(List<Integer> present) {
    var weightings = new ArrayList<int[]>();
    if (confidence.method() == Confidence.Method.JACKKNIFE) {
      for (int left : present) {
        var times = new int[Confidence.GROUPS];
        Arrays.fill(times, 1);
        times[left] = 0;
        weightings.add(times);
      }
    } else {
      for (int replicate = 0; replicate < confidence.replicates(); replicate++) {
        var times = new int[Confidence.GROUPS];
        for (int group : present) {
          times[group] = confidence.times(replicate, group);
        }
        weightings.add(times);
      }
    }
    return weightings;
  }

  private Map<Metric, double[]> figures(Groups groups, List<int[]> weightings) {
    var values = new HashMap<Metric, double[]>();
    for (int sample = 0; sample < weightings.size(); sample++) {
      var sums = new double[yardstick.sums()];
      for (int group = 0; group < Confidence.GROUPS; group++) {
        double[] found = groups.found(group);
        int times = weightings.get(sample)[group];
        if (found != null && times > 0) {
          Groups.add(sums, found, times);
        }
      }
      int at = sample;
      yardstick
          .figures(sums)
          .forEach(
              (metric, value) ->
                  values.computeIfAbsent(metric, each -> undefined(weightings.size()))[at] = value);
    }
    return values;
  }

  private static double[] undefined(int size) {
    var values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private Map<Metric, Spread> spreads(Map<Metric, double[]> figures, int groups) {
    boolean isJackknife = confidence.method() == Confidence.Method.JACKKNIFE;
    var spreads = new HashMap<Metric, Spread>();
    figures.forEach(
        (metric, values) -> {
          var defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
          if (defined.length >= (isJackknife ? 1 : LEAST_DEFINED) * values.length) {
            double mean = Arrays.stream(defined).average().orElse(0);
            double squares =
                Arrays.stream(defined).map(value -> (value - mean) * (value - mean)).sum();
            double n = defined.length;
            double variance = isJackknife ? squares * (n - 1) / n : squares / (n - 1);
            spreads.put(metric, new Spread(Math.sqrt(variance), groups - 1));
          }
        });
    return spreads;
  }
}
