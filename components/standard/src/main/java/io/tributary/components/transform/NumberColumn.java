package io.tributary.components.transform;

import io.tributary.components.transform.Numbers.Comparison;
import io.tributary.components.transform.Numbers.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A number per row, finite or missing. Infinite and undefined numbers count as missing. Computed in
 * double precision from columns that come in single precision in features and in double precision
 * in labels. Immutable; made by {@link Features}.
 */
public final class NumberColumn {
  /** Buckets up to which {@link #bucketize} is sensible and stays fast. */
  static final int MOST_BUCKETS = 10_000;

  private final Features features;
  private final int position;

  NumberColumn(Features features, int position) {
    this.features = features;
    this.position = position;
  }

  Features features() {
    return features;
  }

  int position() {
    return position;
  }

  private NumberColumn number(Expression expression) {
    return new NumberColumn(features, features.add(expression));
  }

  /** {@code value} where the number is missing. */
  public NumberColumn fillMissing(double value) {
    var filled = number(new Numbers.Fill(position, value));
    features.requireFinite(filled.position, "fillMissing", value);
    return filled;
  }

  /**
   * How many standard deviations the number is above the mean, both fitted over the present values
   * (population deviation). If all values are equal: the difference to the mean.
   */
  public NumberColumn zScore() {
    return number(new Scaling.ZScore(position));
  }

  /** {@link #scaleTo} 0 and 1. */
  public NumberColumn minMax() {
    return scaleTo(0, 1);
  }

  /**
   * The number moved and stretched so that the least fitted value becomes {@code low} and the
   * greatest {@code high}; later values beyond those go beyond them too. If there are no two
   * different values: 1 / (1 + e^-x), stretched.
   */
  public NumberColumn scaleTo(double low, double high) {
    var scaled = number(new Scaling.MinMax(position, low, high));
    if (!(low < high) || Double.isInfinite(high - low)) {
      features.problem(
          scaled.position,
          "scaleTo(" + low + ", " + high + ")",
          "two finite numbers, the lower one first",
          "swap or change them");
    }
    return scaled;
  }

  /**
   * The bucket of the number, the buckets fitted so that each has about equally many rows. A value
   * equal to a bound between buckets belongs to the upper one. Fewer buckets than asked for if
   * there are too few different values. Missing numbers have the last id, unless there are none.
   *
   * @param buckets 2 to 10,000
   */
  public IdColumn bucketize(int buckets) {
    var ids = new IdColumn(features, features.add(new Ids.Quantiles(position, buckets)));
    if (buckets < 2 || buckets > MOST_BUCKETS) {
      features.problem(
          ids.position(),
          "bucketize(" + buckets + ")",
          "2 to " + MOST_BUCKETS + " buckets",
          "change the number of buckets");
    }
    return ids;
  }

  /**
   * The bucket of the number between given bounds. A value equal to a bound belongs to the upper
   * bucket: id 0 is below the first bound, id {@code bounds.length} at or above the last. Missing
   * numbers have the id after that, unless there are none.
   *
   * @param bounds ascending
   */
  public IdColumn bucketize(double... bounds) {
    var list = new ArrayList<Double>();
    boolean ascending = bounds.length > 0 && bounds.length < MOST_BUCKETS;
    for (int i = 0; i < bounds.length; i++) {
      list.add(bounds[i]);
      ascending &= Math.abs(bounds[i]) <= Double.MAX_VALUE && (i == 0 || bounds[i - 1] < bounds[i]);
    }
    var ids = new IdColumn(features, features.add(new Ids.Buckets(position, List.copyOf(list))));
    if (!ascending) {
      features.problem(
          ids.position(),
          "bucketize(" + Arrays.toString(bounds) + ")",
          "1 to " + (MOST_BUCKETS - 1) + " finite bounds, ascending, all different",
          "sort the bounds, and remove what is there twice");
    }
    return ids;
  }

  /**
   * ln(1 + x), rounded to single precision; missing where x is -1 or less, so fill it afterwards.
   */
  public NumberColumn log1p() {
    return number(new Numbers.Log1p(position));
  }

