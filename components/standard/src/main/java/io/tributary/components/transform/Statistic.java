package io.tributary.components.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * What is gathered of one expression in a pass over the data. Adding rows in any order and merging
 * in any order give the same result, to the last bit. Not thread-safe.
 */
sealed interface Statistic
    permits MomentsStatistic,
        RangeStatistic,
        ValuesStatistic,
        TermsStatistic,
        WordsStatistic,
        KeyedStatistic,
        CovarianceStatistic {

  enum Kind {
    MOMENTS,
    RANGE,
    VALUES,
    TERMS,
    WORDS,
    COVARIANCES;

    /**
     * A statistic that has seen nothing.
     *
     * @param where what error messages call it
     * @param gathering of which the statistic, or one for each key, is to be
     * @param part which of the gathering's parts it is of, from 0
     */
    Statistic create(String where, Gathering gathering, int part) {
      return switch (this) {
        case MOMENTS -> new MomentsStatistic(where);
        case RANGE -> new RangeStatistic();
        case VALUES -> new ValuesStatistic();
        case TERMS -> terms(where, gathering, part);
        case WORDS ->
            new WordsStatistic(gathering.cut().orElseThrow(), terms(where, gathering, part));
        case COVARIANCES -> new CovarianceStatistic(where, gathering.numbers().size());
      };
    }
  }

  private static TermsStatistic terms(String where, Gathering gathering, int part) {
    return new TermsStatistic(
        where, gathering.guide(), new TermsStatistic.Part(part, gathering.parts()));
  }

  /** Adds numbers; NaN is a missing one. Only for statistics of numbers. */
  default void add(double[] values) {
    throw new IllegalStateException(getClass().getSimpleName() + " does not take numbers");
  }

  /** Adds one number; NaN is a missing one. Only for statistics of numbers. */
  default void add(double value) {
    add(new double[] {value});
  }

  /**
   * What the rows weigh that are added next, and their labels, as far as the gathering's guide has
   * them. Only for statistics of texts.
   */
  default void guide(Optional<double[]> weights, Optional<double[]> labels) {
    throw new IllegalStateException(getClass().getSimpleName() + " does not take weights");
  }

  /** Adds the UTF-8 of a text; empty if it is missing. Only for statistics of texts. */
  default void add(byte[] data, int from, int to) {
    throw new IllegalStateException(getClass().getSimpleName() + " does not take texts");
  }

  /** Adds what another statistic of this kind has seen, which is not used afterwards. */
  void merge(Statistic other);

  void encode(DataOutput out) throws IOException;

  /** Adds what was encoded. */
  void decode(DataInput in) throws IOException;
}
