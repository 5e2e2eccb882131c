package io.tributary.components.evaluator;

import java.util.Optional;

/**
 * What comes of predicting positive from a threshold on.
 *
 * @param tp weight of the positive rows predicted positive
 * @param fp weight of the negative rows predicted positive
 * @param tn weight of the negative rows predicted negative
 * @param fn weight of the positive rows predicted negative
 */
record Decisions(double tp, double fp, double tn, double fn) {

  static Decisions of(ScoreColumns rows, double threshold) {
    double tp = 0;
    double fp = 0;
    double tn = 0;
    double fn = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.scores()[i] >= threshold) {
        tp += rows.positives()[i];
        fp += rows.negatives()[i];
      } else {
        fn += rows.positives()[i];
        tn += rows.negatives()[i];
      }
    }
    return new Decisions(tp, fp, tn, fn);
  }

  /**
   * All that follows from them.
   *
   * @param at the threshold that the metrics are called after, if they are
   */
  void into(Figures figures, Optional<Double> at) {
    double all = tp + fp + tn + fn;
    put(figures, Metric.TRUE_POSITIVES, at, tp, 1);
    put(figures, Metric.FALSE_POSITIVES, at, fp, 1);
    put(figures, Metric.TRUE_NEGATIVES, at, tn, 1);
    put(figures, Metric.FALSE_NEGATIVES, at, fn, 1);
    put(figures, Metric.ACCURACY, at, tp + tn, all);
    put(figures, Metric.PRECISION, at, tp, tp + fp);
    put(figures, Metric.RECALL, at, tp, tp + fn);
    put(figures, Metric.F1, at, 2 * tp, 2 * tp + fp + fn);
    put(figures, Metric.SPECIFICITY, at, tn, tn + fp);
    put(figures, Metric.FALSE_POSITIVE_RATE, at, fp, fp + tn);
    put(figures, Metric.FALSE_NEGATIVE_RATE, at, fn, fn + tp);
    put(figures, Metric.SELECTION_RATE, at, tp + fp, all);
    boolean both = tp + fn > 0 && tn + fp > 0;
    put(
        figures,
        Metric.BALANCED_ACCURACY,
        at,
        both ? tp / (tp + fn) + tn / (tn + fp) : 0,
        both ? 2 : 0);
    double root = Math.sqrt((tp + fp) * (tn + fn)) * Math.sqrt((tp + fn) * (tn + fp));
    put(
        figures,
        Metric.MATTHEWS_CORRELATION,
        at,
        root > 0 ? tp * tn - fp * fn : 0,
        root > 0 ? root : 1);
    double chance = ((tp + fp) * (tp + fn) + (tn + fn) * (tn + fp)) / all;
    put(figures, Metric.COHEN_KAPPA, at, tp + tn - chance, all - chance);
  }

  private static void put(
      Figures figures, Metric metric, Optional<Double> at, double numerator, double denominator) {
    figures.put(at.map(metric::at).orElse(metric), numerator, denominator);
  }
}
