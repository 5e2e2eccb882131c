package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** How a column tells rows apart. A missing value, or NaN, is a value of its own. */
public sealed interface Cut extends Serializable {

  /** The column of the raw examples that is looked at. */
  String column();

  /**
   * By each value.
   *
   * @param column of text, integers, floating point, bool, dates or time stamps
   */
  record Values(String column) implements Cut {
    public Values {
      requireNonNull(column, "column");
    }

    @Override
    public String toString() {
      return column;
    }
  }

  /**
   * By the range that a number lies in: below the first boundary, from there to below the second,
   * and so on, the last being from the last boundary on.
   *
   * @param column of numbers
   * @param boundaries finite, ascending, at least one
   */
  record Ranges(String column, List<Double> boundaries) implements Cut {
    public Ranges {
      requireNonNull(column, "column");
      boundaries = List.copyOf(boundaries);
      boolean ascending = !boundaries.isEmpty();
      for (int i = 0; i < boundaries.size(); i++) {
        ascending &= Double.isFinite(boundaries.get(i));
        ascending &= i == 0 || boundaries.get(i - 1) < boundaries.get(i);
      }
      if (!ascending) {
        throw new IllegalArgumentException(
            new Explanation(
                    "slice '" + column + "' > boundaries",
                    boundaries.toString(),
                    "one or more finite numbers, ascending",
                    "sort them, and name each once")
                .toString());
      }
    }

    @Override
    public String toString() {
      return column
          + " at "
          + boundaries.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }

  /**
   * By quantiles of a number, found in a pass of their own over the same rows: into ranges with
   * equal numbers of rows, as far as equal values let them be.
   *
   * @param column of numbers
   * @param buckets how many ranges, 2 to 1000
   */
  record Quantiles(String column, int buckets) implements Cut {
    public Quantiles {
      requireNonNull(column, "column");
      if (buckets < 2 || buckets > 1000) {
        throw new IllegalArgumentException(
            new Explanation(
                    "slice '" + column + "' > buckets",
                    String.valueOf(buckets),
                    "2 to 1000",
                    "choose fewer, or name boundaries")
                .toString());
      }
    }

    @Override
    public String toString() {
      return column + " in " + buckets;
    }
  }

  /**
   * Only rows whose number is within a bound; all others are in no slice.
   *
   * @param column of numbers
   */
  record Where(String column, Bound bound) implements Cut {
    public Where {
      requireNonNull(column, "column");
      requireNonNull(bound, "bound");
    }

    @Override
    public String toString() {
      return column + " " + bound;
    }
  }
}
