package io.tributary.components.evaluator;

import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a model's predictions for the rows of a slice: all that the metrics of a task are
 * computed from. Counts and exact sums, so that the order in which rows and tallies are added
 * cannot show. Not thread-safe.
 *
 * @param <T> itself
 */
interface Tally<T extends Tally<T>> {

  /** Adds one row. */
  void add(Judged judged, double[] outputs, int row);

  /** Adds what another has kept; that one may be used up. */
  void add(T other);

  /** Writes what the {@link Yardstick} reads. */
  void encode(DataOutput out) throws IOException;

  /** Trailing bits of scores that were given up because too many differ. */
  int droppedBits();

  /** Every metric; NaN where it is undefined. */
  Map<Metric, Double> figures();

  /** What can be drawn; nothing by default. */
  default Plots plots() {
    return Plots.NONE;
  }

  /**
   * What was found out about the rows of a batch, the predictions apart. What belongs to a row lies
   * together.
   *
   * @param labels the labels of each row; of classes their number; NaN if missing
   * @param labelWidth labels of a row
   * @param weights null when every row weighs 1
   * @param queries what tells the queries apart; null unless rows are ranked
   */
  @SuppressWarnings("ArrayRecordComponent") // read by index in tight loops, never compared
  record Judged(
      double[] labels, int labelWidth, double @Nullable [] weights, long @Nullable [] queries) {

    double weight(int row) {
      return weights == null ? 1 : weights[row];
    }

    boolean isLabelled(int row) {
      for (int i = row * labelWidth; i < (row + 1) * labelWidth; i++) {
        if (Double.isNaN(labels[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
