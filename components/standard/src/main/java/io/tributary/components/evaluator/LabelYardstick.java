package io.tributary.components.evaluator;

import io.tributary.components.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Probabilities of several labels that are each 0 or 1. */
record LabelYardstick(List<String> names, double threshold, ScoreRanges ranges)
    implements Yardstick<LabelYardstick.Choices> {
  private static final int RANGES = 64;
  private static final List<Metric> BY_ROW =
      List.of(
          Metric.JACCARD,
          Metric.SAMPLES_PRECISION,
          Metric.SAMPLES_RECALL,
          Metric.SAMPLES_F1,
          Metric.HAMMING_LOSS,
          Metric.EXACT_MATCH);

  static LabelYardstick of(List<String> names, double threshold) {
    return new LabelYardstick(
        names, threshold, new ScoreRanges(RANGES, DoubleStream.of(threshold)));
  }

  /**
   * Weight, means over rows, and the weights of positives and negatives in ranges of each label.
   */
  @Override
  public int sums() {
    return 1 + BY_ROW.size() + names.size() * 2 * ranges.size();
  }

  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {
    double weight = judged.weight(row);
    sums[0] += weight;
    var shares = shares(judged, outputs, row);
    for (int i = 0; i < shares.length; i++) {
      sums[1 + i] += weight * shares[i];
    }
    int n = names.size();
    for (int i = 0; i < n; i++) {
      ranges.add(sums, ofLabel(i), outputs[row * n + i], weight, judged.labels()[row * n + i] != 0);
    }
  }

  private int ofLabel(int i) {
    return 1 + BY_ROW.size() + i * 2 * ranges.size();
  }

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    var columns = new ScoreColumns[names.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = ranges.columns(sums, ofLabel(i));
    }
    return of(columns, sums[0], Arrays.copyOfRange(sums, 1, 1 + BY_ROW.size()));
  }

  /** What a row contributes to the means over rows. */
  private double[] shares(Tally.Judged judged, double[] outputs, int row) {
    int n = names.size();
    int both = 0;
    int predicted = 0;
    int actual = 0;
    for (int i = row * n; i < (row + 1) * n; i++) {
      boolean isLabelled = judged.labels()[i] != 0;
      boolean isPredicted = outputs[i] >= threshold;
      both += isLabelled && isPredicted ? 1 : 0;
      predicted += isPredicted ? 1 : 0;
      actual += isLabelled ? 1 : 0;
    }
    int either = predicted + actual - both;
    return new double[] {
      ClassCounts.share(both, either),
      ClassCounts.share(both, predicted),
      ClassCounts.share(both, actual),
      ClassCounts.share(2.0 * both, predicted + actual),
      (either - both) / (double) n,
      both == either ? 1 : 0
    };
  }

  @Override
  public Choices tally() {
    return new Choices();
  }

  @Override
  public Choices decode(DataInput in) throws IOException {
    var choices = new Choices();
    choices.count = in.readLong();
    choices.weight = Total.decode(in);
    for (int i = 0; i < choices.byRow.length; i++) {
      choices.byRow[i] = ExactSum.decode(in);
    }
    choices.scores = ScoreTables.decode(names.size(), in);
    return choices;
  }

  /** What was predicted for the rows of a slice. */
  final class Choices implements Tally<Choices> {
    private final int n = names.size();
    private long count;
    private Total weight = new Total();
    private final ExactSum[] byRow = new ExactSum[BY_ROW.size()];
    private ScoreTables scores = new ScoreTables(n);

    private Choices() {
      for (int i = 0; i < byRow.length; i++) {
        byRow[i] = new ExactSum();
      }
    }

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      double rowWeight = judged.weight(row);
      count++;
      weight.add(rowWeight);
      for (int i = 0; i < n; i++) {
        scores.add(i, outputs[row * n + i], rowWeight, judged.labels()[row * n + i] != 0);
      }
      var shares = shares(judged, outputs, row);
      for (int i = 0; i < shares.length; i++) {
        byRow[i].addProduct(rowWeight, shares[i]);
      }
    }

    @Override
    public void add(Choices other) {
      count += other.count;
      weight.add(other.weight);
      for (int i = 0; i < byRow.length; i++) {
        byRow[i].add(other.byRow[i]);
      }
      scores.add(other.scores);
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      out.writeLong(count);
      weight.encode(out);
      for (var sum : byRow) {
        sum.encode(out);
      }
      scores.encode(out);
    }

    @Override
    public int droppedBits() {
      return scores.droppedBits();
    }

    @Override
    public Map<Metric, Double> figures() {
      var columns = scores.columns();
      var sums = new double[byRow.length];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = byRow[i].value();
      }
      var figures = of(columns, weight.value(), sums);
      figures.put(Metric.EXAMPLE_COUNT, (double) count);
      return figures;
    }
  }

  /** Every metric but the count. */
  private Map<Metric, Double> of(ScoreColumns[] columns, double weight, double[] byRow) {
    var figures = new Figures(new Task.Multilabel(threshold).metrics());
    figures.expect(ClassYardstick.ofEach(Task.Multilabel.OF_LABEL, names));
    figures.put(Metric.WEIGHT, weight);
    if (weight > 0) {
      for (int i = 0; i < byRow.length; i++) {
        figures.put(BY_ROW.get(i), byRow[i] / weight);
      }
      labels(columns, figures);
    }
    return figures.all();
  }

  private void labels(ScoreColumns[] columns, Figures figures) {
    int n = columns.length;
    var right = new double[n];
    var predicted = new double[n];
    var support = new double[n];
    var areas = new double[n];
    for (int i = 0; i < n; i++) {
      var decisions = Decisions.of(columns[i], threshold);
      right[i] = decisions.tp();
      predicted[i] = decisions.tp() + decisions.fp();
      support[i] = decisions.tp() + decisions.fn();
      var name = names.get(i);
      BinaryFigures.of(columns[i], threshold, List.of())
          .forEach(
              (metric, value) -> {
                if (Task.Multilabel.OF_LABEL.contains(metric)) {
                  figures.put(metric.of(name), value);
                }
              });
      areas[i] = figures.get(Metric.AUC.of(name));
    }
    new ClassCounts(names, right, predicted, support).into(figures);
    figures.put(Metric.MACRO_AUC, ClassCounts.mean(areas));
  }
}
