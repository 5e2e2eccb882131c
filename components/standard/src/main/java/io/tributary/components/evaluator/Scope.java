package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.util.List;

/** The rows over which a requirement has to hold. */
public sealed interface Scope {

  /** All rows. */
  record Overall() implements Scope {}

  /**
   * Every slice that these columns give, each by itself.
   *
   * @param columns whose combinations of values are the slices
   */
  record EverySlice(List<String> columns) implements Scope {
    public EverySlice {
      columns = new Slicing(columns).columns();
    }
  }

  /**
   * One slice.
   *
   * @param columns by which is sliced
   * @param values one for each column, as text
   */
  record OneSlice(List<String> columns, List<String> values) implements Scope {
    public OneSlice {
      columns = new Slicing(columns).columns();
      values = List.copyOf(values);
      if (columns.size() != values.size()) {
        throw new IllegalArgumentException(
            new Explanation(
                    "slice " + columns,
                    values.size() + " values",
                    columns.size() + ", one for each column",
                    "give a value for each column")
                .toString());
      }
    }
  }
}
