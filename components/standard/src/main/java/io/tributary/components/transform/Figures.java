package io.tributary.components.transform;

import io.tributary.components.transform.Expression.Analyzer;
import java.util.List;
import java.util.Optional;

/** Figures that a pass over the data found, the same in all rows or in all rows of a key. */
final class Figures {
  private Figures() {}

  /** A figure of a number. */
  interface OfNumber extends Analyzer {
    int operand();

    Optional<Gathering.Key> key();

    /** What it is called, in the language and in descriptions. */
    String name();

    /** The figure; NaN if it has none. */
    double of(Statistic gathered);

    /** The figure of no rows; NaN if it has none. */
    double ofNothing();

    @Override
    default Type type() {
      return Type.NUMBER;
    }

    @Override
    default List<Integer> rowOperands() {
      return key().map(Gathering.Key::position).stream().toList();
    }

    @Override
    default boolean isConstant(boolean operandsAre) {
      return key().isEmpty();
    }

    /** Of a key that was not seen, or only in rows without a number. */
    @Override
    default boolean mayBeMissing(boolean operandMayBe) {
      return key().isPresent() && Double.isNaN(ofNothing());
    }

    @Override
    default Fit fit(Statistic gathered) {
      return gathered instanceof KeyedStatistic keyed
          ? keyed.fits(statistic -> new Fit.Figure(name(), of(statistic)))
          : new Fit.Figure(name(), of(gathered));
    }

    @Override
    default String emit(Emission e) {
      var unseen = new Fit.Figure(name(), ofNothing());
      return e.fits(this, key(), Fit.Figure.class, unseen).number(Fit.Figure::value);
    }
  }

  enum Figure {
    MIN("min", Statistic.Kind.RANGE, Double.NaN),
    MAX("max", Statistic.Kind.RANGE, Double.NaN),
    COUNT("count", Statistic.Kind.RANGE, 0),
    SUM("sum", Statistic.Kind.MOMENTS, 0),
    MEAN("mean", Statistic.Kind.MOMENTS, Double.NaN),
    VARIANCE("variance", Statistic.Kind.MOMENTS, Double.NaN),
    STANDARD_DEVIATION("standardDeviation", Statistic.Kind.MOMENTS, Double.NaN);

    private final String method;
    private final Statistic.Kind kind;
    private final double ofNothing;

    Figure(String method, Statistic.Kind kind, double ofNothing) {
      this.method = method;
      this.kind = kind;
      this.ofNothing = ofNothing;
    }

    private double of(Statistic gathered) {
      return switch (this) {
        case MIN -> ((RangeStatistic) gathered).min();
        case MAX -> ((RangeStatistic) gathered).max();
        case COUNT -> ((RangeStatistic) gathered).count();
        case SUM -> ((MomentsStatistic) gathered).sum();
        case MEAN -> ((MomentsStatistic) gathered).mean();
        case VARIANCE -> ((MomentsStatistic) gathered).variance();
        case STANDARD_DEVIATION -> ((MomentsStatistic) gathered).standardDeviation();
      };
    }
  }

  record Found(Figure figure, int operand, Optional<Gathering.Key> key) implements OfNumber {
    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(figure.kind, operand, key);
    }

    @Override
    public String name() {
      return figure.method;
    }

    @Override
    public double of(Statistic gathered) {
      return figure.of(gathered);
    }

    @Override
    public double ofNothing() {
      return figure.ofNothing;
    }

    @Override
    public String source(List<String> operands) {
      return receiver(operands) + "." + figure.method + "()";
    }
  }

  record Quantile(double share, int operand, Optional<Gathering.Key> key) implements OfNumber {
    @Override
    public Gathering gathering() {
      return Gathering.ofNumber(Statistic.Kind.VALUES, operand, key);
    }

    @Override
    public String name() {
      return "quantile " + share;
    }

    @Override
    public double of(Statistic gathered) {
      return ((ValuesStatistic) gathered).quantile(share);
    }

    @Override
    public double ofNothing() {
      return Double.NaN;
    }

    @Override
    public String source(List<String> operands) {
      return receiver(operands) + ".quantile(" + Literal.of(share) + ")";
    }
  }

  /** How many of the analyzed rows have the text; 0 for one that none has. */
  record Occurrences(int operand) implements Analyzer {
    /** Different texts there may be. */
    static final int MOST = 1_000_000;

    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public Gathering gathering() {
      return Gathering.ofText(operand, Guide.NONE, 1);
    }

    @Override
    public Fit fit(Statistic gathered) {
      return ((TermsStatistic) gathered).counts(MOST);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".occurrences()";
    }

    @Override
    public String emit(Emission e) {
      return e.fits(
              this,
              Optional.of(new Gathering.Key(operand, MOST)),
              Fit.Figure.class,
              new Fit.Figure("count", 0))
          .number(Fit.Figure::value);
    }
  }
}
