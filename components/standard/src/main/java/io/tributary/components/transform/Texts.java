package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;

/** Expressions of text and integers that need no pass over the data. */
final class Texts {
  private Texts() {}

  /** The integer where there is one, a constant elsewhere. */
  record FillInteger(int operand, long value) implements Expression {
    @Override
    public Type type() {
      return Type.INTEGER;
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
    public String source(List<String> operands) {
      return operands.get(0) + ".fillMissing(" + value + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.wherePresent(operand, e.tensor(operand), e.graph().longs(value));
    }
  }

  /** The text where there is one, a constant elsewhere. */
  record FillText(int operand, String value) implements Expression {
    @Override
    public Type type() {
      return Type.TEXT;
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
    public String source(List<String> operands) {
      return operands.get(0) + ".fillMissing(" + Literal.of(value) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.wherePresent(operand, e.tensor(operand), e.graph().strings(value));
    }
  }

  /** An integer's decimal digits. */
  record OfInteger(int operand) implements Expression {
    @Override
    public Type type() {
      return Type.TEXT;
    }

    @Override
    public List<Integer> operands() {
      return List.of(operand);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asText()";
    }

    @Override
    public String emit(Emission e) {
      var digits = e.graph().cast(e.tensor(operand), DataType.STRING);
      return e.wherePresent(operand, digits, e.graph().strings(""));
    }
  }

  /** Whether a text is a given one. */
  record IsEqualTo(int operand, String value) implements Expression {
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
    public String source(List<String> operands) {
      return operands.get(0) + ".isEqualTo(" + Literal.of(value) + ")";
    }

    @Override
    public String emit(Emission e) {
      return e.textEquals(e.tensor(operand), value);
    }
  }
}
