package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How rows are told apart: each combination of what the cuts say that occurs is a slice.
 *
 * @param cuts of distinct columns, at least one
 */
public record Slicing(List<Cut> cuts) implements Serializable {
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
