package io.tributary.components.schema;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers that are written as text. */
final class TextNumbers {
  private TextNumbers() {}

  /** Empty if the text is no decimal integer of 64 bits. */
  static OptionalLong integer(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Empty if the text is no decimal number, infinity or NaN. */
  static OptionalDouble floating(String text) {
    var number = text.strip().toLowerCase(Locale.ROOT);
    var unsigned = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
    switch (unsigned) {
      case "nan":
        return OptionalDouble.of(Double.NaN);
      case "inf", "infinity":
        return OptionalDouble.of(
            number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      default:
        // the suffixes f and d belong to Java, not to numbers
        if (unsigned.isEmpty()
            || !Character.isDigit(unsigned.charAt(unsigned.length() - 1))
                && !unsigned.endsWith(".")) {
          return OptionalDouble.empty();
        }
        try {
          return OptionalDouble.of(Double.parseDouble(number));
        } catch (NumberFormatException e) {
          return OptionalDouble.empty();
        }
    }
  }
}
