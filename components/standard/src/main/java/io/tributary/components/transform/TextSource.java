package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.serving.BytesTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Tensor;
import java.io.Serializable;

/**
 * A text expression read without a graph, because ONNX Runtime's Java binding cannot return every
 * text: a raw column, or the digits of an integer, with missing ones filled.
 *
 * @param origin position of the raw column or the integer
 * @param ifMissing what missing texts are filled with; empty if they stay missing
 */
record TextSource(int origin, String ifMissing) implements Serializable {
  private static final int MOST_DIGITS = 20;

  /** Takes texts, row by row. */
  interface Sink {
    /** The UTF-8 of the next row's text; empty where it is missing. */
    void accept(byte[] data, int from, int to);
  }

  /** The text, or the one whose words are at {@code position}. */
  static TextSource of(Program program, int position) {
    var expression = program.at(position);
    if (expression instanceof Raw) {
      return new TextSource(position, "");
    } else if (expression instanceof Texts.OfInteger digits) {
      return new TextSource(digits.operand(), "");
    } else if (expression instanceof Texts.FillText fill) {
      var source = of(program, fill.operand());
      return source.ifMissing().isEmpty() ? new TextSource(source.origin(), fill.value()) : source;
    } else if (expression instanceof Words.Tokens tokens) {
      return of(program, tokens.operand());
    }
    throw new IllegalStateException(expression + " is no text");
  }

  /** Hands over the texts of a batch, whose origin's values these are. */
  void forEach(Tensor values, Sink sink) {
    byte[] missing = ifMissing.getBytes(UTF_8);
    if (values instanceof BytesTensor texts) {
      byte[] data = texts.data();
      int[] offsets = texts.offsets();
      for (int i = 0; i < texts.size(); i++) {
        if (offsets[i] == offsets[i + 1]) {
          sink.accept(missing, 0, missing.length);
        } else {
          sink.accept(data, offsets[i], offsets[i + 1]);
        }
      }
    } else if (values instanceof Int64Tensor integers) {
      byte[] digits = new byte[MOST_DIGITS];
      for (long integer : integers.values()) {
        if (integer == Long.MIN_VALUE) {
          sink.accept(missing, 0, missing.length);
        } else {
          sink.accept(digits, write(integer, digits), MOST_DIGITS);
        }
      }
    } else {
      throw new IllegalStateException("texts were read as " + values);
    }
  }

  /** Writes decimal digits to the end of the array; returns where they begin. */
  private static int write(long value, byte[] digits) {
    int at = digits.length;
    long rest = Math.abs(value);
    do {
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      digits[--at] = '-';
    }
    return at;
  }
}
