package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.List;

/**
 * How scores and labels agree among the rows whose scores lie in a tenth of 0 to 1.
 *
 * @param meanScore weighted
 * @param meanLabel weighted
 * @param weight of these rows, positive
 */
public record CalibrationBin(double meanScore, double meanLabel, double weight) {
  private static final int BINS = 10;

  /** Bins of equal width; those without weight are left out. */
  static List<CalibrationBin> of(ScoreColumns rows) {
    var scores = new double[BINS];
    var labels = new double[BINS];
    var weights = new double[BINS];
    for (int i = 0; i < rows.size(); i++) {
      double both = rows.positives()[i] + rows.negatives()[i];
      int bin = Math.min(BINS - 1, (int) (rows.scores()[i] * BINS));
      scores[bin] += both * rows.scores()[i];
      labels[bin] += rows.positives()[i];
      weights[bin] += both;
    }
    var bins = new ArrayList<CalibrationBin>();
    for (int bin = 0; bin < BINS; bin++) {
      if (weights[bin] > 0) {
        bins.add(
            new CalibrationBin(
                scores[bin] / weights[bin], labels[bin] / weights[bin], weights[bin]));
      }
    }
    return bins;
  }
}
