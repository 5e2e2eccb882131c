package io.tributary.data.source;

/**
 * How many rows that cannot be read are put up with; beyond it nothing is read at all.
 *
 * @param maxRows at most this many
 * @param maxFraction at most this part of all rows, from 0 to 1
 */
public record BadRowBudget(long maxRows, double maxFraction) {

  /** One bad row is one too many. */
  public static final BadRowBudget NONE = new BadRowBudget(0, 0);

  public BadRowBudget {
    if (maxRows < 0) {
      throw new IllegalArgumentException(
          "maxBadRows: " + maxRows + " (expected: 0 or more); 0 puts up with none");
    }
    if (!(maxFraction >= 0 && maxFraction <= 1)) {
      throw new IllegalArgumentException(
          "maxBadFraction: "
              + maxFraction
              + " (expected: 0 to 1); 0.01 puts up with one row of a hundred");
    }
  }

  /** At most so many rows, however many there are in all. */
  public static BadRowBudget ofRows(long maxRows) {
    return new BadRowBudget(maxRows, 1);
  }

  /** At most such a part of all rows. */
  public static BadRowBudget ofFraction(double maxFraction) {
    return new BadRowBudget(Long.MAX_VALUE, maxFraction);
  }

  /** Whether so many bad rows, of so many good and bad ones, are put up with. */
  public boolean allows(long badRows, long allRows) {
    return badRows <= maxRows && badRows <= maxFraction * allRows;
  }
}
