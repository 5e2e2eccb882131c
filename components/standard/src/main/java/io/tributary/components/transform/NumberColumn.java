package io.tributary.components.transform;

import io.tributary.components.transform.Maths.Function;
import io.tributary.components.transform.Numbers.Comparison;
import io.tributary.components.transform.Numbers.Extreme;
import io.tributary.components.transform.Numbers.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A number per row, finite or missing. Infinite and undefined numbers count as missing. Computed in
 * double precision from columns that come in single precision in features and in double precision
 * in labels. What is found over all analyzed rows, such as the {@link #mean}, is the same in all
 * rows, unless it is found for each key: {@link #per}. Immutable; made by {@link Features}.
 */
public final class NumberColumn extends AnalyzedNumber {
  NumberColumn(Features features, int position) {
    super(features, position, Optional.empty());
  }

  @Override
  int add(Expression expression) {
    return features.add(expression);
  }

  /**
   * The number, grouped by a text: what follows is fitted for each text of the analyzed rows on its
   * own. A missing text is one like any other. At most 10,000 different texts.
   */
  public NumberPerKey per(TextColumn key) {
    return per(key, Gathering.Key.DEFAULT_MOST);
  }

  /**
   * See {@link #per(TextColumn)}.
   *
   * @param mostKeys different texts there may be, up to 1,000,000; the fit fails at more
   */
  public NumberPerKey per(TextColumn key, int mostKeys) {
    features.requireOwn(key);
    return new NumberPerKey(features, position, new Gathering.Key(key.position(), mostKeys));
  }

  /** {@link #per(TextColumn)} of the key's decimal digits. */
  public NumberPerKey per(IntegerColumn key) {
    return per(key.asText());
  }

  /** {@link #per(TextColumn, int)} of the key's decimal digits. */
  public NumberPerKey per(IntegerColumn key, int mostKeys) {
    return per(key.asText(), mostKeys);
  }

  /** {@code value} where the number is missing. */
  public NumberColumn fillMissing(double value) {
    var filled = number(new Numbers.Fill(position, value));
    features.requireFinite(filled.position, "fillMissing", value);
    return filled;
  }

  /** The other number where this one is missing: {@code x.fillMissing(x.mean())}. */
  public NumberColumn fillMissing(NumberColumn other) {
    features.requireOwn(other);
    return number(new Numbers.FillFrom(position, other.position));
  }

  /**
   * The population's covariance with another number, over the analyzed rows that have both, rounded
   * once, the same in all rows; the fit fails if there is none.
   */
  public NumberColumn covariance(NumberColumn other) {
    features.requireOwn(other);
    return number(new PrincipalComponents.Covariance(position, other.position));
  }

  /**
   * The number as it would be if its distribution were the standard normal one: the inverse of the
   * Tukey HH distribution that has the same L-moments, rounded to single precision. Equal to {@link
   * #zScore} if the tails are not longer than normal.
   */
  public NumberColumn gaussian() {
    return number(new Gaussian(position));
  }

  /**
   * The bucket of the number between given bounds. A value equal to a bound belongs to the upper
   * bucket: id 0 is below the first bound, id {@code bounds.length} at or above the last. Missing
   * numbers have the id after that, unless there are none.
   *
   * @param bounds ascending
   */
  public IdColumn bucketize(double... bounds) {
    int ids = features.add(new Ids.Buckets(position, list(bounds)));
    features.requireBounds(ids, "bucketize", bounds, 1);
    return new IdColumn(features, ids);
  }

  /**
   * Where the number lies between bounds that cut the analyzed rows into parts of about equally
   * many: from 0 at the first bound and below to 1 at the last and above, linear between two
   * neighbours, which are equally far apart. With a single bound 0 below it and 1 from it on;
   * without any, 1.
   *
   * @param buckets 2 to 10,000, one more than there are bounds
   */
  public NumberColumn interpolate(int buckets) {
    var interpolated = number(new Interpolation.Fitted(position, buckets));
    features.requireQuantiles(interpolated.position, "interpolate", buckets);
    return interpolated;
  }

  /**
   * Where the number lies between given bounds: from 0 at the first bound and below to 1 at the
   * last and above, linear between two neighbours, which are equally far apart.
   *
   * @param bounds at least two, ascending
   */
  public NumberColumn interpolate(double... bounds) {
    var interpolated = number(new Interpolation.Given(position, list(bounds)));
    features.requireBounds(interpolated.position, "interpolate", bounds, 2);
    return interpolated;
  }

  private static List<Double> list(double... bounds) {
    return Arrays.stream(bounds).boxed().toList();
  }

  /** The number, but at least {@code low} and at most {@code high}. */
  public NumberColumn clip(double low, double high) {
    var clipped = number(new Numbers.Clip(position, low, high));
    features.requireRange(clipped.position, "clip", low, high);
    return clipped;
  }

  /** The lesser of the two; missing where one of them is. */
  public NumberColumn lesserOf(NumberColumn other) {
    features.requireOwn(other);
    return number(new Numbers.ExtremeOf(Extreme.LESSER, position, other.position));
  }

  /** The greater of the two; missing where one of them is. */
  public NumberColumn greaterOf(NumberColumn other) {
    features.requireOwn(other);
    return number(new Numbers.ExtremeOf(Extreme.GREATER, position, other.position));
  }

  /** ln x, rounded to single precision; missing where x is 0 or less, so fill it afterwards. */
  public NumberColumn log() {
    return maths(Function.LOG);
  }

  /**
   * ln(1 + x), rounded to single precision; missing where x is -1 or less, so fill it afterwards.
   */
  public NumberColumn log1p() {
    return maths(Function.LOG1P);
  }

  /** e^x, rounded to single precision; its greatest number where that is exceeded. */
  public NumberColumn exp() {
    return maths(Function.EXP);
  }

  /** The square root; missing where the number is negative, so fill it afterwards. */
  public NumberColumn sqrt() {
    return maths(Function.SQRT);
  }

  /**
   * x^exponent, rounded to single precision; missing where it is undefined or infinite, so fill it
   * afterwards.
   */
  public NumberColumn pow(double exponent) {
    var power = number(new Maths.Power(position, exponent));
    features.requireFinite(power.position, "pow", exponent);
    return power;
  }

  /** The magnitude. */
  public NumberColumn abs() {
    return maths(Function.ABS);
  }

  /** −1, 0 or 1. */
  public NumberColumn sign() {
    return maths(Function.SIGN);
  }

  /** The nearest whole number, the even one of two. */
  public NumberColumn round() {
    return maths(Function.ROUND);
  }

  /** The greatest whole number that is not greater. */
  public NumberColumn floor() {
    return maths(Function.FLOOR);
  }

  /** The least whole number that is not less. */
  public NumberColumn ceil() {
    return maths(Function.CEIL);
  }

  private NumberColumn maths(Function function) {
    return number(new Maths.Of(function, position));
  }

  /**
   * sin(2π x / period), rounded to single precision: with {@link #cosine} the place on a circle of
   * what comes back, such as hours of the day with period 24.
   *
   * @param period greater than 0
   */
  public NumberColumn sine(double period) {
    return wave(period, false);
  }

  /** cos(2π x / period), rounded to single precision; see {@link #sine}. */
  public NumberColumn cosine(double period) {
    return wave(period, true);
  }

  private NumberColumn wave(double period, boolean isCosine) {
    var wave = number(new Maths.Wave(position, period, isCosine));
    if (!(period > 0 && period <= Float.MAX_VALUE)) {
      features.problem(
          wave.position, "period " + period, "a finite number above 0", "change the period");
    }
    return wave;
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
    features.requireFinite(result.position, operator.method(), other);
    return result;
  }

  private NumberColumn arithmetic(Operator operator, NumberColumn other) {
    features.requireOwn(other);
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
    features.requireFinite(compared, comparison.method(), other);
    return new BooleanColumn(features, compared);
  }

  private BooleanColumn compare(Comparison comparison, NumberColumn other) {
    features.requireOwn(other);
    return new BooleanColumn(
        features, features.add(new Numbers.Compare(comparison, position, other.position)));
  }
}
