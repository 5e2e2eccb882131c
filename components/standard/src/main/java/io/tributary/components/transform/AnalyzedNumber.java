package io.tributary.components.transform;

import io.tributary.components.transform.Figures.Figure;
import java.util.Optional;

/** A number per row, and what is fitted over the analyzed rows, or those of its key. */
abstract sealed class AnalyzedNumber extends Column permits NumberColumn, NumberPerKey {
  private final Optional<Gathering.Key> key;

  AnalyzedNumber(Features features, int position, Optional<Gathering.Key> key) {
    super(features, position);
    this.key = key;
  }

  /** Adds an expression of the number. */
  abstract int add(Expression expression);

  final NumberColumn number(Expression expression) {
    return new NumberColumn(features, add(expression));
  }

  /** The least of the analyzed numbers; the fit fails if there is none. */
  public NumberColumn min() {
    return figure(Figure.MIN);
  }

  /** The greatest of the analyzed numbers; the fit fails if there is none. */
  public NumberColumn max() {
    return figure(Figure.MAX);
  }

  /** How many of the analyzed rows have the number. */
  public NumberColumn count() {
    return figure(Figure.COUNT);
  }

  /** The sum of the analyzed numbers, rounded once; 0 if there is none. */
  public NumberColumn sum() {
    return figure(Figure.SUM);
  }

  /** The mean of the analyzed numbers, rounded once; the fit fails if there is none. */
  public NumberColumn mean() {
    return figure(Figure.MEAN);
  }

  /**
   * The population's variance of the analyzed numbers, rounded once; the fit fails if there is
   * none.
   */
  public NumberColumn variance() {
    return figure(Figure.VARIANCE);
  }

  /** The square root of the {@link #variance}. */
  public NumberColumn standardDeviation() {
    return figure(Figure.STANDARD_DEVIATION);
  }

  private NumberColumn figure(Figure figure) {
    return number(new Figures.Found(figure, position, key));
  }

  /**
   * The number that this share of the n analyzed numbers lies below: of the sorted ones, that at
   * floor(share · n), the last for 1. Exact for up to 131,072 different numbers, beyond that too
   * low by at most the 2^(bits dropped − 52) of its magnitude. The fit fails if there is none.
   *
   * @param share from 0 to 1
   */
  public NumberColumn quantile(double share) {
    var quantile = number(new Figures.Quantile(share, position, key));
    features.requireShare(quantile.position, share);
    return quantile;
  }

  /**
   * How many standard deviations the number is above the mean, both fitted over the present values
   * (population deviation). If all values are equal: the difference to the mean. The number itself
   * if the key was not seen.
   */
  public NumberColumn zScore() {
    return number(new Scaling.ZScore(position, key));
  }

  /** {@link #scaleTo} 0 and 1. */
  public NumberColumn minMax() {
    return scaleTo(0, 1);
  }

  /**
   * The number moved and stretched so that the least fitted value becomes {@code low} and the
   * greatest {@code high}; later values beyond those go beyond them too. If there are no two
   * different values, or the key was not seen: 1 / (1 + e^-x), stretched.
   */
  public NumberColumn scaleTo(double low, double high) {
    var scaled = number(new Scaling.MinMax(position, low, high, key));
    features.requireRange(scaled.position, "scaleTo", low, high);
    return scaled;
  }

  /**
   * The bucket of the number, the buckets fitted so that each has about equally many rows. A value
   * equal to a bound between buckets belongs to the upper one. Fewer buckets than asked for if
   * there are too few different values. Missing numbers have the last id, unless there are none.
   *
   * <p>Ids of different keys mean different ranges. Keys that were not seen have the id after the
   * buckets of the key that has most, missing numbers the one after that.
   *
   * @param buckets 2 to 10,000
   */
  public IdColumn bucketize(int buckets) {
    int ids = add(new Ids.Quantiles(position, buckets, key));
    features.requireQuantiles(ids, "bucketize", buckets);
    return new IdColumn(features, ids);
  }
}
