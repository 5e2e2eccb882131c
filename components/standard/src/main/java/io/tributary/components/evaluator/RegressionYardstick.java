package io.tributary.components.evaluator;

import io.tributary.components.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** Predictions of a number. */
record RegressionYardstick() implements Yardstick<RegressionYardstick.Sums> {

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
        // StrictMath: the same bits on every platform and JVM.
        double difference = StrictMath.log1p(prediction) - StrictMath.log1p(label);
        product(all[LOGARITHMIC], weight, difference * difference);
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
      var figures = new Figures(new Task.Regression().metrics());
      double weight = all[WEIGHT].value();
      figures.put(Metric.EXAMPLE_COUNT, (double) count);
      figures.put(Metric.ZERO_LABEL_COUNT, (double) zeroLabels);
      figures.put(Metric.WEIGHT, weight);
      if (weight > 0) {
        means(figures, weight);
        correlations(figures, weight);
        figures.put(Metric.MEDIAN_ABSOLUTE_ERROR, medianError());
        figures.put(Metric.MAXIMUM_ERROR, largestError);
      }
      return figures.all();
    }

    private void means(Figures figures, double weight) {
      double label = all[LABEL].value();
      double prediction = all[PREDICTION].value();
      double squares = all[ERROR_SQUARE].value() / weight;
      figures.put(Metric.MEAN_LABEL, label / weight);
      figures.put(Metric.MEAN_PREDICTION, prediction / weight);
      figures.put(Metric.CALIBRATION, label == 0 ? Double.NaN : prediction / label);
      figures.put(Metric.MEAN_ABSOLUTE_ERROR, all[ERROR].value() / weight);
      figures.put(Metric.MEAN_SQUARED_ERROR, squares);
      figures.put(Metric.ROOT_MEAN_SQUARED_ERROR, Math.sqrt(squares));
      figures.put(
          Metric.MEAN_ABSOLUTE_PERCENTAGE_ERROR,
          all[RELATIVE_ERROR].value(),
          all[RELATIVE_WEIGHT].value());
      figures.put(
          Metric.MEAN_SQUARED_LOGARITHMIC_ERROR,
          all[LOGARITHMIC].value(),
          leastLogged > -1 ? weight : 0);
    }

    private void correlations(Figures figures, double weight) {
      double labels = variance(LABEL, LABEL_SQUARE);
      double predictions = variance(PREDICTION, PREDICTION_SQUARE);
      double both = ExactSum.determinant(all[WEIGHT], all[LABEL], all[PREDICTION], all[PRODUCT]);
      if (labels > 0) {
        figures.put(Metric.R_SQUARED, 1 - all[ERROR_SQUARE].value() * weight / labels);
      }
      if (labels > 0 && predictions > 0) {
        double correlation = both / Math.sqrt(labels) / Math.sqrt(predictions);
        figures.put(Metric.SQUARED_CORRELATION, Math.min(1, correlation * correlation));
      }
    }

    /** The variance times the square of the weight. */
    private double variance(int sum, int squares) {
      return ExactSum.determinant(all[WEIGHT], all[sum], all[sum], all[squares]);
    }

    private double medianError() {
      var sorted = errors.sorted();
      long before = 0;
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
