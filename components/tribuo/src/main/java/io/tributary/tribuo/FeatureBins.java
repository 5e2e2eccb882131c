package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Numbers of training rows in at most 256 bins a column, between which trees may split. Where a
 * column has no more distinct values, each has a bin of its own; else bins hold about as many rows
 * each. Takes a byte for each number.
 */
final class FeatureBins {
  /** As many as a byte can tell apart. */
  private static final int MOST = 256;

  /**
   * Where there are more rows, so many that are drawn from them say where bins of many values end.
   */
  private static final int SAMPLED_ROWS = 1 << 17;

  private final Column[] columns;

  /**
   * A column's bins.
   *
   * @param codes the bin of each row, as an unsigned byte
   * @param least value of each bin
   * @param greatest value of each bin
   */
  record Column(byte[] codes, float[] least, float[] greatest) {

    int count() {
      return least.length;
    }

    int bin(int row) {
      return Byte.toUnsignedInt(codes[row]);
    }
  }

  private FeatureBins(Column[] columns) {
    this.columns = columns;
  }

  /** Bins of all number columns. */
  static FeatureBins of(FeatureMatrix features) {
    var columns = new Column[features.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          features.columns().get(i) instanceof FeatureColumn.Numbers numbers
              ? binned(numbers.values())
              : new Column(new byte[0], new float[0], new float[0]);
    }
    return new FeatureBins(columns);
  }

  private static Column binned(float[] values) {
    var ends = ends(values);
    var codes = new byte[values.length];
    var least = new float[ends.length + 1];
    var greatest = new float[ends.length + 1];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < values.length; row++) {
      int bin = bin(ends, values[row]);
      codes[row] = (byte) bin;
      least[bin] = Math.min(least[bin], values[row]);
      greatest[bin] = Math.max(greatest[bin], values[row]);
    }
    return new Column(codes, least, greatest);
  }

  /** How many ends are less than {@code value}. */
  private static int bin(float[] ends, float value) {
    int from = 0;
    int to = ends.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ends[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The greatest value of each bin but the last, rising. */
  private static float[] ends(float[] values) {
    var few = few(values);
    if (few.isPresent()) {
      return Arrays.copyOf(few.get(), few.get().length - 1);
    }
    var sample = sample(values);
    Arrays.sort(sample);
    var quantiles = new float[MOST - 1];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = sample[(int) ((i + 1L) * sample.length / MOST)];
    }
    return distinct(quantiles);
  }

  /** The distinct values, rising; empty if they are more than there are bins. */
  private static Optional<float[]> few(float[] values) {
    var found = new float[MOST];
    int count = 0;
    for (float value : values) {
      int at = Arrays.binarySearch(found, 0, count, value + 0.0f);
      if (at < 0) {
        if (count == MOST) {
          return Optional.empty();
        }
        int place = -at - 1;
        System.arraycopy(found, place, found, place + 1, count - place);
        found[place] = value + 0.0f;
        count++;
      }
    }
    return Optional.of(Arrays.copyOf(found, count));
  }

  /** Some of very many values, drawn in the same way each time. */
  private static float[] sample(float[] values) {
    if (values.length <= SAMPLED_ROWS) {
      return values.clone();
    }
    var random = new SplittableRandom(values.length);
    var sample = new float[SAMPLED_ROWS];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[random.nextInt(values.length)];
    }
    return sample;
  }

  private static float[] distinct(float[] sorted) {
    var distinct = new float[sorted.length];
    int count = 0;
    for (float value : sorted) {
      if (count == 0 || distinct[count - 1] != value) {
        distinct[count++] = value;
      }
    }
    return Arrays.copyOf(distinct, count);
  }

  Column column(int column) {
    return columns[column];
  }
}
