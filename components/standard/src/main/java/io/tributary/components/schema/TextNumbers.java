package io.tributary.components.schema;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers that are written as text. */
public final class TextNumbers {
  private TextNumbers() {}

  /** Empty if the text is no decimal integer of 64 bits. */
  public static OptionalLong integer(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Empty if the text is no decimal number, infinity or NaN. */
  public static OptionalDouble floating(String text) {
    var number = text.strip().toLowerCase(Locale.ROOT);
    var unsigned = number.startsWith("-") || number.startsWith("+") ? number.substring(1) : number;
    if (unsigned.equals("nan")) {
      return OptionalDouble.of(Double.NaN);
    }
    if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return OptionalDouble.of(
          number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return mayBeDecimal(unsigned) ? decimal(number) : OptionalDouble.empty();
  }

  /** Whether it ends like a number: the suffixes f and d belong to Java. */
  private static boolean mayBeDecimal(String unsigned) {
    return !unsigned.isEmpty()
        && (unsigned.endsWith(".") || Character.isDigit(unsigned.charAt(unsigned.length() - 1)));
  }

  private static OptionalDouble decimal(String number) {
    try {
      return OptionalDouble.of(Double.parseDouble(number));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
