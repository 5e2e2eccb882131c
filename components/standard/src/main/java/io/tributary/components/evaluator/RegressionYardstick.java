package io.tributary.components.evaluator;

import io.tributary.components.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** Predictions of a number. */
record RegressionYardstick() implements Yardstick<RegressionYardstick.Sums> {
  private static final int WEIGHT = 0;
  private static final int LABEL = 1;
  private static final int PREDICTION = 2;
  private static final int LABEL_SQUARE = 3;
  private static final int PREDICTION_SQUARE = 4;
  private static final int PRODUCT = 5;
  private static final int ERROR = 6;
  private static final int ERROR_SQUARE = 7;
  private static final int RELATIVE_ERROR = 8;
  private static final int RELATIVE_WEIGHT = 9;
  private static final int LOGARITHMIC = 10;
  private static final int SUMS = 11;

  /** Rows with a weight for which there is no {@link #LOGARITHMIC} error. */
  private static final int NOT_LOGGED = SUMS;

  @Override
  public int sums() {
    return SUMS + 1;
  }

  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {
    double label = judged.labels()[row];
    double prediction = outputs[row];
    double weight = judged.weight(row);
    double error = Math.abs(prediction - label);
    sums[WEIGHT] += weight;
    sums[LABEL] += weight * label;
    sums[PREDICTION] += weight * prediction;
    sums[LABEL_SQUARE] += weight * label * label;
    sums[PREDICTION_SQUARE] += weight * prediction * prediction;
    sums[PRODUCT] += weight * label * prediction;
    sums[ERROR] += weight * error;
    sums[ERROR_SQUARE] += weight * error * error;
    if (label != 0) {
      sums[RELATIVE_ERROR] += weight * error / Math.abs(label);
      sums[RELATIVE_WEIGHT] += weight;
    }
    if (Math.min(label, prediction) > -1) {
      sums[LOGARITHMIC] += weight * squaredLogarithmicError(label, prediction);
    } else if (weight > 0) {
      sums[NOT_LOGGED]++;
    }
  }

