package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;

/** Numbers scaled by what a pass over the data found. Missing values stay missing. */
final class Scaling {
  private Scaling() {}

  /**
   * (x - mean) / deviation, with the population's deviation; x - mean if all values are equal
   * (tf.Transform's scale_to_z_score).
   */
  record ZScore(int operand) implements Analyzer {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Statistic.Kind statistic() {
      return Statistic.Kind.MOMENTS;
    }

    @Override
    public Fit fit(Statistic gathered) {
      return ((MomentsStatistic) gathered).moments();
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var moments = e.fitted().fit(this, Fit.Moments.class);
      var centred = graph.node("Sub", e.tensor(operand), graph.doubles(moments.mean()));
      return graph.node("Div", centred, graph.doubles(moments.deviation()));
    }
  }

  /**
   * (x - min) / (max - min), stretched to low..high; the logistic function of x, stretched, if
   * there are not two different values (tf.Transform's scale_by_min_max).
   */
  record MinMax(int operand, double low, double high) implements Analyzer {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Statistic.Kind statistic() {
      return Statistic.Kind.RANGE;
    }

    @Override
    public Fit fit(Statistic gathered) {
      return ((RangeStatistic) gathered).range();
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var range = e.fitted().fit(this, Fit.Range.class);
      var x = e.tensor(operand);
      String share;
      if (range.isEmpty()) {
        var logistic = Numbers.singleRounded(e, graph.node("Sigmoid", x));
        share = e.wherePresent(operand, logistic, e.missingNumber());
      } else {
        var above = graph.node("Sub", x, graph.doubles(range.min()));
        share = graph.node("Div", above, graph.doubles(range.max() - range.min()));
      }
      if (low == 0 && high == 1) {
        return share;
      }
      return graph.node(
          "Add", graph.node("Mul", share, graph.doubles(high - low)), graph.doubles(low));
    }
  }
}
