package io.tributary.components.transform;

import io.tributary.components.transform.Figures.Figure;
import java.util.Optional;

/**
 * A number per row, to be analyzed for each key on its own; made by {@link
 * NumberColumn#per(TextColumn)}. Immutable.
 */
public final class NumberPerKey {
  private static final int MOST_KEYS = 1_000_000;

  private final Features features;
  private final int position;
  private final Gathering.Key key;

  NumberPerKey(Features features, int position, Gathering.Key key) {
    this.features = features;
    this.position = position;
    this.key = key;
  }

  private int add(Expression expression) {
    int added = features.add(expression);
    if (key.most() < 1 || key.most() > MOST_KEYS) {
      features.problem(
          added, "per(key, " + key.most() + ")", "1 to " + MOST_KEYS, "change the number of keys");
    }
    return added;
  }

  private NumberColumn number(Expression expression) {
    return new NumberColumn(features, add(expression));
  }

  /** {@link NumberColumn#zScore} of the key's rows; the number itself if the key was not seen. */
  public NumberColumn zScore() {
    return number(new Scaling.ZScore(position, Optional.of(key)));
  }

  /** {@link #scaleTo} 0 and 1. */
  public NumberColumn minMax() {
    return scaleTo(0, 1);
  }

  /**
   * {@link NumberColumn#scaleTo} of the key's rows; 1 / (1 + e^-x), stretched, if the key was not
   * seen or has no two different values.
   */
  public NumberColumn scaleTo(double low, double high) {
    var scaled = number(new Scaling.MinMax(position, low, high, Optional.of(key)));
    features.requireRange(scaled.position(), "scaleTo", low, high);
    return scaled;
  }

  /**
   * {@link NumberColumn#bucketize(int)} of the key's rows: ids of different keys mean different
   * ranges. Keys that were not seen have the id after the buckets of the key that has most, missing
   * numbers the one after that, unless there are none.
   */
  public IdColumn bucketize(int buckets) {
    int ids = add(new Ids.Quantiles(position, buckets, Optional.of(key)));
    features.requireQuantiles(ids, "bucketize", buckets);
    return new IdColumn(features, ids);
  }

  /** The least analyzed number of the row's key; missing if there is none. */
  public NumberColumn min() {
    return figure(Figure.MIN);
  }

  /** The greatest analyzed number of the row's key; missing if there is none. */
  public NumberColumn max() {
    return figure(Figure.MAX);
  }

  /** How many of the analyzed rows of the row's key have the number; 0 if there is none. */
  public NumberColumn count() {
    return figure(Figure.COUNT);
  }

  /** The sum of the analyzed numbers of the row's key; 0 if there is none. */
  public NumberColumn sum() {
    return figure(Figure.SUM);
  }

  /** The mean of the analyzed numbers of the row's key; missing if there is none. */
  public NumberColumn mean() {
    return figure(Figure.MEAN);
  }

  /** The population's variance of the numbers of the row's key; missing if there is none. */
  public NumberColumn variance() {
    return figure(Figure.VARIANCE);
  }

  /** The square root of the {@link #variance}. */
  public NumberColumn standardDeviation() {
    return figure(Figure.STANDARD_DEVIATION);
  }

  /** {@link NumberColumn#quantile} of the row's key; missing if it has no number. */
  public NumberColumn quantile(double share) {
    var quantile = number(new Figures.Quantile(share, position, Optional.of(key)));
    features.requireShare(quantile.position(), share);
    return quantile;
  }

  private NumberColumn figure(Figure figure) {
    return number(new Figures.Found(figure, position, Optional.of(key)));
  }
}
