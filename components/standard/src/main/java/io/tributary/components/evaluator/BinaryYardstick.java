package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Scores for a 0/1 label. */
record BinaryYardstick(double threshold, List<Metric> asked, ScoreRanges ranges)
    implements Yardstick<BinaryYardstick.Scores> {
  private static final int RANGES = 240;

  static BinaryYardstick of(double threshold, List<Metric> asked) {
    var thresholds =
        DoubleStream.concat(
            DoubleStream.of(threshold),
            asked.stream().flatMap(metric -> metric.at().stream()).mapToDouble(at -> at));
    return new BinaryYardstick(threshold, asked, new ScoreRanges(RANGES, thresholds));
  }

  @Override
  public int sums() {
    return 2 * ranges.size();
  }

  @Override
  public void add(double[] sums, Tally.Judged judged, double[] outputs, int row) {
    ranges.add(sums, 0, outputs[row], judged.weight(row), judged.labels()[row] != 0);
  }

  @Override
  public Map<Metric, Double> figures(double[] sums) {
    return BinaryFigures.of(ranges.columns(sums, 0), threshold, asked);
  }

  @Override
  public Scores tally() {
    return new Scores(new ScoreTable());
  }

  @Override
  public Scores decode(DataInput in) throws IOException {
    return new Scores(ScoreTable.decode(in));
  }

  /** The scores of a slice. */
  final class Scores implements Tally<Scores> {
    private final ScoreTable table;

    private Scores(ScoreTable table) {
      this.table = table;
    }

    @Override
    public void add(Judged judged, double[] outputs, int row) {
      table.add(outputs[row], judged.weight(row), judged.labels()[row] != 0);
    }

    @Override
    public void add(Scores other) {
      table.add(other.table);
    }

    @Override
    public void encode(DataOutput out) throws IOException {
      table.encode(out);
    }

    @Override
    public int droppedBits() {
      return table.droppedBits();
    }

    @Override
    public Plots plots() {
      return Plots.of(table.columns());
    }

    @Override
    public Map<Metric, Double> figures() {
      return BinaryFigures.of(table, threshold, asked);
    }
  }
}
