package io.tributary.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures of data as a person reads them in a table. */
public final class Figures {
  private static final double LONGEST_INTEGER = 1e12;

  private Figures() {}

  /** With four significant digits; integers whole. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < LONGEST_INTEGER) {
      return String.format(Locale.ROOT, "%,d", (long) value);
    }
    if (size >= 1e6 || size < 1e-3) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    var digits = size >= 1000 ? new MathContext(6) : new MathContext(4);
    var rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
    return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
  }

  public static String text(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** How many of something there are. */
  public static String count(long number, String one) {
    return text(number) + ' ' + one + (number == 1 ? "" : "s");
  }

  /** A part of a whole, in percent. */
  public static String percent(double part) {
    if (part > 0 && part < 0.0001) {
      return "<0.01%";
    }
    if (part < 1 && part >= 0.9995) {
      return ">99.9%";
    }
    return String.format(
        Locale.ROOT, part == 0 ? "%.0f%%" : part < 0.1 ? "%.2f%%" : "%.1f%%", part * 100);
  }

  /** A probability, with four decimals. */
  public static String chance(double p) {
    return p < 0.00005 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /** A text that has no more than {@code most} characters. */
  public static String brief(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
