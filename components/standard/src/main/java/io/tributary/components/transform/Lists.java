package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxTensor;
import java.util.List;

/** Expressions of a list per row that need no pass over the data. */
final class Lists {
  private static final long[] ONE_ROW_AND_ONE_COLUMN = {0, 0, 1, 1};

  private Lists() {}

  /**
   * Numbers of lists, in a tensor of one row and one column more, of missing numbers, for operators
   * that fail, or end the process, where there is none.
   */
  static String withRowAndColumn(Emission e, String numbers) {
    var missing = e.graph().constant(OnnxTensor.doubles(new long[0], Double.NaN));
    return e.graph().node("Pad", numbers, e.graph().vector(ONE_ROW_AND_ONE_COLUMN), missing);
  }

  /** Integers as numbers: exact up to 2^53 in magnitude. */
  record OfIntegers(int operand) implements Expression.OfOne {
    @Override
    public Type type() {
      return Type.NUMBERS;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asNumbers()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var integers = e.tensor(operand);
      var numbers = graph.cast(integers, DataType.DOUBLE);
      return withRowAndColumn(
          e, graph.node("Where", isMissing(e, integers), e.missingNumber(), numbers));
    }
  }

  /** Decimal digits of integers. */
  record Digits(int operand) implements Expression.OfOne {
    @Override
    public Type type() {
      return Type.TEXTS;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asWords()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var integers = e.tensor(operand);
      var digits = graph.cast(integers, DataType.STRING);
      return graph.node("Where", isMissing(e, integers), graph.strings(""), digits);
    }
  }

  private static String isMissing(Emission e, String integers) {
    return e.graph().node("Equal", integers, e.missingInteger());
  }

  enum Reduction {
    COUNT("count", false),
    SUM("sum", false),
    MEAN("mean", true),
    MIN("min", true),
    MAX("max", true),
    FIRST("first", true);

    private final String method;
    private final boolean isOfSome;

    Reduction(String method, boolean isOfSome) {
      this.method = method;
      this.isOfSome = isOfSome;
    }
  }

  /** A number that follows from those of a list that are there. */
  record Reduced(Reduction reduction, int operand) implements Numbers.OfOne {
    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return reduction.isOfSome;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + "." + reduction.method + "()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var numbers = e.tensor(operand);
      var isThere = graph.node("Not", graph.node("IsNaN", numbers));
      return e.withoutRow(reduced(e, numbers, isThere));
    }

    private String reduced(Emission e, String numbers, String isThere) {
      return switch (reduction) {
        case COUNT -> count(e, isThere);
        case SUM -> sum(e, numbers, isThere);
        case MEAN ->
            Numbers.finiteOr(
                e,
                e.graph().node("Div", sum(e, numbers, isThere), count(e, isThere)),
                e.missingNumber());
        case MIN -> extreme(e, numbers, isThere, false);
        case MAX -> extreme(e, numbers, isThere, true);
        case FIRST -> first(e, numbers, isThere);
      };
    }

    private static String count(Emission e, String isThere) {
      return e.graph().cast(e.countOf(isThere), DataType.DOUBLE);
    }

    /** One addition after the other: how wide the tensor is, cannot show. */
    private static String sum(Emission e, String numbers, String isThere) {
      var graph = e.graph();
      var addends = graph.node("Where", isThere, numbers, graph.doubles(0));
      var sums = graph.node("CumSum", addends, graph.vector(1));
      return graph.node(
          "Slice", sums, graph.vector(-1), graph.vector(Long.MAX_VALUE), graph.vector(1));
    }

    private static String extreme(Emission e, String numbers, String isThere, boolean isGreatest) {
      var graph = e.graph();
      double none = isGreatest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      var candidates = graph.node("Where", isThere, numbers, graph.doubles(none));
      var found =
          graph.node(
              OnnxDomain.STANDARD,
              "TopK",
              List.of(
                  OnnxAttribute.ofInt("axis", 1),
                  OnnxAttribute.ofInt("largest", isGreatest ? 1 : 0)),
              List.of(candidates, graph.vector(1)),
              2);
      return Numbers.finiteOr(e, found.get(0), e.missingNumber());
    }

    private static String first(Emission e, String numbers, String isThere) {
      var graph = e.graph();
      var axis = OnnxAttribute.ofInt("axis", 1);
      var place =
          graph.node(
              OnnxDomain.STANDARD,
              "ArgMax",
              List.of(axis, OnnxAttribute.ofInt("keepdims", 1)),
              graph.cast(isThere, DataType.INT32));
      return graph.node(OnnxDomain.STANDARD, "GatherElements", List.of(axis), numbers, place);
    }
  }
}
