package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that have certain values in certain columns.
 *
 * @param values what the rows have in common; none for all rows
 */
public record Slice(List<Value> values) {

  /** All rows. */
  public static final Slice OVERALL = new Slice(List.of());

  /**
   * The value of a column.
   *
   * @param value as text; empty for rows in which it is missing
   */
  public record Value(String column, Optional<String> value) {
    public Value {
      requireNonNull(column, "column");
      requireNonNull(value, "value");
    }

    @Override
    public String toString() {
      return column + value.map(text -> "=" + text).orElse(" missing");
    }
  }

  /** By each cut: missing, then ranges in their order, or whole numbers before text. */
  static Comparator<Slice> order(List<Cut> cuts) {
    return (left, right) -> {
      for (int i = 0; i < cuts.size(); i++) {
        int order =
            compare(
                cuts.get(i),
                left.values.get(i).value.orElse(null),
                right.values.get(i).value.orElse(null));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }

  public Slice {
    values = List.copyOf(values);
  }

  static Slice of(Scope.OneSlice scope) {
    var values = new ArrayList<Value>();
    for (int i = 0; i < scope.values().size(); i++) {
      values.add(new Value(scope.of().cuts().get(i).column(), Optional.of(scope.values().get(i))));
    }
    return new Slice(values);
  }

  /** The columns whose values are given. */
  public List<String> columns() {
    return values.stream().map(Value::column).toList();
  }

  private static int compare(Cut cut, @Nullable String left, @Nullable String right) {
    if (left == null || right == null) {
      return Boolean.compare(left != null, right != null);
    }
    if (!(cut instanceof Cut.Values)) {
      var ranges = RangeCodes.texts(cut);
      return Integer.compare(ranges.indexOf(left), ranges.indexOf(right));
    }
    boolean leftNumber = isWhole(left);
    boolean rightNumber = isWhole(right);
    if (leftNumber && rightNumber) {
      int order = Long.compare(Long.parseLong(left), Long.parseLong(right));
      return order != 0 ? order : left.compareTo(right);
    }
    return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
  }

  /** Whether it is a whole number of at most 18 digits, so that it fits a long. */
  private static boolean isWhole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    if (text.length() == start || text.length() > start + 18) {
      return false;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** {@code overall}, {@code payment_type=Cash} or {@code payment_type=Cash x hour missing}. */
  @Override
  public String toString() {
    return values.isEmpty()
        ? "overall"
        : values.stream().map(Value::toString).collect(Collectors.joining(" x "));
  }
}
