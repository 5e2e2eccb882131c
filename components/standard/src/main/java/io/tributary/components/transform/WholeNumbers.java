package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;

/** Arithmetic of INT64 tensors. Divisors are positive. */
record WholeNumbers(OnnxGraph graph) {
  String constant(long value) {
    return graph.longs(value);
  }

  String add(String a, String b) {
    return graph.node("Add", a, b);
  }

  String plus(String a, long b) {
    return b == 0 ? a : add(a, constant(b));
  }

  String minus(String a, String b) {
    return graph.node("Sub", a, b);
  }

  String times(String a, long b) {
    return b == 1 ? a : graph.node("Mul", a, constant(b));
  }

  /** Of numbers that are not negative. */
  String div(String a, long divisor) {
    return graph.node("Div", a, constant(divisor));
  }

  /** Rounded down; ONNX rounds towards 0. */
  String floorDiv(String a, long divisor) {
    if (divisor == 1) {
      return a;
    }
    var isBelow = graph.node("Less", a, times(div(a, divisor), divisor));
    return minus(div(a, divisor), graph.cast(isBelow, DataType.INT64));
  }

  /** From 0 to below the divisor. */
  String mod(String a, long divisor) {
    return graph.node("Mod", a, constant(divisor));
  }

  /** BOOL. */
  String isMultiple(String a, long divisor) {
    return graph.node("Equal", mod(a, divisor), constant(0));
  }

  /** BOOL. */
  String atLeast(String a, long b) {
    return graph.node("GreaterOrEqual", a, constant(b));
  }

  String where(String condition, String yes, String no) {
    return graph.node("Where", condition, yes, no);
  }

  String asDouble(String a) {
    return graph.cast(a, DataType.DOUBLE);
  }
}
