package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is gathered of one expression in a pass over the data. Adding rows in any order and merging
 * in any order give the same result, to the last bit. Not thread-safe.
 */
sealed interface Statistic
    permits MomentsStatistic, RangeStatistic, ValuesStatistic, TermsStatistic, WordsStatistic {

  enum Kind {
    MOMENTS,
    RANGE,
    VALUES,
    TERMS,
    WORDS;

    /**
     * A statistic that has seen nothing.
     *
     * @param where what error messages call it
     */
    Statistic create(String where) {
      return switch (this) {
        case MOMENTS -> new MomentsStatistic(where);
        case RANGE -> new RangeStatistic();
        case VALUES -> new ValuesStatistic();
        case TERMS -> new TermsStatistic(where);
        case WORDS -> new WordsStatistic(where);
      };
    }
  }

  /** Adds numbers; NaN is a missing one. Only for statistics of numbers. */
  default void add(double[] values) {
    throw new IllegalStateException(getClass().getSimpleName() + " does not take numbers");
  }

  /** Adds what another statistic of this kind has seen, which is not used afterwards. */
  void merge(Statistic other);

  void encode(DataOutput out) throws IOException;

  /** Adds what was encoded. */
  void decode(DataInput in) throws IOException;
}
