package io.tributary.components.evaluator;

import io.tributary.components.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Probabilities of classes. A row's label is the number of its class; that of a class that the
 * model does not know is the number of classes.
 */
record ClassYardstick(List<String> classes, List<Metric> asked, ScoreRanges ranges)
    implements Yardstick<ClassYardstick.Choices> {
  private static final double CLIP = 0x1p-52;
  private static final int RANGES = 64;

  static ClassYardstick of(List<String> classes, List<Metric> asked) {
    return new ClassYardstick(classes, asked, new ScoreRanges(RANGES, DoubleStream.empty()));
  }

  /** Confusion, ranks, loss, and the weights of positives and negatives in ranges of each class. */
  @Override
  public int sums() {
    int n = classes.size();
    return (n + 1) * n + n + 2 + n * 2 * ranges.size();
  }

  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {
    int n = classes.size();
    var choice = new Choice(judged, outputs, row);
    double weight = judged.weight(row);
    sums[choice.label * n + choice.chosen] += weight;
    sums[(n + 1) * n + choice.above] += weight;
    sums[(n + 1) * n + n + 1] += weight * choice.loss;
    for (int i = 0; i < n; i++) {
      ranges.add(sums, areas(i), outputs[row * n + i], weight, i == choice.label);
    }
  }

  private int areas(int i) {
    int n = classes.size();
    return (n + 1) * n + n + 2 + i * 2 * ranges.size();
  }

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    int n = classes.size();
    var confusion = new double[n + 1][];
    for (int i = 0; i <= n; i++) {
      confusion[i] = Arrays.copyOfRange(sums, i * n, (i + 1) * n);
    }
    var areas = new double[n];
    for (int i = 0; i < n; i++) {
      areas[i] = ranges.columns(sums, areas(i)).auc();
    }
    int ranks = (n + 1) * n;
    return ClassFigures.of(
        classes,
        asked,
        confusion,
        Arrays.copyOfRange(sums, ranks, ranks + n + 1),
        sums[ranks + n + 1],
        areas);
  }

  /** What a model says of one row, and how that fits its label. */
  private final class Choice {
    final int label;
    final int chosen;

    /** How many classes score above the true one; all of them above an unknown one. */
    final int above;

    final double loss;

    Choice(Tally.Judged judged, double[] outputs, int row) {
      int n = classes.size();
      int from = row * n;
      int best = 0;
      for (int i = 1; i < n; i++) {
        best = outputs[from + i] > outputs[from + best] ? i : best;
      }
      label = (int) judged.labels()[row];
      chosen = best;
      double trueScore = label < n ? outputs[from + label] : 0;
      int higher = label < n ? 0 : n;
      for (int i = 0; label < n && i < n; i++) {
        higher += outputs[from + i] > trueScore ? 1 : 0;
      }
      above = higher;
      // StrictMath: the same bits on every platform and JVM.
      loss = -StrictMath.log(Math.min(Math.max(trueScore, CLIP), 1));
    }
  }

  @Override
  public Choices tally() {
    return new Choices();
  }

  @Override
  public Choices decode(DataInput in) throws IOException {
    var choices = new Choices();
    choices.count = in.readLong();
    choices.unknown = in.readLong();
    choices.confusion = Total.decode(choices.confusion.length, in);
    choices.ranks = Total.decode(choices.ranks.length, in);
    choices.loss = ExactSum.decode(in);
    choices.scores = ScoreTables.decode(classes.size(), in);
    return choices;
  }

  /** What was predicted for the rows of a slice. */
  final class Choices implements Tally<Choices> {
    private final int n = classes.size();
    private long count;
    private long unknown;

    /** By true class, those that the model does not know being the last, and by predicted class. */
    private Total[] confusion = Total.none((n + 1) * n);

    /** Weight of the rows in which so many classes score above the true one. */
    private Total[] ranks = Total.none(n + 1);

    private ExactSum loss = new ExactSum();

    /** Of each class against the rest. */
    private ScoreTables scores = new ScoreTables(n);

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      var choice = new Choice(judged, outputs, row);
      double weight = judged.weight(row);
      for (int i = 0; i < n; i++) {
        scores.add(i, outputs[row * n + i], weight, i == choice.label);
      }
      count++;
      unknown += choice.label < n ? 0 : 1;
      confusion[choice.label * n + choice.chosen].add(weight);
      ranks[choice.above].add(weight);
      loss.addProduct(weight, choice.loss);
    }

    @Override
    public void add(Choices other) {
      count += other.count;
      unknown += other.unknown;
      Total.add(confusion, other.confusion);
      Total.add(ranks, other.ranks);
      loss.add(other.loss);
      scores.add(other.scores);
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeLong(unknown);
      Total.encode(confusion, out);
      Total.encode(ranks, out);
      loss.encode(out);
      scores.encode(out);
    }

    @Override
    public int droppedBits() {
      return scores.droppedBits();
    }

    /** Weights by true and predicted class; the last line is that of unknown classes. */
    double[][] confusion() {
      var weights = new double[n + 1][n];
      for (int i = 0; i <= n; i++) {
        for (int j = 0; j < n; j++) {
          weights[i][j] = confusion[i * n + j].value();
        }
      }
      return weights;
    }

    @Override
    public Plots plots() {
      return Plots.of(classes, confusion());
    }

    @Override
    public Map<Metric, Double> figures() {
      var areas = Arrays.stream(scores.columns()).mapToDouble(ScoreColumns::auc).toArray();
      var shares = new double[n + 1];
      for (int i = 0; i <= n; i++) {
        shares[i] = ranks[i].value();
      }
      var figures = ClassFigures.of(classes, asked, confusion(), shares, loss.value(), areas);
      figures.put(Metric.EXAMPLE_COUNT, (double) count);
      figures.put(Metric.UNKNOWN_LABEL_COUNT, (double) unknown);
      return figures;
    }
  }

  /** The metrics of each class, in the order of the classes. */
  static List<Metric> ofEach(List<Metric> metrics, List<String> names) {
    var all = new ArrayList<Metric>();
    for (var name : names) {
      metrics.forEach(metric -> all.add(metric.of(name)));
    }
    return all;
  }
}
