package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.serving.BytesTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Tensor;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * A text expression read from the raw columns without a graph, because ONNX Runtime's Java binding
 * cannot return every text. There are few such expressions: a column, or the digits of one, with
 * missing values filled.
 *
 * @param ifNoInteger what an integer column's missing values are filled with
 * @param ifNoText what missing texts are filled with
 */
record TextSource(Raw column, Optional<Long> ifNoInteger, Optional<String> ifNoText)
    implements Serializable {
  private static final int MOST_DIGITS = 20;

  /** Takes texts, row by row. */
  interface Sink {
    /** The UTF-8 of the next row's text; empty where it is missing. */
    void accept(byte[] data, int from, int to);
  }

  static TextSource of(Program program, int position) {
    var expression = program.at(position);
    if (expression instanceof Raw raw) {
      return new TextSource(raw, Optional.empty(), Optional.empty());
    } else if (expression instanceof Texts.OfInteger digits) {
      return of(program, digits.operand());
    }
    if (expression instanceof Texts.FillInteger fill) {
      var source = of(program, fill.operand());
      return source.ifNoInteger().isPresent()
          ? source
          : new TextSource(source.column(), Optional.of(fill.value()), Optional.empty());
    } else if (expression instanceof Texts.FillText fill) {
      var source = of(program, fill.operand());
      return source.ifNoText().isPresent()
          ? source
          : new TextSource(source.column(), source.ifNoInteger(), Optional.of(fill.value()));
    }
    throw new IllegalStateException(expression + " is no text");
  }

  /** Hands over the texts of a batch of raw columns. */
  void forEach(Map<String, Tensor> columns, Sink sink) {
    byte[] missing = ifNoText.orElse("").getBytes(UTF_8);
    var tensor = columns.get(column.column());
    if (tensor instanceof BytesTensor texts) {
      byte[] data = texts.data();
      int[] offsets = texts.offsets();
      for (int i = 0; i < texts.size(); i++) {
        if (offsets[i] == offsets[i + 1]) {
          sink.accept(missing, 0, missing.length);
        } else {
          sink.accept(data, offsets[i], offsets[i + 1]);
        }
      }
    } else if (tensor instanceof Int64Tensor integers) {
      long filled = ifNoInteger.orElse(Long.MIN_VALUE);
      byte[] digits = new byte[MOST_DIGITS];
      for (long integer : integers.values()) {
        long value = integer == Long.MIN_VALUE ? filled : integer;
        if (value == Long.MIN_VALUE) {
          sink.accept(missing, 0, missing.length);
        } else {
          sink.accept(digits, write(value, digits), MOST_DIGITS);
        }
      }
    } else {
      throw new IllegalStateException(column + " was read as " + tensor);
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
