package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.transform.Emission.Precision;
import io.tributary.serving.Datatype;
import io.tributary.serving.Shape;
import io.tributary.serving.TensorSpec;
import java.io.Serializable;
import java.util.List;

/** A column of the raw examples, of one value a row or of lists. */
record Raw(String column, Kind kind) implements Expression, Serializable {
  enum Kind {
    FLOAT(Type.NUMBER, "number", Datatype.FP32, false),
    INTEGER(Type.INTEGER, "integer", Datatype.INT64, false),
    TEXT(Type.TEXT, "text", Datatype.BYTES, false),
    FLOATS(Type.NUMBERS, "numbers", Datatype.FP32, true),
    INTEGERS(Type.INTEGERS, "integers", Datatype.INT64, true),
    TEXTS(Type.TEXTS, "texts", Datatype.BYTES, true);

    private final Type type;
    private final String method;
    private final Datatype datatype;
    private final boolean isList;

    Kind(Type type, String method, Datatype datatype, boolean isList) {
      this.type = type;
      this.method = method;
      this.datatype = datatype;
      this.isList = isList;
    }

    boolean isList() {
      return isList;
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

  /** What the training data has in every row, a request can still lack; a list is then empty. */
  @Override
  public boolean mayBeMissing(boolean operandMayBe) {
    return !kind.isList();
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
      case FLOAT, FLOATS -> precision == Precision.SINGLE ? DataType.FLOAT : DataType.DOUBLE;
      case INTEGER, INTEGERS -> DataType.INT64;
      case TEXT, TEXTS -> DataType.STRING;
    };
  }

  /** Whether floating-point numbers are in it. */
  boolean isFloat() {
    return kind.datatype == Datatype.FP32;
  }

  /** What a graph of features asks of the column. */
  TensorSpec input() {
    return new TensorSpec(
        column, kind.datatype, Shape.of(Shape.ANY, kind.isList() ? Shape.ANY : 1));
  }

  /** The input itself; infinite numbers count as missing. */
  @Override
  public String emit(Emission e) {
    return switch (kind) {
      case FLOAT -> Numbers.finiteOr(e, asDouble(e), e.missingNumber());
      case FLOATS -> Lists.withRowAndColumn(e, Numbers.finiteOr(e, asDouble(e), e.missingNumber()));
      case INTEGER, TEXT, INTEGERS, TEXTS -> column;
    };
  }

  private String asDouble(Emission e) {
    return e.precision() == Precision.SINGLE ? e.graph().cast(column, DataType.DOUBLE) : column;
  }
}
