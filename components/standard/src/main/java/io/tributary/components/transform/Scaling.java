package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;
import java.util.List;
import java.util.Optional;

/** Numbers scaled by what a pass over the data found. Missing values stay missing. */
final class Scaling {
  private Scaling() {}

  /**
   * (x - mean) / deviation, with the population's deviation; x - mean if all values are equal; x if
   * the key was not seen (tf.Transform's scale_to_z_score).
   */
  record ZScore(int operand, Optional<Gathering.Key> key) implements Analyzer {
    private static final Fit.Moments UNSEEN = new Fit.Moments(0, 0, 1);

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(Statistic.Kind.MOMENTS, operand, key);
    }

    @Override
    public Fit fit(Statistic gathered) {
      return gathered instanceof KeyedStatistic keyed
          ? keyed.fits(statistic -> ((MomentsStatistic) statistic).moments())
          : ((MomentsStatistic) gathered).moments();
    }

    @Override
    public String source(List<String> operands) {
      return receiver(operands) + ".zScore()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var moments = e.fits(this, key, Fit.Moments.class, UNSEEN);
      var centred = graph.node("Sub", e.tensor(operand), moments.number(Fit.Moments::mean));
      return graph.node("Div", centred, moments.number(Fit.Moments::deviation));
    }
  }

  /**
   * (x - min) / (max - min), stretched to low..high; the logistic function of x, stretched, if
   * there are not two different values, or the key was not seen (tf.Transform's scale_by_min_max).
   */
  record MinMax(int operand, double low, double high, Optional<Gathering.Key> key)
      implements Analyzer {
    private static final Fit.Range UNSEEN =
        new Fit.Range(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(Statistic.Kind.RANGE, operand, key);
    }

    @Override
    public Fit fit(Statistic gathered) {
      return gathered instanceof KeyedStatistic keyed
          ? keyed.fits(statistic -> ((RangeStatistic) statistic).range())
          : ((RangeStatistic) gathered).range();
    }

    @Override
    public String source(List<String> operands) {
      var receiver = receiver(operands);
      return low == 0 && high == 1
          ? receiver + ".minMax()"
          : receiver + ".scaleTo(" + Literal.of(low) + ", " + Literal.of(high) + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var ranges = e.fits(this, key, Fit.Range.class, UNSEEN);
      String share;
      if (ranges.all(Fit.Range::isEmpty)) {
        share = logistic(e);
      } else {
        var above =
            graph.node("Sub", e.tensor(operand), ranges.number(r -> r.isEmpty() ? 0 : r.min()));
        share = graph.node("Div", above, ranges.number(r -> r.isEmpty() ? 1 : r.max() - r.min()));
        if (ranges.any(Fit.Range::isEmpty)) {
          var isEmpty =
              graph.node("Equal", ranges.integer(r -> r.isEmpty() ? 1L : 0L), graph.longs(1));
          share = graph.node("Where", isEmpty, logistic(e), share);
        }
      }
      if (low == 0 && high == 1) {
        return share;
      }
      return graph.node(
          "Add", graph.node("Mul", share, graph.doubles(high - low)), graph.doubles(low));
    }

    private String logistic(Emission e) {
      var value = Numbers.singleRounded(e, e.graph().node("Sigmoid", e.tensor(operand)));
      return e.wherePresent(operand, value, e.missingNumber());
    }
  }
}
