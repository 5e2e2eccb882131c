package io.tributary.components.evaluator;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be drawn of a model's predictions for all rows; each part is empty for tasks without it.
 *
 * @param curve of scores for a 0/1 label, from the highest threshold down, at most {@value
 *     #MOST_POINTS} points: the ROC and the precision-recall curve
 * @param calibration of scores for a 0/1 label
 * @param classes the names of classes
 * @param confusion weights by true class and predicted class; a last line of labels that are no
 *     class of the model
 */
public record Plots(
    List<CurvePoint> curve,
    List<CalibrationBin> calibration,
    List<String> classes,
    List<List<Double>> confusion) {
  static final int MOST_POINTS = 200;

  /** Nothing to draw. */
  public static final Plots NONE = new Plots(List.of(), List.of(), List.of(), List.of());

  /**
   * What comes of a threshold; a rate is NaN where there are no rows that it is about.
   *
   * @param threshold from which on a row is predicted positive
   */
  public record CurvePoint(
      double threshold, double truePositiveRate, double falsePositiveRate, double precision) {}

  public Plots {
    curve = List.copyOf(curve);
    calibration = List.copyOf(calibration);
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /** Nothing. */
  boolean isEmpty() {
    return curve.isEmpty() && calibration.isEmpty() && confusion.isEmpty();
  }

  static Plots of(ScoreColumns rows) {
    double positive = rows.positive();
    double negative = rows.negative();
    if (!(positive > 0 && negative > 0)) {
      return new Plots(List.of(), CalibrationBin.of(rows), List.of(), List.of());
    }
    var curve = new ArrayList<CurvePoint>();
    double tp = 0;
    double fp = 0;
    double drawn = 0;
    double step = 2.0 / (MOST_POINTS - 1);
    for (int i = rows.size() - 1; i >= 0; i--) {
      tp += rows.positives()[i];
      fp += rows.negatives()[i];
      // Along both axes together, so that neither the steep nor the flat part is coarse.
      double along = tp / positive + fp / negative;
      if (along > 0 && (along - drawn >= step || i == 0 || curve.isEmpty())) {
        drawn = along;
        curve.add(new CurvePoint(rows.scores()[i], tp / positive, fp / negative, tp / (tp + fp)));
      }
    }
    return new Plots(curve, CalibrationBin.of(rows), List.of(), List.of());
  }

  static Plots of(List<String> classes, double[][] confusion) {
    var lines = new ArrayList<List<Double>>();
    for (var line : confusion) {
      var weights = new ArrayList<Double>();
      for (double weight : line) {
        weights.add(weight);
      }
      lines.add(weights);
    }
    return new Plots(List.of(), List.of(), classes, lines);
  }
}