  private static double squaredLogarithmicError(double label, double prediction) {
    // StrictMath: the same bits on every platform and JVM.
    double difference = StrictMath.log1p(prediction) - StrictMath.log1p(label);
    return difference * difference;
  }

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    double weight = sums[WEIGHT];
    return figures(
            sums,
            sums[NOT_LOGGED] == 0,
            weight * sums[LABEL_SQUARE] - sums[LABEL] * sums[LABEL],
            weight * sums[PREDICTION_SQUARE] - sums[PREDICTION] * sums[PREDICTION],
            weight * sums[PRODUCT] - sums[LABEL] * sums[PREDICTION])
        .all();
  }

  /**
   * What follows from sums.
   *
   * @param isLogged whether every row has a logarithmic error
   * @param labels the variance of the labels times the square of the weight
   * @param predictions likewise of the predictions
   * @param both likewise the covariance of both
   */
  private static Figures figures(
      double[] sums, boolean isLogged, double labels, double predictions, double both) {
    var figures = new Figures(new Task.Regression().metrics());
    double weight = sums[WEIGHT];
    figures.put(Metric.WEIGHT, weight);
    if (weight > 0) {
      double label = sums[LABEL];
      double squares = sums[ERROR_SQUARE] / weight;
      figures.put(Metric.MEAN_LABEL, label / weight);
      figures.put(Metric.MEAN_PREDICTION, sums[PREDICTION] / weight);
      figures.put(Metric.CALIBRATION, label == 0 ? Double.NaN : sums[PREDICTION] / label);
      figures.put(Metric.MEAN_ABSOLUTE_ERROR, sums[ERROR] / weight);
      figures.put(Metric.MEAN_SQUARED_ERROR, squares);
      figures.put(Metric.ROOT_MEAN_SQUARED_ERROR, Math.sqrt(squares));
      figures.put(
          Metric.MEAN_ABSOLUTE_PERCENTAGE_ERROR, sums[RELATIVE_ERROR], sums[RELATIVE_WEIGHT]);
      figures.put(Metric.MEAN_SQUARED_LOGARITHMIC_ERROR, sums[LOGARITHMIC], isLogged ? weight : 0);
      if (labels > 0) {
        figures.put(Metric.R_SQUARED, 1 - sums[ERROR_SQUARE] * weight / labels);
      }
      if (labels > 0 && predictions > 0) {
        double correlation = both / Math.sqrt(labels) / Math.sqrt(predictions);
        figures.put(Metric.SQUARED_CORRELATION, Math.min(1, correlation * correlation));
      }
    }
    return figures;
  }

  @Override
  public Sums tally() {
    return new Sums();
  }

  @Override
  public Sums decode(DataInput in) throws IOException {
    var sums = new Sums();
    sums.count = in.readLong();
    sums.zeroLabels = in.readLong();
    sums.leastLogged = in.readDouble();
    sums.largestError = in.readDouble();
    for (int i = 0; i < sums.all.length; i++) {
      sums.all[i] = ExactSum.decode(in);
    }
    sums.errors = ScoreTable.decode(in);
    return sums;
  }

  /** Exact sums over the rows of a slice. */
  static final class Sums implements Tally<Sums> {
    private final ExactSum[] all = new ExactSum[SUMS];
    private long count;
    private long zeroLabels;
    private double leastLogged = Double.POSITIVE_INFINITY;
    private double largestError;
    private ScoreTable errors = new ScoreTable();

    private Sums() {
      for (int i = 0; i < SUMS; i++) {
        all[i] = new ExactSum();
      }
    }

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      double label = judged.labels()[row];
      double prediction = outputs[row];
      double weight = judged.weight(row);
      double error = Math.abs(prediction - label);
      count++;
      errors.add(error, true);
      largestError = Math.max(largestError, error);
      zeroLabels += label == 0 ? 1 : 0;
      if (weight == 0) {
        return;
      }
      all[WEIGHT].add(weight);
      product(all[LABEL], weight, label);
      product(all[PREDICTION], weight, prediction);
      product(all[LABEL_SQUARE], weight, label, label);
      product(all[PREDICTION_SQUARE], weight, prediction, prediction);
      product(all[PRODUCT], weight, label, prediction);
      product(all[ERROR], weight, error);
      product(all[ERROR_SQUARE], weight, error, error);
      if (label != 0) {
        product(all[RELATIVE_ERROR], weight, error / Math.abs(label));
        all[RELATIVE_WEIGHT].add(weight);
      }
      double least = Math.min(label, prediction);
      leastLogged = Math.min(leastLogged, least);
      if (least > -1) {
        product(all[LOGARITHMIC], weight, squaredLogarithmicError(label, prediction));
      }
    }

    private static void product(ExactSum sum, double weight, double value) {
      if (weight == 1) {
        sum.add(value);
      } else {
        sum.addProduct(weight, value);
      }
    }

    private static void product(ExactSum sum, double weight, double a, double b) {
      double product = a * b;
      product(sum, weight, product);
      product(sum, weight, Math.fma(a, b, -product));
    }

    @Override
    public void add(Sums other) {
      count += other.count;
      zeroLabels += other.zeroLabels;
      leastLogged = Math.min(leastLogged, other.leastLogged);
      largestError = Math.max(largestError, other.largestError);
      for (int i = 0; i < SUMS; i++) {
        all[i].add(other.all[i]);
      }
      errors.add(other.errors);
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeLong(zeroLabels);
      out.writeDouble(leastLogged);
      out.writeDouble(largestError);
      for (var sum : all) {
        sum.encode(out);
      }
      errors.encode(out);
    }

    @Override
    public int droppedBits() {
      return errors.droppedBits();
    }

    @Override
    public Map<Metric, Double> figures() {
      var sums = new double[SUMS];
      for (int i = 0; i < SUMS; i++) {
        sums[i] = all[i].value();
      }
      var figures =
          RegressionYardstick.figures(
              sums,
              leastLogged > -1,
              variance(LABEL, LABEL_SQUARE),
              variance(PREDICTION, PREDICTION_SQUARE),
              ExactSum.determinant(all[WEIGHT], all[LABEL], all[PREDICTION], all[PRODUCT]));
      figures.put(Metric.EXAMPLE_COUNT, (double) count);
      figures.put(Metric.ZERO_LABEL_COUNT, (double) zeroLabels);
      if (sums[WEIGHT] > 0) {
        figures.put(Metric.MEDIAN_ABSOLUTE_ERROR, medianError());
        figures.put(Metric.MAXIMUM_ERROR, largestError);
      }
      return figures.all();
    }

    /** The variance times the square of the weight. */
    private double variance(int sum, int squares) {
      return ExactSum.determinant(all[WEIGHT], all[sum], all[sum], all[squares]);
    }

    private double medianError() {
      var sorted = errors.columns();
      double before = 0;
      double lower = Double.NaN;
      for (int i = 0; i < sorted.scores().length; i++) {
        before += sorted.positives()[i];
        if (Double.isNaN(lower) && 2 * before >= count) {
          lower = sorted.scores()[i];
        }
        if (2 * before > count) {
          return (lower + sorted.scores()[i]) / 2;
        }
      }
      return lower;
    }
  }
}
