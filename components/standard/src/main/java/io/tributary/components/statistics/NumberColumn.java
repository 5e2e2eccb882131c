package io.tributary.components.statistics;

import io.tributary.components.exact.Moments;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.Histogram;
import io.tributary.proto.tfmd.NumericStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.arrow.vector.ValueVector;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one column. While they fit into an exact table, everything is computed from the
 * table at the end; from the moment on at which they do not, moments are summed up beside it.
 */
final class NumberColumn {
  private static final int CHUNK = 4096;
  private static final long POSITIVE_INFINITY = ColumnKind.floatingKey(Double.POSITIVE_INFINITY);
  private static final long NEGATIVE_INFINITY = ColumnKind.floatingKey(Double.NEGATIVE_INFINITY);

  private final ColumnKind kind;
  private LongCounts table;

  /** Of all finite numbers; only when the table is not exact. */
  private @Nullable Moments moments;

  private long notANumber;
  private long positiveInfinities;
  private long negativeInfinities;
  private long[] keys = new long[0];
  private double[] values = new double[0];

  NumberColumn(ColumnKind kind, int bound) {
    this.kind = kind;
    this.table = new LongCounts(bound);
  }

  /** Adds the values that are not null. */
  void add(ValueVector vector, int from, int to) {
    int most = Math.min(CHUNK, to - from);
    if (keys.length < most) {
      keys = new long[most];
    }
    for (int start = from; start < to; start += CHUNK) {
      int read = NumberVectors.read(vector, start, Math.min(to, start + CHUNK), keys);
      if (kind == ColumnKind.FLOATING) {
        read = takeOutNonFinite(read);
      }
      if (moments != null) {
        if (values.length < read) {
          values = new double[most];
        }
        for (int i = 0; i < read; i++) {
          values[i] = kind.toDouble(keys[i]);
        }
        moments.addAll(values, read);
      }
      table.addAll(keys, read);
      if (table.isCrowded()) {
        fit();
      }
    }
  }

