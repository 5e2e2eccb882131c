package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * Columns by which rows are told apart: each combination of their values that occurs is a slice. A
 * missing value is a value of its own.
 *
 * @param columns of the raw examples: text, integers, floating point, bool, dates or time stamps
 */
public record Slicing(List<String> columns) implements Serializable {
  public Slicing {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || new HashSet<>(columns).size() != columns.size()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "slice", columns.toString(), "one or more distinct columns", "name columns")
              .toString());
    }
  }

  /** {@code payment_type} or {@code payment_type x trip_start_hour}. */
  @Override
  public String toString() {
    return String.join(" x ", columns);
  }
}
