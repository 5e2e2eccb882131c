package io.tributary.components.tuner;

import java.math.BigDecimal;
import java.math.MathContext;

/** A figure for people: five significant digits. */
final class Figure {
  private static final MathContext DIGITS = new MathContext(5);

  private Figure() {}

  static String of(double value) {
    return new BigDecimal(value).round(DIGITS).toString();
  }
}
