package io.tributary.components.evaluator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/** Sums of the absolute values of what features contribute. */
final class ContributionTally implements Tally<ContributionTally> {
  private final double[] sums;
  private double weight;

  private ContributionTally(int width) {
    sums = new double[width];
  }

  /**
   * Makes tallies; there are no metrics and no intervals in them.
   *
   * @param width contributions of a row
   */
  record Maker(int width) implements Yardstick<ContributionTally> {
    @Override
    public ContributionTally tally() {
      return new ContributionTally(width);
    }

    @Override
    public ContributionTally decode(DataInput in) throws IOException {
      var tally = new ContributionTally(width);
      tally.weight = in.readDouble();
      for (int i = 0; i < width; i++) {
        tally.sums[i] = in.readDouble();
      }
      return tally;
    }

    @Override
    public int sums() {
      return 0;
    }

    @Override
    public void add(double[] groups, Tally.Judged judged, double[] outputs, int row) {
      // no intervals, hence no sums of groups
    }

    @Override
    public Map<Metric, Double> figures(double[] groups) {
      return Map.of();
    }
  }

  @Override
  public void add(Judged judged, double[] outputs, int row) {
    double counts = judged.weight(row);
    weight += counts;
    int from = row * sums.length;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += counts * Math.abs(outputs[from + i]);
    }
  }

  @Override
  public void add(ContributionTally other) {
    weight += other.weight;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.sums[i];
    }
  }

  /** Weight of all rows. */
  double weight() {
    return weight;
  }

  /** The mean over all rows; 0 where there are none. */
  double mean(int contribution) {
    return weight > 0 ? sums[contribution] / weight : 0;
  }

  @Override
  public void encode(DataOutput out) throws IOException {
    out.writeDouble(weight);
    for (double sum : sums) {
      out.writeDouble(sum);
    }
  }

  @Override
  public int droppedBits() {
    return 0;
  }

  @Override
  public Map<Metric, Double> figures() {
    return Map.of();
  }
}
