package io.tributary.components.transform;

import io.tributary.components.exact.Moments;
import io.tributary.components.transform.Expression.Analyzer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number as it would be if its distribution, taken for a Tukey HH distribution of the same
 * first four L-moments, were the standard normal one; as the z-score if it has no long tails
 * (tf.Transform's scale_to_gaussian).
 */
record Gaussian(int operand) implements Analyzer {
  private static final int NEWTON_STEPS = 8;
  private static final double TINY = 1e-7;
  private static final double MOST_DEVIATIONS = 1e150;

  /**
   * Location, scale and shape.
   *
   * @param scale 1 if there is nothing to scale by
   */
  record Shape(double location, double scale, TukeyHh tails) implements Fit {
    @Override
    public Map<String, Object> describe() {
      var fields = Fit.named("gaussian");
      fields.put("location", location);
      fields.put("scale", scale);
      fields.put("left_tail", tails.left());
      fields.put("right_tail", tails.right());
      return fields;
    }
  }

  @Override
  public Type type() {
    return Type.NUMBER;
  }

  @Override
  public Gathering gathering() {
    return Gathering.ofNumber(Statistic.Kind.VALUES, operand, Optional.empty());
  }

  @Override
  public Fit fit(Statistic gathered) {
    return shape((ValuesStatistic) gathered);
  }

  private static Shape shape(ValuesStatistic values) {
    var moments = new Moments();
    values.forEach(moments::add);
    if (moments.count() == 0) {
      return new Shape(0, 1, TukeyHh.NORMAL);
    }
    double mean = moments.mean();
    var sample = LMoments.of(values, mean);
    var tails =
        sample.scale() > 0
            ? TukeyHh.of(sample.third() / sample.scale(), sample.fourth() / sample.scale())
            : TukeyHh.NORMAL;
    if (tails.isLongTailed()) {
      double scale = sample.scale() / tails.scale();
      return new Shape(mean - scale * tails.mean(), scale, tails);
    }
    double deviation = moments.standardDeviation();
    return new Shape(mean, deviation > 0 ? deviation : 1, tails);
  }

  @Override
  public String source(List<String> operands) {
    return operands.get(0) + ".gaussian()";
  }

  @Override
  public String emit(Emission e) {
    var graph = e.graph();
    var shape = e.fitted().fit(this, Shape.class);
    var centred = graph.node("Sub", e.tensor(operand), graph.doubles(shape.location()));
    var x = graph.node("Div", centred, graph.doubles(shape.scale()));
    if (!shape.tails().isLongTailed()) {
      return x;
    }
    var bounded = Numbers.clipped(e, x, -MOST_DEVIATIONS, MOST_DEVIATIONS);
    var isLeft = graph.node("Less", bounded, graph.doubles(0));
    var tail =
        graph.node(
            "Where",
            isLeft,
            graph.doubles(shape.tails().left()),
            graph.doubles(shape.tails().right()));
    var square = graph.node("Mul", tail, graph.node("Mul", bounded, bounded));
    var magnitude = graph.node("Sqrt", graph.node("Div", lambertW(e, square), tail));
    var signed = graph.node("Where", isLeft, graph.node("Neg", magnitude), magnitude);
    var isTiny = graph.node("Less", square, graph.doubles(TINY));
    return Numbers.singleRounded(e, graph.node("Where", isTiny, bounded, signed));
  }

  /** The w ≥ 0 with w · e^w = x, for x ≥ 0, by Newton's method. */
  private static String lambertW(Emission e, String x) {
    var graph = e.graph();
    var one = graph.doubles(1);
    double slope = (Math.E - 1) / (Math.E * Math.E - 1);
    var log = graph.node("Log", x);
    var correction = graph.node("Sub", graph.node("Div", one, log), one);
    var large = graph.node("Add", log, graph.node("Mul", correction, graph.node("Log", log)));
    var medium =
        graph.node(
            "Add", graph.node("Mul", x, graph.doubles(slope)), graph.doubles((1 - slope) / Math.E));
    var w = graph.node("Where", graph.node("Less", x, graph.doubles(Math.E)), medium, large);
    w = graph.node("Where", graph.node("Less", x, graph.doubles(1 / Math.E)), x, w);
    for (int i = 0; i < NEWTON_STEPS; i++) {
      var power = graph.node("Exp", w);
      var product = graph.node("Mul", w, power);
      var step =
          graph.node("Div", graph.node("Sub", product, x), graph.node("Add", power, product));
      w = graph.node("Sub", w, step);
    }
    return w;
  }
}
