package io.tributary.components.statistics;

import io.tributary.components.exact.WeightedMoments;
import io.tributary.proto.tfmd.WeightedNumericStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@link NumberColumn} with the weights of rows in place of their number. NaN is left out. */
final class WeightedNumbers {
  private static final long POSITIVE_INFINITY = ColumnKind.floatingKey(Double.POSITIVE_INFINITY);
  private static final long NEGATIVE_INFINITY = ColumnKind.floatingKey(Double.NEGATIVE_INFINITY);

  private final ColumnKind kind;
  private LongWeights table;

  /** Of all finite numbers; only when the table is not exact. */
  private @Nullable WeightedMoments moments;

  private WeightSum positiveInfinities = new WeightSum();
  private WeightSum negativeInfinities = new WeightSum();

  WeightedNumbers(ColumnKind kind, int bound) {
    this.kind = kind;
    this.table = new LongWeights(bound);
  }

  void add(long key, long whole, long fraction) {
    if (kind == ColumnKind.FLOATING && !isFinite(key)) {
      if (key == POSITIVE_INFINITY) {
        positiveInfinities.add(whole, fraction);
      } else if (key == NEGATIVE_INFINITY) {
        negativeInfinities.add(whole, fraction);
      }
      return;
    }
    table.add(key, whole, fraction);
    if (moments != null) {
      moments.add(kind.toDouble(key), whole, fraction);
    }
    fit();
  }

  private static boolean isFinite(long key) {
    return key < POSITIVE_INFINITY && key > NEGATIVE_INFINITY;
  }

  void merge(WeightedNumbers later) {
    if (!later.table.isExact() || !table.isExact()) {
      sumUp();
      later.sumUp();
    }
    if (moments != null && later.moments != null) {
      moments.add(later.moments);
    }
    table.add(later.table);
    positiveInfinities.add(later.positiveInfinities);
    negativeInfinities.add(later.negativeInfinities);
    fit();
  }

  private void fit() {
    if (table.overflows()) {
      sumUp();
      table.fit();
    }
  }

  private void sumUp() {
    if (moments == null) {
      moments = momentsOfTable();
    }
  }

  private WeightedMoments momentsOfTable() {
    var sums = new WeightedMoments();
    table.forEachCell((key, whole, fraction) -> sums.add(kind.toDouble(key), whole, fraction));
    return sums;
  }

  WeightedNumericStatistics finish(StatisticsOptions options) {
    var statistics = WeightedNumericStatistics.newBuilder();
    boolean hasPositive = !positiveInfinities.isZero();
    boolean hasNegative = !negativeInfinities.isZero();
    if (table.size() == 0 && !hasPositive && !hasNegative) {
      return statistics.build();
    }
    var finite = moments == null ? momentsOfTable() : moments;
    if (hasPositive || hasNegative) {
      statistics
          .setMean(
              hasPositive && hasNegative
                  ? Double.NaN
                  : hasPositive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY)
          .setStdDev(Double.NaN);
    } else if (finite.hasWeight()) {
      statistics.setMean(finite.mean()).setStdDev(finite.standardDeviation());
    }
    var distribution = distribution(finite);
    return statistics
        .setMedian(distribution.median())
        .addHistograms(distribution.standard(options.histogramBuckets()))
        .addHistograms(distribution.quantiles(options.quantileBuckets()))
        .build();
  }

  private Distribution distribution(WeightedMoments finite) {
    int below = negativeInfinities.isZero() ? 0 : 1;
    int above = positiveInfinities.isZero() ? 0 : 1;
    var values = new double[below + table.size() + above];
    var atMost = new double[values.length];
    var sum = new WeightSum();
    if (below == 1) {
      sum.add(negativeInfinities);
      values[0] = Double.NEGATIVE_INFINITY;
      atMost[0] = sum.toDouble();
    }
    int[] next = {below};
    table.forEachSorted(
        (cell, whole, fraction) -> {
          sum.add(whole, fraction);
          double middle = kind.toDouble(table.middle(cell));
          values[next[0]] = Math.min(Math.max(middle, finite.min()), finite.max());
          atMost[next[0]++] = sum.toDouble();
        });
    if (!table.isExact()) {
      values[below] = finite.min();
      values[below + table.size() - 1] = finite.max();
    }
    if (above == 1) {
      sum.add(positiveInfinities);
      values[values.length - 1] = Double.POSITIVE_INFINITY;
      atMost[values.length - 1] = sum.toDouble();
    }
    return Distribution.ofCumulated(values, atMost);
  }

  void encode(DataOutput out) throws IOException {
    positiveInfinities.encode(out);
    negativeInfinities.encode(out);
    table.encode(out);
    out.writeBoolean(moments != null);
    if (moments != null) {
      moments.encode(out);
    }
  }

  static WeightedNumbers decode(DataInput in, ColumnKind kind, int bound) throws IOException {
    var numbers = new WeightedNumbers(kind, bound);
    numbers.positiveInfinities = WeightSum.decode(in);
    numbers.negativeInfinities = WeightSum.decode(in);
    numbers.table = LongWeights.decode(in, bound);
    if (in.readBoolean()) {
      numbers.moments = WeightedMoments.decode(in);
    }
    return numbers;
  }
}
