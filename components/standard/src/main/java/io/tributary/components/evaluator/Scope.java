package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.List;
import java.util.Optional;

/** The rows over which a requirement has to hold. */
public sealed interface Scope {

  /** What the evaluation has to slice by to answer; empty for all rows. */
  Optional<Slicing> slicing();

  /** All rows. */
  record Overall() implements Scope {
    @Override
    public Optional<Slicing> slicing() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /** Every slice that is met, each by itself. */
  record EverySlice(Slicing of) implements Scope {
    public EverySlice {
      requireNonNull(of, "of");
    }

    @Override
    public Optional<Slicing> slicing() {
      return Optional.of(of);
    }

    @Override
    public String toString() {
      return " on every slice of " + of;
    }
  }

  /**
   * One slice.
   *
   * @param of by what is sliced
   * @param values one for each cut, as reports write them
   */
  record OneSlice(Slicing of, List<String> values) implements Scope {
    public OneSlice {
      requireNonNull(of, "of");
      values = List.copyOf(values);
      if (of.cuts().size() != values.size()) {
        throw new IllegalArgumentException(
            new Explanation(
                    "slice " + of,
                    values.size() + " values",
                    of.cuts().size() + ", one for each column",
                    "give a value for each column")
                .toString());
      }
    }

    @Override
    public Optional<Slicing> slicing() {
      return Optional.of(of);
    }

    @Override
    public String toString() {
      return " on " + Slice.of(this);
    }
  }
}
