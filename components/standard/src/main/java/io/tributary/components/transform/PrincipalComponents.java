package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What numbers have in common: covariances, and the directions in which rows differ most. */
final class PrincipalComponents {
  private PrincipalComponents() {}

  /** The covariance of two numbers, the same in all rows. */
  record Covariance(int left, int right) implements Analyzer {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumbers(List.of(left, right));
    }

    @Override
    public List<Integer> rowOperands() {
      return List.of();
    }

    @Override
    public boolean isConstant(boolean operandsAre) {
      return true;
    }

    @Override
    public boolean mayBeMissing(boolean requiredMayBe) {
      return false;
    }

    @Override
    public Fit fit(Statistic gathered) {
      var statistic = (CovarianceStatistic) gathered;
      return new Fit.Figure(
          "covariance", statistic.count() == 0 ? Double.NaN : statistic.covariance(0, 1));
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".covariance(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.fits(this, Optional.empty(), Fit.Figure.class, new Fit.Figure("", Double.NaN))
          .number(Fit.Figure::value);
    }
  }

  /**
   * Direction of a component.
   *
   * @param variance along it; NaN if there were no rows
   * @param means of the numbers
   * @param direction of length 1, its coordinate of greatest magnitude positive
   */
  record Direction(double variance, List<Double> means, List<Double> direction) implements Fit {
    public Direction {
      means = List.copyOf(means);
      direction = List.copyOf(direction);
    }

    @Override
    public boolean isOfNothing() {
      return Double.isNaN(variance);
    }

    @Override
    public Map<String, Object> describe() {
      var fields = Fit.named("principal component");
      fields.put("variance", variance);
      fields.put("means", means);
      fields.put("direction", direction);
      return fields;
    }
  }

  /**
   * How far a row lies from the mean in the direction of the component {@code index}, 0 being that
   * of the greatest variance: Σ (x - mean) · coordinate, added in the order of the operands.
   */
  record Component(int index, int of, List<Integer> numbers) implements Analyzer {
    public Component {
      numbers = List.copyOf(numbers);
    }

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofNumbers(numbers);
    }

    @Override
    public Fit fit(Statistic gathered) {
      var statistic = (CovarianceStatistic) gathered;
      if (statistic.count() == 0) {
        return new Direction(Double.NaN, List.of(), List.of());
      }
      int width = numbers.size();
      double[][] covariances = new double[width][width];
      var means = new ArrayList<Double>();
      for (int i = 0; i < width; i++) {
        means.add(statistic.mean(i));
        for (int j = 0; j < width; j++) {
          covariances[i][j] = statistic.covariance(i, j);
        }
      }
      var component = new SymmetricMatrix(covariances).eigen().get(index);
      return new Direction(component.value(), means, oriented(component.vector()));
    }

    /** As it is, or the other way round. */
    private static List<Double> oriented(List<Double> direction) {
      double greatest = 0;
      for (double coordinate : direction) {
        if (Math.abs(coordinate) > Math.abs(greatest)) {
          greatest = coordinate;
        }
      }
      double sign = Math.signum(greatest);
      return direction.stream().map(coordinate -> sign * coordinate).toList();
    }

    @Override
    public String source(List<String> operands) {
      return "f.principalComponents("
          + of
          + ", "
          + String.join(", ", operands)
          + ").get("
          + index
          + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var fit = e.fitted().fit(this, Direction.class);
      var sum = graph.doubles(0);
      for (int i = 0; i < numbers.size(); i++) {
        var centred =
            graph.node("Sub", e.tensor(numbers.get(i)), graph.doubles(fit.means().get(i)));
        var part = graph.node("Mul", centred, graph.doubles(fit.direction().get(i)));
        sum = graph.node("Add", sum, part);
      }
      return sum;
    }
  }
}
