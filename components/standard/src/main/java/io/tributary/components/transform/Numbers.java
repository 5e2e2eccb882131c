package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.transform.Expression.OfBooleans;
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
  interface OfOne extends Expression.OfOne {
    @Override
    default Type type() {
      return Type.NUMBER;
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
    public String source(List<String> operands) {
      return Literal.of(value);
    }

    @Override
    public String emit(Emission e) {
      return e.graph().doubles(value);
    }
  }

  /** An integer as a number: exact up to 2^53 in magnitude. */
  record OfInteger(int operand) implements OfOne {
    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asNumber()";
    }

    @Override
    public String emit(Emission e) {
      var number = e.graph().cast(e.tensor(operand), DataType.DOUBLE);
      return e.wherePresent(operand, number, e.missingNumber());
    }
  }

  /** 1 for true, 0 for false. */
  record OfBoolean(int operand) implements OfOne {
    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asNumber()";
    }

    @Override
    public String emit(Emission e) {
      return e.graph().cast(e.tensor(operand), DataType.DOUBLE);
    }
  }

  /** An id as a number. */
  record OfId(int operand) implements OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return false;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0);
    }

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
    public String source(List<String> operands) {
      return operands.get(0) + ".fillMissing(" + Literal.of(value) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.wherePresent(operand, e.tensor(operand), e.constant(value, operand));
    }
  }

  /** The value where there is one, another column's elsewhere. */
  record FillFrom(int operand, int other) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand, other);
    }

    @Override
    public List<Integer> required() {
      return List.of(other);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".fillMissing(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.wherePresent(operand, e.tensor(operand), e.tensor(other));
    }
  }

  enum Operator {
    PLUS("plus", "Add"),
    MINUS("minus", "Sub"),
    TIMES("times", "Mul"),
    DIVIDED_BY("dividedBy", "Div");

    private final String method;
    private final String onnx;

    Operator(String method, String onnx) {
      this.method = method;
      this.onnx = onnx;
    }

    String method() {
      return method;
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
    public String source(List<String> operands) {
      return operands.get(0) + "." + operator.method + "(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      var result = e.graph().node(operator.onnx, side(e, left, right), side(e, right, left));
      return operator == Operator.DIVIDED_BY ? finiteOr(e, result, e.missingNumber()) : result;
    }
  }

  enum Extreme {
    LESSER("lesserOf", "LessOrEqual"),
    GREATER("greaterOf", "GreaterOrEqual");

    private final String method;
    private final String onnx;

    Extreme(String method, String onnx) {
      this.method = method;
      this.onnx = onnx;
    }
  }

  /** The lesser or the greater of two numbers; missing where one of them is. */
  record ExtremeOf(Extreme extreme, int left, int right) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + "." + extreme.method + "(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var a = side(e, left, right);
      var b = side(e, right, left);
      var second = graph.node("Where", graph.node(extreme.onnx, b, a), b, e.missingNumber());
      return graph.node("Where", graph.node(extreme.onnx, a, b), a, second);
    }
  }

  /** The number moved to the nearest end of a range that it is outside of. */
  record Clip(int operand, double low, double high) implements OfOne {
    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".clip(" + Literal.of(low) + ", " + Literal.of(high) + ")";
    }

    @Override
    public String emit(Emission e) {
      return clipped(e, e.tensor(operand), e.rounded(low, operand), e.rounded(high, operand));
    }
  }

  /** A DOUBLE tensor, its values at least {@code low} and at most {@code high}; NaN stays NaN. */
  static String clipped(Emission e, String tensor, double low, double high) {
    var graph = e.graph();
    var least = graph.doubles(low);
    var greatest = graph.doubles(high);
    var raised = graph.node("Where", graph.node("Less", tensor, least), least, tensor);
    return graph.node("Where", graph.node("Greater", raised, greatest), greatest, raised);
  }

  /** One of two numbers, by a truth value. */
  record Choice(int condition, int yes, int no) implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(condition, yes, no);
    }

    @Override
    public String source(List<String> operands) {
      return String.format(
          "f.when(%s).then(%s).otherwise(%s)", operands.get(0), operands.get(1), operands.get(2));
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Where", e.tensor(condition), side(e, yes, no), side(e, no, yes));
    }
  }

  private static String side(Emission e, int operand, int other) {
    return e.expression(operand) instanceof Constant constant
        ? e.constant(constant.value(), other)
        : e.tensor(operand);
  }

  /** The nearest single-precision values, as DOUBLE. */
  static String singleRounded(Emission e, String tensor) {
    return e.graph().cast(e.graph().cast(tensor, DataType.FLOAT), DataType.DOUBLE);
  }

  enum Comparison {
    GREATER("greaterThan", "Greater"),
    GREATER_OR_EQUAL("atLeast", "GreaterOrEqual"),
    LESS("lessThan", "Less"),
    LESS_OR_EQUAL("atMost", "LessOrEqual"),
    EQUAL("isEqualTo", "Equal");

    private final String method;
    private final String onnx;

    Comparison(String method, String onnx) {
      this.method = method;
      this.onnx = onnx;
    }

    String method() {
      return method;
    }
  }

  /** Compares two numbers; false where one is missing, as IEEE 754 has it for NaN. */
  record Compare(Comparison comparison, int left, int right) implements OfBooleans {
    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + "." + comparison.method + "(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node(comparison.onnx, side(e, left, right), side(e, right, left));
    }
  }

  /** Whether a value is missing. */
  record IsMissing(int operand) implements Expression.OfOne, OfBooleans {
    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".isMissing()";
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Not", e.present(operand));
    }
  }

  enum Connective {
    AND("and", "And"),
    OR("or", "Or");

    private final String method;
    private final String onnx;

    Connective(String method, String onnx) {
      this.method = method;
      this.onnx = onnx;
    }
  }

  record Connected(Connective connective, int left, int right) implements OfBooleans {
    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + "." + connective.method + "(" + operands.get(1) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node(connective.onnx, e.tensor(left), e.tensor(right));
    }
  }

  record Negated(int operand) implements Expression.OfOne, OfBooleans {
    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".negated()";
    }

    @Override
    public String emit(Emission e) {
      return e.graph().node("Not", e.tensor(operand));
    }
  }
}
