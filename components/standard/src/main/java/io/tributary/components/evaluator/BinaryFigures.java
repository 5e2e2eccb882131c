package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of scores for a 0/1 label. */
final class BinaryFigures {
  private static final double CLIP = 0x1p-52;

  private final ScoreColumns rows;
  private final double positiveWeight;
  private final double weight;
  private final Figures figures;

  private BinaryFigures(ScoreColumns rows, List<Metric> expected) {
    this.rows = rows;
    this.positiveWeight = rows.positive();
    this.weight = positiveWeight + rows.negative();
    this.figures = new Figures(expected);
  }

  /** Every metric; at other thresholds what was asked for. */
  static Map<Metric, Double> of(ScoreTable table, double threshold, List<Metric> asked) {
    long positives = table.rows(true);
    var figures = of(table.columns(), threshold, asked);
    figures.put(Metric.EXAMPLE_COUNT, (double) (positives + table.rows(false)));
    figures.put(Metric.POSITIVE_COUNT, (double) positives);
    return figures;
  }

  /** Every metric but the counts; at other thresholds what was asked for. */
  static Map<Metric, Double> of(ScoreColumns rows, double threshold, List<Metric> asked) {
    var expected = new ArrayList<>(new Task.Binary(threshold).metrics());
    expected.addAll(asked);
    var figures = new BinaryFigures(rows, expected);
    figures.figures.put(Metric.WEIGHT, figures.weight);
    if (figures.weight > 0) {
      figures.means();
      figures.calibration();
      figures.areas();
      Decisions.of(rows, threshold).into(figures.figures, Optional.empty());
      figures.at(asked);
    }
    var all = figures.figures.all();
    all.keySet().retainAll(expected);
    return all;
  }

  private void means() {
    double score = 0;
    double loss = 0;
    double squares = 0;
    for (int i = 0; i < rows.size(); i++) {
      double s = rows.scores()[i];
      double positive = rows.positives()[i];
      double negative = rows.negatives()[i];
      double clipped = Math.min(Math.max(s, CLIP), 1 - CLIP);
      score += (positive + negative) * s;
      // StrictMath: the same bits on every platform and JVM.
      loss -= positive > 0 ? positive * StrictMath.log(clipped) : 0;
      loss -= negative > 0 ? negative * StrictMath.log(1 - clipped) : 0;
      squares += positive * (1 - s) * (1 - s) + negative * s * s;
    }
    figures.put(Metric.MEAN_LABEL, positiveWeight / weight);
    figures.put(Metric.MEAN_PREDICTION, score / weight);
    figures.put(Metric.CALIBRATION, score, positiveWeight);
    figures.put(Metric.LOG_LOSS, loss / weight);
    figures.put(Metric.BRIER, squares / weight);
  }

  private void calibration() {
    double expected = 0;
    double maximum = 0;
    for (var bin : CalibrationBin.of(rows)) {
      double difference = Math.abs(bin.meanScore() - bin.meanLabel());
      expected += bin.weight() / weight * difference;
      maximum = Math.max(maximum, difference);
    }
    figures.put(Metric.EXPECTED_CALIBRATION_ERROR, expected);
    figures.put(Metric.MAXIMUM_CALIBRATION_ERROR, maximum);
  }

  /** From the highest score down, one step for each score of positive weight. */
  private void areas() {
    double truePositives = 0;
    double predicted = 0;
    double steps = 0;
    double trapezoids = 0;
    double precision = 1;
    for (int i = rows.size() - 1; i >= 0; i--) {
      double positive = rows.positives()[i];
      if (positive + rows.negatives()[i] > 0) {
        truePositives += positive;
        predicted += positive + rows.negatives()[i];
        double reached = truePositives / predicted;
        steps += positive * reached;
        trapezoids += positive * (precision + reached) / 2;
        precision = reached;
      }
    }
    figures.put(Metric.AUC, rows.auc());
    figures.put(Metric.AVERAGE_PRECISION, steps, positiveWeight);
    figures.put(Metric.PR_AUC, trapezoids, weight > positiveWeight ? positiveWeight : 0);
  }

  private void at(List<Metric> asked) {
    asked.stream()
        .filter(metric -> metric.at().isPresent())
        .map(metric -> metric.at().get())
        .distinct()
        .forEach(at -> Decisions.of(rows, at).into(figures, Optional.of(at)));
    for (var metric : asked) {
      if (metric.isA(Metric.PRECISION_AT_RECALL)) {
        figures.put(metric, largest(metric.at().orElseThrow(), true));
      } else if (metric.isA(Metric.RECALL_AT_PRECISION)) {
        figures.put(metric, largest(metric.at().orElseThrow(), false));
      }
    }
  }

  /** The largest precision where recall is at least {@code least}, or the other way round. */
  private double largest(double least, boolean precisionWanted) {
    if (positiveWeight == 0) {
      return Double.NaN;
    }
    double truePositives = 0;
    double predicted = 0;
    double largest = 0;
    for (int i = rows.size() - 1; i >= 0; i--) {
      truePositives += rows.positives()[i];
      predicted += rows.positives()[i] + rows.negatives()[i];
      double precision = predicted > 0 ? truePositives / predicted : 0;
      double recall = truePositives / positiveWeight;
      if ((precisionWanted ? recall : precision) >= least) {
        largest = Math.max(largest, precisionWanted ? precision : recall);
      }
    }
    return largest;
  }
}
