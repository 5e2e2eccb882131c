package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How rows are told apart: each combination of what the cuts say that occurs is a slice.
 *
 * @param cuts of distinct columns, at least one
 */
public record Slicing(List<Cut> cuts) implements Serializable {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*([^<>=]+?)\\s*(>=|<=)\\s*([^<>=]+)", Pattern.DOTALL);
  private static final Pattern QUANTILES =
      Pattern.compile("\\s*(.+?)\\s+in\\s+(\\d{1,4})\\s*", Pattern.DOTALL);
  private static final Pattern RANGES =
      Pattern.compile("\\s*(.+?)\\s+at\\s+([-+.,\\s0-9eE]+)", Pattern.DOTALL);

  public Slicing {
    cuts = List.copyOf(cuts);
    long distinct = cuts.stream().map(Cut::column).distinct().count();
    if (cuts.isEmpty() || distinct != cuts.size()) {
      throw new IllegalArgumentException(
          new Explanation("slice", cuts.toString(), "one or more distinct columns", "name columns")
              .toString());
    }
  }

  /** By the values of columns. */
  public static Slicing of(String... columns) {
    return new Slicing(Stream.of(columns).<Cut>map(Cut.Values::new).toList());
  }

  /** By these cuts together. */
  public static Slicing of(Cut... cuts) {
    return new Slicing(List.of(cuts));
  }

  /**
   * Reads what people write: columns ({@code payment_type}; {@code payment_type x hour}), ranges of
   * a number ({@code fare at 5, 20}), quantiles ({@code fare in 4}), or a condition ({@code fare >=
   * 20}); several are crossed with an {@code x} between blanks.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Slicing parse(String text) {
    return new Slicing(Stream.of(text.split(" x ", -1)).map(Slicing::cut).toList());
  }

  private static Cut cut(String text) {
    var condition = CONDITION.matcher(text);
    if (condition.matches()) {
      double value = number(text, condition.group(3));
      return new Cut.Where(
          condition.group(1),
          condition.group(2).equals(">=") ? Bound.atLeast(value) : Bound.atMost(value));
    }
    var quantiles = QUANTILES.matcher(text);
    if (quantiles.matches()) {
      return new Cut.Quantiles(quantiles.group(1), (int) number(text, quantiles.group(2)));
    }
    var ranges = RANGES.matcher(text);
    if (ranges.matches()) {
      return new Cut.Ranges(
          ranges.group(1),
          Stream.of(ranges.group(2).split(",")).map(each -> number(text, each)).toList());
    }
    if (text.isBlank() || text.matches("(?s).*[<>=].*")) {
      throw new IllegalArgumentException(
          new Explanation(
                  "slice",
                  text,
                  "a column, 'COLUMN at 5, 20', 'COLUMN in 4' or 'COLUMN >= 20'",
                  "correct it")
              .toString());
    }
    return new Cut.Values(text.strip());
  }

  private static double number(String text, String number) {
    try {
      return Double.parseDouble(number.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          new Explanation("slice " + text, number.strip(), "a number", "correct it").toString(), e);
    }
  }

  /** The columns that are looked at. */
  public List<String> columns() {
    return cuts.stream().map(Cut::column).toList();
  }

  /** {@code payment_type} or {@code payment_type x trip_start_hour}. */
  @Override
  public String toString() {
    return cuts.stream().map(Cut::toString).collect(Collectors.joining(" x "));
  }
}
