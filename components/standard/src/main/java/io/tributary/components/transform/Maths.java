package io.tributary.components.transform;

import io.tributary.components.transform.Numbers.OfOne;
import java.util.List;

/**
 * Functions of one number. Logarithms, powers and sines are rounded to single precision, because
 * those of different mathematical libraries, and of different lanes of one, differ in the last bits
 * of a double. What is beyond the range of single precision becomes its greatest number.
 */
final class Maths {
  private static final double QUARTER = 0.25;

  private Maths() {}

  enum Function {
    LOG("log", true),
    LOG1P("log1p", true),
    EXP("exp", false),
    SQRT("sqrt", true),
    ABS("abs", false),
    SIGN("sign", false),
    ROUND("round", false),
    FLOOR("floor", false),
    CEIL("ceil", false);

    private final String method;
    private final boolean isPartial;

    Function(String method, boolean isPartial) {
      this.method = method;
      this.isPartial = isPartial;
    }
  }

  /** A function's value, missing where it has none. */
  record Of(Function function, int operand) implements OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return operandMayBe || function.isPartial;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + "." + function.method + "()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var x = e.tensor(operand);
      return switch (function) {
        case LOG -> roundedIfFinite(e, graph.node("Log", x));
        case LOG1P -> roundedIfFinite(e, log1p(e, x));
        case EXP -> rounded(e, e.wherePresent(operand, graph.node("Exp", x), e.missingNumber()));
        case SQRT -> graph.node("Sqrt", x);
        case ABS -> graph.node("Abs", x);
        case SIGN -> e.wherePresent(operand, graph.node("Sign", x), e.missingNumber());
        case ROUND -> graph.node("Round", x);
        case FLOOR -> graph.node("Floor", x);
        case CEIL -> graph.node("Ceil", x);
      };
    }

    /** ln(u) x / (u - 1) with u = 1 + x, which keeps its precision for small x (Kahan). */
    private static String log1p(Emission e, String x) {
      var graph = e.graph();
      var one = graph.doubles(1);
      var u = graph.node("Add", x, one);
      var d = graph.node("Sub", u, one);
      var corrected = graph.node("Div", graph.node("Mul", graph.node("Log", u), x), d);
      var isTiny = graph.node("Equal", d, graph.doubles(0));
      return graph.node("Where", isTiny, x, corrected);
    }
  }

  /** In single precision, but within its range; missing where it is infinite or undefined. */
  private static String roundedIfFinite(Emission e, String tensor) {
    return rounded(e, Numbers.finiteOr(e, tensor, e.missingNumber()));
  }

  private static String rounded(Emission e, String tensor) {
    return Numbers.singleRounded(e, Numbers.clipped(e, tensor, -Float.MAX_VALUE, Float.MAX_VALUE));
  }

  /** A power; missing where it is undefined or infinite. */
  record Power(int operand, double exponent) implements OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return true;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".pow(" + Literal.of(exponent) + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var power = graph.node("Pow", e.tensor(operand), graph.doubles(exponent));
      return roundedIfFinite(e, e.wherePresent(operand, power, e.missingNumber()));
    }
  }

  /**
   * sin(2π (x / period + shift)), of the fraction of what is in brackets. ONNX Runtime has no
   * cosine in double precision: it is a sine, shifted by a quarter.
   */
  record Wave(int operand, double period, boolean isCosine) implements OfOne {
    @Override
    public String source(List<String> operands) {
      var method = isCosine ? ".cosine(" : ".sine(";
      return operands.get(0) + method + Literal.of(period) + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var turns = graph.node("Div", e.tensor(operand), graph.doubles(period));
      var phase = graph.node("Sub", turns, graph.node("Floor", turns));
      var shifted = isCosine ? graph.node("Add", phase, graph.doubles(QUARTER)) : phase;
      var angle = graph.node("Mul", shifted, graph.doubles(2 * Math.PI));
      return Numbers.singleRounded(e, graph.node("Sin", angle));
    }
  }
}
