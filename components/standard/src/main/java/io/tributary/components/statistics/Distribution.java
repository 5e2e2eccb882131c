package io.tributary.components.statistics;

import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.Histogram.Bucket;
import io.tributary.proto.tfmd.Histogram.HistogramType;

/**
 * Different numbers, ascending, and how often each occurs; not empty. Quantiles and histograms
 * follow the definitions of TensorFlow Data Validation, applied to exact counts instead of a
 * sketch.
 */
final class Distribution {
  private final double[] values;

  /** How many numbers are at most {@code values[i]}, or what they weigh together. */
  private final double[] atMost;

  /**
   * Takes the arrays over.
   *
   * @param counts how often {@code values[i]} occurs
   */
  Distribution(double[] values, long[] counts) {
    this(values, new double[counts.length]);
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += counts[i];
      atMost[i] = sum;
    }
  }

  private Distribution(double[] values, double[] atMost) {
    this.values = values;
    this.atMost = atMost;
  }

  /**
   * Of numbers with weights. Takes the arrays over.
   *
   * @param atMost the weight of all numbers up to {@code values[i]}
   */
  static Distribution ofCumulated(double[] values, double[] atMost) {
    return new Distribution(values, atMost);
  }

  double count() {
    return atMost[atMost.length - 1];
  }

  /** The smallest number that more than half of all numbers do not exceed. */
  double median() {
    return values[quantile(1, 2, 0)];
  }

  /**
   * Index of the smallest value which more than {@code rank / ranks} of all numbers do not exceed;
   * the last index when there is none.
   */
  private int quantile(int rank, int ranks, int from) {
    double wanted = rank * count() / ranks;
    int index = from;
    while (index < values.length - 1 && atMost[index] <= wanted) {
      index++;
    }
    return index;
  }

  /**
   * Buckets of (nearly) equal count. A bucket's count is how many numbers are above its lower and
   * not above its upper bound; the smallest number belongs to the first bucket. Buckets with the
   * same upper bound, which one frequent number fills, share their count evenly.
   */
  Histogram quantiles(int buckets) {
    var bounds = new int[buckets + 1];
    for (int rank = 0; rank <= buckets; rank++) {
      bounds[rank] = quantile(rank, buckets, rank == 0 ? 0 : bounds[rank - 1]);
    }
    var counts = new double[buckets];
    for (int first = 0, end; first < buckets; first = end) {
      end = first + 1;
      while (end < buckets && bounds[end + 1] == bounds[first + 1]) {
        end++;
      }
      double share = (atMost[bounds[first + 1]] - atMost[bounds[first]]) / (end - first);
      java.util.Arrays.fill(counts, first, end, share);
    }
    int lowest = 1;
    while (lowest < buckets && bounds[lowest] == bounds[0] && bounds[lowest + 1] == bounds[1]) {
      lowest++;
    }
    for (int i = 0; i < lowest; i++) {
      counts[i] += atMost[bounds[0]] / lowest;
    }
    var histogram = Histogram.newBuilder().setType(HistogramType.QUANTILES);
    for (int i = 0; i < buckets; i++) {
      histogram.addBuckets(bucket(values[bounds[i]], values[bounds[i + 1]], counts[i]));
    }
    return histogram.build();
  }

  /**
   * Buckets that part the numbers: one of its own for each infinity and for each number that makes
   * up {@code 1 / cells} of all; the others together with their neighbours until they make up as
   * much. One per number if there are at most {@code cells} numbers.
   */
  Histogram cells(int cells) {
    var histogram = Histogram.newBuilder().setType(HistogramType.QUANTILES);
    double share = values.length <= cells ? 0 : count() / cells;
    int first = 0;
    for (int i = 0; i < values.length; i++) {
      if (count(i, i) >= share || Double.isInfinite(values[i])) {
        addCell(histogram, first, i - 1);
        addCell(histogram, i, i);
        first = i + 1;
      } else if (count(first, i) >= share) {
        addCell(histogram, first, i);
        first = i + 1;
      }
    }
    addCell(histogram, first, values.length - 1);
    return histogram.build();
  }

  private void addCell(Histogram.Builder histogram, int first, int last) {
    if (first <= last) {
      histogram.addBuckets(bucket(values[first], values[last], count(first, last)));
    }
  }

  private double count(int first, int last) {
    return atMost[last] - (first == 0 ? 0 : atMost[first - 1]);
  }

  /**
   * Buckets of equal width between the smallest and the largest finite number; a number on a bound
   * belongs to the bucket below it. Infinities have a bucket each. One bucket when all finite
   * numbers are equal; no bucket when their range overflows.
   */
  Histogram standard(int buckets) {
    var histogram = Histogram.newBuilder().setType(HistogramType.STANDARD);
    int first = values[0] == Double.NEGATIVE_INFINITY ? 1 : 0;
    int end =
        values[values.length - 1] == Double.POSITIVE_INFINITY ? values.length - 1 : values.length;
    if (first == 1) {
      histogram.addBuckets(bucket(values[0], values[0], atMost[0]));
    }
    if (first < end) {
      addEqualWidths(histogram, first, end, buckets);
    }
    if (end < values.length) {
      double finite = end == 0 ? 0 : atMost[end - 1];
      histogram.addBuckets(bucket(values[end], values[end], count() - finite));
    }
    return histogram.build();
  }

  private void addEqualWidths(Histogram.Builder histogram, int first, int end, int buckets) {
    double low = values[first];
    double high = values[end - 1];
    double width = (high - low) / buckets;
    if (!Double.isFinite(width)) {
      return;
    }
    double before = first == 0 ? 0 : atMost[first - 1];
    int used = low == high ? 1 : buckets;
    int index = first;
    double lower = low;
    for (int i = 1; i <= used; i++) {
      double upper = i == used ? high : low + i * width;
      while (index < end && values[index] <= upper) {
        index++;
      }
      double atMostUpper = index == 0 ? 0 : atMost[index - 1];
      histogram.addBuckets(bucket(lower, upper, atMostUpper - before));
      before = atMostUpper;
      lower = upper;
    }
  }

  private static Bucket bucket(double low, double high, double count) {
    return Bucket.newBuilder().setLowValue(low).setHighValue(high).setSampleCount(count).build();
  }
}
