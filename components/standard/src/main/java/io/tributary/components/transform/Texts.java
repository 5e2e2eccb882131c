package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.Expression.OfBooleans;
import io.tributary.components.transform.Expression.OfIntegers;
import io.tributary.components.transform.Expression.OfOne;
import io.tributary.components.transform.Expression.OfTexts;
import java.util.List;

/** Expressions of text and integers that need no pass over the data. */
final class Texts {
  private Texts() {}

  /** The integer where there is one, a constant elsewhere. */
  record FillInteger(int operand, long value) implements OfOne, OfIntegers {
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
  record FillText(int operand, String value) implements OfOne, OfTexts {
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

  /** A to Z as a to z. */
  record LowerCase(int operand) implements OfOne, OfTexts {
    /** The standard operators that came with RegexFullMatch. */
    private static final int OPSET = 20;

    /** Texts that StringNormalizer takes; it fails on others. */
    private static final String UNICODE = "[\\x00-\\x{D7FF}\\x{E000}-\\x{10FFFF}]*";

    /** The one locale that is everywhere; it knows no other letters. */
    private static final String LOCALE = "C";

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".lowerCase()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      graph.raise(OPSET);
      var text = e.tensor(operand);
      var isUnicode =
          graph.node(
              OnnxDomain.STANDARD,
              "RegexFullMatch",
              List.of(OnnxAttribute.ofString("pattern", UNICODE)),
              text);
      var unicode = graph.node("Where", isUnicode, text, graph.strings(""));
      var lowered =
          graph.node(
              OnnxDomain.STANDARD,
              "StringNormalizer",
              List.of(
                  OnnxAttribute.ofString("case_change_action", "LOWER"),
                  OnnxAttribute.ofString("locale", LOCALE)),
              graph.node("Reshape", e.withRow(unicode), graph.vector(-1)));
      var rows = e.withoutRow(graph.node("Reshape", lowered, graph.vector(-1, 1)));
      return graph.node("Where", isUnicode, rows, text);
    }
  }

  /** An integer's decimal digits. */
  record OfInteger(int operand) implements OfOne, OfTexts {
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
  record IsEqualTo(int operand, String value) implements OfOne, OfBooleans {
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