  /** The sum with a constant. */
  public NumberColumn plus(double other) {
    return constant(Operator.PLUS, other);
  }

  /** The sum. */
  public NumberColumn plus(NumberColumn other) {
    return arithmetic(Operator.PLUS, other);
  }

  /** The difference to a constant. */
  public NumberColumn minus(double other) {
    return constant(Operator.MINUS, other);
  }

  /** The difference. */
  public NumberColumn minus(NumberColumn other) {
    return arithmetic(Operator.MINUS, other);
  }

  /** The product with a constant. */
  public NumberColumn times(double other) {
    return constant(Operator.TIMES, other);
  }

  /** The product. */
  public NumberColumn times(NumberColumn other) {
    return arithmetic(Operator.TIMES, other);
  }

  /** The quotient by a constant. */
  public NumberColumn dividedBy(double other) {
    var quotient = constant(Operator.DIVIDED_BY, other);
    if (other == 0) {
      features.problem(
          quotient.position, "dividedBy(0)", "a number other than 0", "change the divisor");
    }
    return quotient;
  }

  /** The quotient; missing where the divisor is 0, so fill it afterwards. */
  public NumberColumn dividedBy(NumberColumn other) {
    return arithmetic(Operator.DIVIDED_BY, other);
  }

  private NumberColumn constant(Operator operator, double other) {
    int constant = features.add(new Numbers.Constant(other));
    var result = number(new Numbers.Arithmetic(operator, position, constant));
    features.requireFinite(result.position, operator.toString(), other);
    return result;
  }

  private NumberColumn arithmetic(Operator operator, NumberColumn other) {
    features.requireOwn(other.features);
    return number(new Numbers.Arithmetic(operator, position, other.position));
  }

  /** Whether the number is greater; false where it is missing. */
  public BooleanColumn greaterThan(double other) {
    return compare(Comparison.GREATER, other);
  }

  /** Whether the number is greater; false where one of the two is missing. */
  public BooleanColumn greaterThan(NumberColumn other) {
    return compare(Comparison.GREATER, other);
  }

  /** Whether the number is greater or equal; false where it is missing. */
  public BooleanColumn atLeast(double other) {
    return compare(Comparison.GREATER_OR_EQUAL, other);
  }

  /** Whether the number is greater or equal; false where one of the two is missing. */
  public BooleanColumn atLeast(NumberColumn other) {
    return compare(Comparison.GREATER_OR_EQUAL, other);
  }

  /** Whether the number is less; false where it is missing. */
  public BooleanColumn lessThan(double other) {
    return compare(Comparison.LESS, other);
  }

  /** Whether the number is less; false where one of the two is missing. */
  public BooleanColumn lessThan(NumberColumn other) {
    return compare(Comparison.LESS, other);
  }

  /** Whether the number is less or equal; false where it is missing. */
  public BooleanColumn atMost(double other) {
    return compare(Comparison.LESS_OR_EQUAL, other);
  }

  /** Whether the number is less or equal; false where one of the two is missing. */
  public BooleanColumn atMost(NumberColumn other) {
    return compare(Comparison.LESS_OR_EQUAL, other);
  }

  /** Whether the number is this one; false where it is missing. */
  public BooleanColumn isEqualTo(double other) {
    return compare(Comparison.EQUAL, other);
  }

  /** Whether the numbers are equal; false where one of the two is missing. */
  public BooleanColumn isEqualTo(NumberColumn other) {
    return compare(Comparison.EQUAL, other);
  }

  /** Whether the number is missing. */
  public BooleanColumn isMissing() {
    return new BooleanColumn(features, features.add(new Numbers.IsMissing(position)));
  }

  private BooleanColumn compare(Comparison comparison, double other) {
    int constant = features.add(new Numbers.Constant(other));
    int compared = features.add(new Numbers.Compare(comparison, position, constant));
    features.requireFinite(compared, comparison.toString(), other);
    return new BooleanColumn(features, compared);
  }

  private BooleanColumn compare(Comparison comparison, NumberColumn other) {
    features.requireOwn(other.features);
    return new BooleanColumn(
        features, features.add(new Numbers.Compare(comparison, position, other.position)));
  }
}
