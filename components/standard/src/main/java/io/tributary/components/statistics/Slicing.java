package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A way to part rows into slices, each of which gets statistics of its own. A row may be in several
 * slices or in none.
 */
public sealed interface Slicing extends Serializable {

  /** The columns that it looks at. */
  List<String> columns();

  /**
   * One slice for each value of a column: of text, bytes, integers or booleans, or lists of them.
   */
  static Slicing byFeature(String column) {
    return new ByFeatures(Map.of(column, List.of()));
  }

  /** Slices for some values of a column. */
  static Slicing byValues(String column, String... values) {
    return new ByFeatures(Map.of(column, List.of(values)));
  }

  /** One slice for each combination of values that occurs. */
  static Slicing cross(String... columns) {
    var values = new LinkedHashMap<String, List<String>>();
    for (var column : columns) {
      values.put(column, List.of());
    }
    return new ByFeatures(values);
  }

  /**
   * Reads what people write: a column ({@code payment_type}), columns to be crossed ({@code
   * payment_type, trip_start_hour}), or a comparison of a column with a number or a text ({@code
   * fare > 10}, {@code payment_type = 'Cash'}; {@code =, !=, <, <=, >, >=}). Columns whose names
   * hold commas or signs of comparison have to be given by the methods.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Slicing parse(String text) {
    var comparison = Where.PATTERN.matcher(text);
    if (comparison.matches()) {
      return Where.of(comparison.group(1), comparison.group(2), comparison.group(3));
    }
    var columns = Stream.of(text.split(",", -1)).map(String::strip).toList();
    if (text.matches("(?s).*[<>=!].*")
        || columns.contains("")
        || columns.stream().distinct().count() < columns.size()) {
      throw new IllegalArgumentException(
          "slice '"
              + text
              + "': no slicing (expected: a column, different columns with commas between them, or"
              + " a comparison such as fare > 10); name at least one column");
    }
    return cross(columns.toArray(String[]::new));
  }

  /**
   * A slice for each combination of values of columns. Its name is that of TFDV: columns in the
   * order of their names, each followed by its value, all joined by {@code _}. A row without a
   * value in one of the columns is in no slice, one with several is in several.
   *
   * @param values by column, the values for which there are slices; no values for all
   */
  record ByFeatures(Map<String, List<String>> values) implements Slicing {
    public ByFeatures {
      var sorted = new LinkedHashMap<String, List<String>>();
      values.entrySet().stream()
          .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
          .forEach(entry -> sorted.put(entry.getKey(), List.copyOf(entry.getValue())));
      values = java.util.Collections.unmodifiableMap(sorted);
      if (values.isEmpty()) {
        throw new IllegalArgumentException(
            "slice by features: no feature (expected: at least one); name a column");
      }
    }

    @Override
    public List<String> columns() {
      return new ArrayList<>(values.keySet());
    }
  }

  /**
   * The slice of rows for which a comparison is true; of a list, for one of its values. Nothing is
   * true of a missing value or of NaN. Numbers are compared with numbers, booleans ({@code true},
   * {@code false}) and texts with texts, in the order of their UTF-8 bytes. The name is the
   * comparison, such as {@code fare > 10}.
   *
   * @param column of text, bytes, numbers or booleans
   * @param value what its values are compared with
   */
  record Where(String column, Operator operator, String value) implements Slicing {
    private static final Pattern PATTERN =
        Pattern.compile("\\s*([^<>=!]+?)\\s*(<=|>=|!=|=|<|>)\\s*([^<>=!].*?)\\s*", Pattern.DOTALL);

    public Where {
      requireNonNull(column, "column");
      requireNonNull(operator, "operator");
      requireNonNull(value, "value");
    }

    private static Where of(String column, String sign, String value) {
      boolean isQuoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
      return new Where(
          column, Operator.of(sign), isQuoted ? value.substring(1, value.length() - 1) : value);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }

    /** The name of the slice. */
    String name() {
      return column + " " + operator.sign + " " + value;
    }
  }

  /** How a value is compared. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    private static Operator of(String sign) {
      for (var operator : values()) {
        if (operator.sign.equals(sign)) {
          return operator;
        }
      }
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "sign '%s': no comparison (expected: =, !=, <, <=, > or >=)", sign));
    }

    /**
     * Whether it holds.
     *
     * @param order how the left side compares with the right one, as of a comparator
     */
    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case AT_MOST -> order <= 0;
        case GREATER -> order > 0;
        case AT_LEAST -> order >= 0;
      };
    }
  }
}
