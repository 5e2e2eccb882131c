package io.tributary.components.statistics.page;

import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.HistogramType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * Jensen-Shannon divergence of the values of a feature in two datasets, to base 2: of texts over
 * the rank histograms, of numbers over the standard histograms, brought to common bounds with
 * values spread evenly within a bucket.
 */
public final class Divergence {
  private Divergence() {}

  /** From 0 for equal to 1 for disjoint; empty where the kinds differ or nothing is counted. */
  public static OptionalDouble between(FeatureNameStatistics a, FeatureNameStatistics b) {
    if (a.hasStringStats() && b.hasStringStats()) {
      return of(texts(a), texts(b));
    }
    return a.hasNumStats() && b.hasNumStats()
        ? of(numbers(a, b), numbers(b, a))
        : OptionalDouble.empty();
  }

  private static Map<Object, Double> texts(FeatureNameStatistics feature) {
    var masses = new LinkedHashMap<Object, Double>();
    for (var bucket : feature.getStringStats().getRankHistogram().getBucketsList()) {
      masses.merge(bucket.getLabel(), bucket.getSampleCount(), Double::sum);
    }
    return masses;
  }

  /** Masses between the bounds of both, and at points. */
  private static Map<Object, Double> numbers(
      FeatureNameStatistics feature, FeatureNameStatistics other) {
    var bounds = new TreeSet<Double>();
    for (var histogram : List.of(standard(feature), standard(other))) {
      for (var bucket : histogram.getBucketsList()) {
        if (isWide(bucket)) {
          bounds.add(bucket.getLowValue());
          bounds.add(bucket.getHighValue());
        }
      }
    }
    var masses = new LinkedHashMap<Object, Double>();
    var own = standard(feature);
    for (var bucket : own.getBucketsList()) {
      if (!isWide(bucket)) {
        var point = bounds.lower(bucket.getLowValue());
        boolean inside = point != null && bounds.ceiling(bucket.getLowValue()) != null;
        masses.merge(
            inside ? point : "at " + bucket.getLowValue(), bucket.getSampleCount(), Double::sum);
        continue;
      }
      double width = bucket.getHighValue() - bucket.getLowValue();
      var within =
          new ArrayList<>(bounds.subSet(bucket.getLowValue(), true, bucket.getHighValue(), true));
      for (int i = 1; i < within.size(); i++) {
        double share = (within.get(i) - within.get(i - 1)) / width;
        masses.merge(within.get(i - 1), share * bucket.getSampleCount(), Double::sum);
      }
    }
    if (own.getNumNan() > 0) {
      masses.put("NaN", (double) own.getNumNan());
    }
    return masses;
  }

  private static boolean isWide(Histogram.Bucket bucket) {
    return Double.isFinite(bucket.getLowValue())
        && Double.isFinite(bucket.getHighValue())
        && bucket.getLowValue() < bucket.getHighValue();
  }

  private static Histogram standard(FeatureNameStatistics feature) {
    return feature.getNumStats().getHistogramsList().stream()
        .filter(histogram -> histogram.getType() == HistogramType.STANDARD)
        .findFirst()
        .orElse(Histogram.getDefaultInstance());
  }

  private static OptionalDouble of(Map<Object, Double> p, Map<Object, Double> q) {
    double allP = p.values().stream().mapToDouble(Double::doubleValue).sum();
    double allQ = q.values().stream().mapToDouble(Double::doubleValue).sum();
    if (allP == 0 || allQ == 0) {
      return OptionalDouble.empty();
    }
    double divergence = 0;
    for (var entry : p.entrySet()) {
      divergence += half(entry.getValue() / allP, q.getOrDefault(entry.getKey(), 0.0) / allQ);
    }
    for (var entry : q.entrySet()) {
      divergence += half(entry.getValue() / allQ, p.getOrDefault(entry.getKey(), 0.0) / allP);
    }
    return OptionalDouble.of(Math.min(1, Math.max(0, divergence)));
  }

  private static double half(double mass, double other) {
    return mass == 0 ? 0 : 0.5 * mass * Math.log(2 * mass / (mass + other)) / Math.log(2);
  }
}
