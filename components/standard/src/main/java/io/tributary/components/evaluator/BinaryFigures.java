package io.tributary.components.evaluator;

import java.util.EnumMap;
import java.util.Map;

/** The metrics of a table of scores. */
final class BinaryFigures {
  private static final double CLIP = 0x1p-52;
  private static final int BINS = 10;

  private final ScoreTable.Sorted rows;
  private final Map<Metric, Double> figures = new EnumMap<>(Metric.class);
  private double positiveWeight;
  private double negativeWeight;

  private BinaryFigures(ScoreTable.Sorted rows) {
    this.rows = rows;
  }

  /** Every metric that is defined for these rows. */
  static Map<Metric, Double> of(ScoreTable table, double threshold) {
    var figures = new BinaryFigures(table.sorted());
    figures.counts();
    if (figures.positiveWeight + figures.negativeWeight > 0) {
      figures.means();
      figures.calibration();
      figures.curves();
      figures.decisions(threshold);
    }
    return figures.figures;
  }

  private void counts() {
    long examples = 0;
    long positives = 0;
    for (int i = 0; i < rows.scores().length; i++) {
      examples += rows.positives()[i] + rows.negatives()[i];
      positives += rows.positives()[i];
      positiveWeight += rows.weights()[i] * rows.positives()[i];
      negativeWeight += rows.weights()[i] * rows.negatives()[i];
    }
    figures.put(Metric.EXAMPLE_COUNT, (double) examples);
    figures.put(Metric.POSITIVE_COUNT, (double) positives);
    figures.put(Metric.WEIGHT, positiveWeight + negativeWeight);
  }

  private void means() {
    double score = 0;
    double loss = 0;
    double squares = 0;
    for (int i = 0; i < rows.scores().length; i++) {
      double s = rows.scores()[i];
      double positive = rows.weights()[i] * rows.positives()[i];
      double negative = rows.weights()[i] * rows.negatives()[i];
      double clipped = Math.min(Math.max(s, CLIP), 1 - CLIP);
      score += (positive + negative) * s;
      // StrictMath: the same bits on every platform and JVM.
      loss -= positive > 0 ? positive * StrictMath.log(clipped) : 0;
      loss -= negative > 0 ? negative * StrictMath.log(1 - clipped) : 0;
      squares += positive * (1 - s) * (1 - s) + negative * s * s;
    }
    double weight = positiveWeight + negativeWeight;
    figures.put(Metric.MEAN_LABEL, positiveWeight / weight);
    figures.put(Metric.MEAN_PREDICTION, score / weight);
    define(Metric.CALIBRATION, score, positiveWeight);
    figures.put(Metric.LOG_LOSS, loss / weight);
    figures.put(Metric.BRIER, squares / weight);
  }

  private void calibration() {
    var scores = new double[BINS];
    var labels = new double[BINS];
    var weights = new double[BINS];
    for (int i = 0; i < rows.scores().length; i++) {
      double positive = rows.weights()[i] * rows.positives()[i];
      double both = positive + rows.weights()[i] * rows.negatives()[i];
      int bin = Math.min(BINS - 1, (int) (rows.scores()[i] * BINS));
      scores[bin] += both * rows.scores()[i];
      labels[bin] += positive;
      weights[bin] += both;
    }
    double expected = 0;
    double maximum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (weights[bin] > 0) {
        double difference = Math.abs(scores[bin] / weights[bin] - labels[bin] / weights[bin]);
        expected += weights[bin] / (positiveWeight + negativeWeight) * difference;
        maximum = Math.max(maximum, difference);
      }
    }
    figures.put(Metric.EXPECTED_CALIBRATION_ERROR, expected);
    figures.put(Metric.MAXIMUM_CALIBRATION_ERROR, maximum);
  }

  /** From the highest score down, one step for each distinct score of positive weight. */
  private void curves() {
    double truePositives = 0;
    double falsePositives = 0;
    double pairs = 0;
    double steps = 0;
    double trapezoids = 0;
    double precision = 1;
    int i = rows.scores().length - 1;
    while (i >= 0) {
      double score = rows.scores()[i];
      double positive = 0;
      double negative = 0;
      for (; i >= 0 && rows.scores()[i] == score; i--) {
        positive += rows.weights()[i] * rows.positives()[i];
        negative += rows.weights()[i] * rows.negatives()[i];
      }
      if (positive + negative > 0) {
        pairs += negative * (truePositives + positive / 2);
        truePositives += positive;
        falsePositives += negative;
        double reached = truePositives / (truePositives + falsePositives);
        steps += positive * reached;
        trapezoids += positive * (precision + reached) / 2;
        precision = reached;
      }
    }
    define(Metric.AVERAGE_PRECISION, steps, positiveWeight);
    if (positiveWeight > 0 && negativeWeight > 0) {
      figures.put(Metric.AUC, pairs / (positiveWeight * negativeWeight));
      figures.put(Metric.PR_AUC, trapezoids / positiveWeight);
    }
  }

  private void decisions(double threshold) {
    double tp = 0;
    double fp = 0;
    double tn = 0;
    double fn = 0;
    for (int i = 0; i < rows.scores().length; i++) {
      double positive = rows.weights()[i] * rows.positives()[i];
      double negative = rows.weights()[i] * rows.negatives()[i];
      if (rows.scores()[i] >= threshold) {
        tp += positive;
        fp += negative;
      } else {
        fn += positive;
        tn += negative;
      }
    }
    figures.put(Metric.TRUE_POSITIVES, tp);
    figures.put(Metric.FALSE_POSITIVES, fp);
    figures.put(Metric.TRUE_NEGATIVES, tn);
    figures.put(Metric.FALSE_NEGATIVES, fn);
    figures.put(Metric.ACCURACY, (tp + tn) / (tp + fp + tn + fn));
    define(Metric.PRECISION, tp, tp + fp);
    define(Metric.RECALL, tp, tp + fn);
    define(Metric.F1, 2 * tp, 2 * tp + fp + fn);
    define(Metric.SPECIFICITY, tn, tn + fp);
    define(Metric.FALSE_POSITIVE_RATE, fp, fp + tn);
    define(Metric.FALSE_NEGATIVE_RATE, fn, fn + tp);
    if (tp + fn > 0 && tn + fp > 0) {
      figures.put(Metric.BALANCED_ACCURACY, (tp / (tp + fn) + tn / (tn + fp)) / 2);
    }
    double root = Math.sqrt((tp + fp) * (tn + fn)) * Math.sqrt((tp + fn) * (tn + fp));
    figures.put(Metric.MATTHEWS_CORRELATION, root > 0 ? (tp * tn - fp * fn) / root : 0.0);
  }

  private void define(Metric metric, double numerator, double denominator) {
    if (denominator > 0) {
      figures.put(metric, numerator / denominator);
    }
  }
}
