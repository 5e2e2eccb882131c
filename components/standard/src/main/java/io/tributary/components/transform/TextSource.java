package io.tributary.components.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.serving.BytesTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.Tensor;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A text expression, or one of lists of texts, read without a graph, because ONNX Runtime's Java
 * binding cannot return every text: a raw column, or the digits of an integer, with missing ones
 * filled, perhaps in lower case.
 *
 * @param origin position of the raw column or the integer
 * @param ifMissing what missing texts are filled with; empty if they stay missing
 * @param isLowerCase whether A to Z become a to z in what is not filled in
 */
record TextSource(int origin, String ifMissing, boolean isLowerCase) implements Serializable {
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
      return new TextSource(position, "", false);
    } else if (expression instanceof Texts.OfInteger digits) {
      return new TextSource(digits.operand(), "", false);
    } else if (expression instanceof Texts.FillText fill) {
      var source = of(program, fill.operand());
      return source.ifMissing().isEmpty()
          ? new TextSource(source.origin(), fill.value(), source.isLowerCase())
          : source;
    } else if (expression instanceof Texts.LowerCase lower) {
      var source = of(program, lower.operand());
      return new TextSource(source.origin(), lower(source.ifMissing()), true);
    } else if (expression instanceof Words.Tokens tokens) {
      return of(program, tokens.operand());
    } else if (expression instanceof Words.Elements elements) {
      return of(program, elements.operand());
    } else if (expression instanceof Lists.Digits digits) {
      return new TextSource(digits.operand(), "", false);
    }
    throw new IllegalStateException(expression + " is no text");
  }

  /** Hands over the texts of a batch, or of its lists, whose origin's values these are. */
  void forEach(Tensor values, Sink sink) {
    byte[] missing = ifMissing.getBytes(UTF_8);
    if (values instanceof BytesTensor texts) {
      byte[] data = texts.data();
      int[] offsets = texts.offsets();
      for (int i = 0; i < texts.size(); i++) {
        if (offsets[i] == offsets[i + 1]) {
          sink.accept(missing, 0, missing.length);
        } else {
          accept(sink, data, offsets[i], offsets[i + 1]);
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

  private void accept(Sink sink, byte[] data, int from, int to) {
    if (isLowerCase && hasCapital(data, from, to) && isUnicode(data, from, to)) {
      byte[] lowered = Arrays.copyOfRange(data, from, to);
      for (int i = 0; i < lowered.length; i++) {
        lowered[i] = (byte) lower(lowered[i]);
      }
      sink.accept(lowered, 0, lowered.length);
    } else {
      sink.accept(data, from, to);
    }
  }

  private static boolean hasCapital(byte[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      if (lower(data[i]) != data[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnicode(byte[] data, int from, int to) {
    var bytes = new String(data, from, to - from, UTF_8).getBytes(UTF_8);
    return Arrays.equals(bytes, 0, bytes.length, data, from, to);
  }

  private static String lower(String text) {
    return text.chars()
        .map(TextSource::lower)
        .collect(StringBuilder::new, (out, c) -> out.append((char) c), StringBuilder::append)
        .toString();
  }

  private static int lower(int character) {
    return character >= 'A' && character <= 'Z' ? character - 'A' + 'a' : character;
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
