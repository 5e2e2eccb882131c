package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/** Expressions of numbers and truth values that need no pass over the data. */
final class Numbers {
  private Numbers() {}

  /** {@code tensor} where it is finite, {@code otherwise} elsewhere. */
  static String finiteOr(Emission e, String tensor, String otherwise) {
    var graph = e.graph();
    var finite =
        graph.node("LessOrEqual", graph.node("Abs", tensor), graph.doubles(Double.MAX_VALUE));
    return graph.node("Where", finite, tensor, otherwise);
  }

  /** An expression of type NUMBER with one operand. */
  interface OfOne extends Expression {
    int operand();

    @Override
    default Type type() {
      return Type.NUMBER;
    }

    @Override
    default List<Integer> operands() {
      return List.of(operand());
    }
  }

  /** A number that is the same in all rows. */
  record Constant(double value) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of();
    }

    @Override
    public String emit(Emission e) {
      return e.graph().doubles(value);
    }
  }

  /** An integer as a number: exact up to 2^53 in magnitude. */
  record OfInteger(int operand) implements OfOne {
    @Override
    public String emit(Emission e) {
      var number = e.graph().cast(e.tensor(operand), DataType.DOUBLE);
      return e.wherePresent(operand, number, e.missingNumber());
    }
  }

  /** 1 for true, 0 for false. */
  record OfBoolean(int operand) implements OfOne {
    @Override
    public String emit(Emission e) {
      return e.graph().cast(e.tensor(operand), DataType.DOUBLE);
    }
  }

  /** The value where there is one, a constant elsewhere. */
  record Fill(int operand, double value) implements OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String emit(Emission e) {
      return e.wherePresent(operand, e.tensor(operand), e.constant(value, operand));
    }
  }

  enum Operator {
    PLUS("Add"),
    MINUS("Sub"),
    TIMES("Mul"),
    DIVIDED_BY("Div");

    private final String onnx;

    Operator(String onnx) {
      this.onnx = onnx;
    }
  }

  /** Two numbers combined; a division by zero is missing. */
  record Arithmetic(Operator operator, int left, int right) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return operandMayBe || operator == Operator.DIVIDED_BY;
    }

    @Override
    public String emit(Emission e) {
      var result = e.graph().node(operator.onnx, side(e, left, right), side(e, right, left));
      return operator == Operator.DIVIDED_BY ? finiteOr(e, result, e.missingNumber()) : result;
    }
  }

  private static String side(Emission e, int operand, int other) {
    return e.expression(operand) instanceof Constant constant
        ? e.constant(constant.value(), other)
        : e.tensor(operand);
  }

  /**
   * ln(1 + x), missing where x is not above -1. Computed as ln(u) x / (u - 1) with u = 1 + x, which
   * keeps its precision for small x (Kahan). Rounded to single precision, because logarithms of
   * different mathematical libraries, and of different lanes of one, differ in the last bits of a
   * double.
   */
  record Log1p(int operand) implements OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return true;
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var x = e.tensor(operand);
      var one = graph.doubles(1);
      var u = graph.node("Add", x, one);
      var d = graph.node("Sub", u, one);
      var corrected = graph.node("Div", graph.node("Mul", graph.node("Log", u), x), d);
      var isTiny = graph.node("Equal", d, graph.doubles(0));
      return finiteOr(
          e, singleRounded(e, graph.node("Where", isTiny, x, corrected)), e.missingNumber());
    }
  }

  /** The nearest single-precision values, as DOUBLE. */
  static String singleRounded(Emission e, String tensor) {
    return e.graph().cast(e.graph().cast(tensor, DataType.FLOAT), DataType.DOUBLE);
  }

  enum Comparison {
    GREATER("Greater"),
    GREATER_OR_EQUAL("GreaterOrEqual"),
    LESS("Less"),
    LESS_OR_EQUAL("LessOrEqual"),
    EQUAL("Equal");

    private final String onnx;

    Comparison(String onnx) {
      this.onnx = onnx;
    }
  }

  /** Compares two numbers; false where one is missing, as IEEE 754 has it for NaN. */
  record Compare(Comparison comparison, int left, int right) implements Expression {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node(comparison.onnx, side(e, left, right), side(e, right, left));
    }
  }

  /** Whether a value is missing. */
  record IsMissing(int operand) implements Expression {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Not", e.present(operand));
    }
  }

  enum Connective {
    AND("And"),
    OR("Or");

    private final String onnx;

    Connective(String onnx) {
      this.onnx = onnx;
    }
  }

  record Connected(Connective connective, int left, int right) implements Expression {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node(connective.onnx, e.tensor(left), e.tensor(right));
    }
  }

  record Negated(int operand) implements Expression {
    @Override
    public Type type() {
      return Type.BOOLEAN;
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Not", e.tensor(operand));
    }
  }
}
