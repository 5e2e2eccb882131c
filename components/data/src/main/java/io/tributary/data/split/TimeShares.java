package io.tributary.data.split;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits by the order of time: the earliest rows go to the first split, and so on. Rows of equal
 * time stay together, in the later of two splits that share them, so that no split holds anything
 * of the time of a later one. Takes a pass of its own over the rows.
 *
 * @param column as in {@link TimeCuts}
 * @param shares in the order of time; their fractions add up to 1
 */
public record TimeShares(String column, List<Share> shares) implements Splits {
  private static final double ROUNDING = 1e-9;

  /**
   * A split and its size.
   *
   * @param name as in {@link SplitConfig.Split}
   * @param fraction of all rows, above 0 and at most 1
   */
  public record Share(String name, double fraction) {
    public Share {
      SplitName.check(name);
      if (!(fraction > 0 && fraction <= 1)) {
        throw new IllegalArgumentException(
            "split '"
                + name
                + "' > fraction: "
                + fraction
                + " (expected: above 0, at most 1); 0.2 is a fifth of the rows");
      }
    }
  }

  public TimeShares {
    shares = List.copyOf(shares);
    SplitName.requireOwn(shares.stream().map(Share::name).toList());
    double sum = shares.stream().mapToDouble(Share::fraction).sum();
    if (!(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(
          "splits by time: fractions that add up to "
              + sum
              + " (expected: 1); correct the last of them");
    }
  }

  /** Two splits: {@code later} takes this fraction of the rows, the latest ones. */
  public static TimeShares of(String column, String earlier, String later, double fraction) {
    return new TimeShares(
        column, List.of(new Share(earlier, 1 - fraction), new Share(later, fraction)));
  }

  @Override
  public List<String> names() {
    return shares.stream().map(Share::name).toList();
  }

  /** The numbers of rows, in the order of time, with which splits after the first begin. */
  long[] ranks(long rows) {
    var ranks = new ArrayList<Long>();
    double sum = 0;
    for (var share : shares.subList(0, shares.size() - 1)) {
      sum += share.fraction();
      ranks.add(Math.min(rows, Math.round(sum * rows)));
    }
    return ranks.stream().mapToLong(Long::longValue).toArray();
  }
}
