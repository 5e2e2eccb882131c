package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Scores for a 0/1 label. */
record BinaryYardstick(double threshold, List<Metric> asked)
    implements Yardstick<BinaryYardstick.Scores> {

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
    public Map<Metric, Double> figures() {
      return BinaryFigures.of(table, threshold, asked);
    }
  }
}