  private int takeOutNonFinite(int read) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < read; i++) {
      least = Math.min(least, keys[i]);
      greatest = Math.max(greatest, keys[i]);
    }
    return least > NEGATIVE_INFINITY && greatest < POSITIVE_INFINITY ? read : filterFinite(read);
  }

  private int filterFinite(int read) {
    int kept = 0;
    for (int i = 0; i < read; i++) {
      long key = keys[i];
      if (key < POSITIVE_INFINITY && key > NEGATIVE_INFINITY) {
        keys[kept++] = key;
      } else if (key == POSITIVE_INFINITY) {
        positiveInfinities++;
      } else if (key == NEGATIVE_INFINITY) {
        negativeInfinities++;
      } else {
        notANumber++;
      }
    }
    return kept;
  }

  void merge(NumberColumn later) {
    fit();
    later.fit();
    if (!later.table.isExact() || !table.isExact()) {
      sumUp();
      later.sumUp();
    }
    if (moments != null && later.moments != null) {
      moments.add(later.moments);
    }
    table.add(later.table);
    notANumber += later.notANumber;
    positiveInfinities += later.positiveInfinities;
    negativeInfinities += later.negativeInfinities;
    fit();
  }

  /** What has to be done before the table is read. */
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

  private Moments momentsOfTable() {
    var sums = new Moments();
    var once = new OnceCounted(sums);
    var sorted = table.sorted();
    for (int i = 0; i < sorted.size(); i++) {
      double number = kind.toDouble(sorted.numbers()[i]);
      if (sorted.counts()[i] == 1) {
        once.add(number);
      } else {
        sums.add(number, sorted.counts()[i]);
      }
    }
    once.flush();
    return sums;
  }

  /** Collects numbers, because many can be added faster. */
  private static final class OnceCounted {
    private final double[] numbers = new double[CHUNK];
    private final Moments sums;
    private int size;

    OnceCounted(Moments sums) {
      this.sums = sums;
    }

    void add(double number) {
      numbers[size++] = number;
      if (size == CHUNK) {
        flush();
      }
    }

    void flush() {
      sums.addAll(numbers, size);
      size = 0;
    }
  }

  /**
   * Everything but the common statistics.
   *
   * @param feature is given the distribution of the values and what else TFDV has no field for
   * @param unit what the numbers count, if they stand for times
   */
  NumericStatistics.Builder finish(
      FeatureNameStatistics.Builder feature, TimeUnits unit, StatisticsOptions options) {
    fit();
    var statistics = NumericStatistics.newBuilder();
    var finite = moments == null ? momentsOfTable() : moments;
    if (finite.count() + positiveInfinities + negativeInfinities == 0) {
      if (notANumber > 0) {
        statistics.addHistograms(Histogram.newBuilder().setNumNan(notANumber));
        statistics.addHistograms(
            Histogram.newBuilder()
                .setType(Histogram.HistogramType.QUANTILES)
                .setNumNan(notANumber));
      }
      return statistics;
    }
    addInfinities(feature);
    if (kind == ColumnKind.SIGNED) {
      describeTimes(feature, unit, finite);
    }
    var distribution = distribution(finite);
    StoredValues.addNumbers(feature, distribution, notANumber, options);
    return statistics
        .setMean(mean(finite))
        .setStdDev(
            positiveInfinities + negativeInfinities == 0 ? finite.standardDeviation() : Double.NaN)
        .setNumZeros(finite.zeros())
        .setMin(negativeInfinities > 0 ? Double.NEGATIVE_INFINITY : finite.min())
        .setMax(positiveInfinities > 0 ? Double.POSITIVE_INFINITY : finite.max())
        .setMedian(distribution.median())
        .addHistograms(
            distribution.standard(options.histogramBuckets()).toBuilder().setNumNan(notANumber))
        .addHistograms(
            distribution.quantiles(options.quantileBuckets()).toBuilder().setNumNan(notANumber));
  }

  private void addInfinities(FeatureNameStatistics.Builder feature) {
    if (positiveInfinities + negativeInfinities > 0) {
      feature.addCustomStats(
          CustomStatistic.newBuilder().setName("num_positive_infinity").setNum(positiveInfinities));
      feature.addCustomStats(
          CustomStatistic.newBuilder().setName("num_negative_infinity").setNum(negativeInfinities));
    }
  }

  private void describeTimes(
      FeatureNameStatistics.Builder feature, TimeUnits unit, Moments finite) {
    var cells = table.sorted().numbers();
    unit.describe(
        feature,
        table.isExact() ? cells[0] : (long) finite.min(),
        table.isExact() ? cells[cells.length - 1] : (long) finite.max());
  }

  private double mean(Moments finite) {
    if (positiveInfinities + negativeInfinities == 0) {
      return finite.mean();
    }
    if (positiveInfinities > 0 && negativeInfinities > 0) {
      return Double.NaN;
    }
    return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  private Distribution distribution(Moments finite) {
    var sorted = table.sorted();
    var cells = sorted.numbers();
    int below = negativeInfinities > 0 ? 1 : 0;
    int above = positiveInfinities > 0 ? 1 : 0;
    var values = new double[below + cells.length + above];
    var counts = new long[values.length];
    if (below == 1) {
      values[0] = Double.NEGATIVE_INFINITY;
      counts[0] = negativeInfinities;
    }
    for (int i = 0; i < cells.length; i++) {
      values[below + i] = representative(cells[i], finite);
      counts[below + i] = sorted.counts()[i];
    }
    if (table.droppedBits() > 0) {
      values[below] = finite.min();
      values[below + cells.length - 1] = finite.max();
    }
    if (above == 1) {
      values[values.length - 1] = Double.POSITIVE_INFINITY;
      counts[values.length - 1] = positiveInfinities;
    }
    return new Distribution(values, counts);
  }

  private double representative(long cell, Moments finite) {
    double middle = kind.toDouble(table.middle(cell));
    // the outermost cells may reach beyond the numbers that were seen, even beyond the finite ones
    return middle >= finite.min() ? Math.min(middle, finite.max()) : finite.min();
  }

  void encode(DataOutput out) throws IOException {
    fit();
    out.writeLong(notANumber);
    out.writeLong(positiveInfinities);
    out.writeLong(negativeInfinities);
    table.encode(out);
    out.writeBoolean(moments != null);
    if (moments != null) {
      moments.encode(out);
    }
  }

  static NumberColumn decode(DataInput in, ColumnKind kind, int bound) throws IOException {
    var column = new NumberColumn(kind, bound);
    column.notANumber = in.readLong();
    column.positiveInfinities = in.readLong();
    column.negativeInfinities = in.readLong();
    column.table = LongCounts.decode(in, bound);
    if (in.readBoolean()) {
      column.moments = Moments.decode(in);
    }
    return column;
  }
}
