package io.tributary.components.transform;

import java.time.temporal.ChronoUnit;

/** A 64-bit integer per row, or missing. Immutable; made by {@link Features}. */
public final class IntegerColumn extends Column {
  IntegerColumn(Features features, int position) {
    super(features, position);
  }

  /** {@code value} where the integer is missing. */
  public IntegerColumn fillMissing(long value) {
    int filled = features.add(new Texts.FillInteger(position, value));
    if (value == Long.MIN_VALUE) {
      features.problem(
          filled,
          "fillMissing(" + value + ")",
          "another number: this one stands for missing values",
          "change the number");
    }
    return new IntegerColumn(features, filled);
  }

  /** The integer as a number, exact up to 2^53 in magnitude. */
  public NumberColumn asNumber() {
    return new NumberColumn(features, features.add(new Numbers.OfInteger(position)));
  }

  /**
   * The integer as a time since 1970-01-01T00:00Z, in a unit; missing if that is more than about a
   * million years away. So are columns of time stamps and dates read, as the number that is stored;
   * the transform fails if they count in another unit.
   *
   * @param unit NANOS to DAYS
   */
  public TimeColumn asTime(ChronoUnit unit) {
    int stamp = features.add(new Times.Stamp(position, unit));
    features.requireTimeUnit(stamp, unit);
    return new TimeColumn(features, stamp, unit, 0);
  }

  /** The integer's decimal digits. */
  public TextColumn asText() {
    return new TextColumn(features, features.add(new Texts.OfInteger(position)));
  }

  /**
   * The integer as an id. Integers from 0 to below {@code limit} are themselves; {@code limit} is
   * the id of missing and all other ones.
   *
   * @param limit 1 to 100,000,000
   */
  public IdColumn ids(int limit) {
    int ids = features.add(new Ids.Identity(position, limit));
    features.requireBuckets(ids, "ids", limit);
    return new IdColumn(features, ids);
  }

  /** {@link TextColumn#vocabulary} of the decimal digits. */
  public IdColumn vocabulary(VocabularyOption... options) {
    return asText().vocabulary(options);
  }

  /** {@link TextColumn#hash} of the decimal digits. */
  public IdColumn hash(int buckets) {
    return asText().hash(buckets);
  }

  /** {@link TextColumn#occurrences} of the decimal digits. */
  public NumberColumn occurrences() {
    return asText().occurrences();
  }

  /** Whether the integer is missing. */
  public BooleanColumn isMissing() {
    return new BooleanColumn(features, features.add(new Numbers.IsMissing(position)));
  }
}
