package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.transform.Emission.Precision;
import java.io.Serializable;
import java.util.List;

/** A column of the raw examples. */
record Raw(String column, Kind kind) implements Expression, Serializable {
  enum Kind {
    FLOAT(Type.NUMBER, "number"),
    INTEGER(Type.INTEGER, "integer"),
    TEXT(Type.TEXT, "text");

    private final Type type;
    private final String method;

    Kind(Type type, String method) {
      this.type = type;
      this.method = method;
    }
  }

  @Override
  public Type type() {
    return kind.type;
  }

  @Override
  public List<Integer> operands() {
    return List.of();
  }

  /** Always: what the training data has in every row, a request can still lack. */
  @Override
  public boolean mayBeMissing(boolean operandMayBe) {
    return true;
  }

  @Override
  public boolean isConstant(boolean operandsAre) {
    return false;
  }

  @Override
  public String source(List<String> operands) {
    return "f." + kind.method + "(" + Literal.of(column) + ")";
  }

  DataType inputType(Precision precision) {
    return switch (kind) {
      case FLOAT -> precision == Precision.SINGLE ? DataType.FLOAT : DataType.DOUBLE;
      case INTEGER -> DataType.INT64;
      case TEXT -> DataType.STRING;
    };
  }

  /** The input itself; infinite numbers count as missing. */
  @Override
  public String emit(Emission e) {
    return switch (kind) {
      case FLOAT -> Numbers.finiteOr(e, asDouble(e), e.missingNumber());
      case INTEGER, TEXT -> column;
    };
  }

  private String asDouble(Emission e) {
    return e.precision() == Precision.SINGLE ? e.graph().cast(column, DataType.DOUBLE) : column;
  }
}
