package io.tributary.data.split;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits by time: a row goes to the first split whose end is after the row's time.
 *
 * @param column integers, dates, timestamps, or text that is a date or time as ISO 8601 has it; no
 *     value may be missing
 * @param periods in the order of their ends
 * @param last takes the rows after the last end
 */
public record TimeCuts(String column, List<Period> periods, String last) implements Splits {

  /**
   * A split and its end.
   *
   * @param name as in {@link SplitConfig.Split}
   * @param before the first time that does not belong to it: of a column of integers a number, else
   *     such as {@code 2026-11-30} or {@code 2026-11-30T06:00:00Z}; a time without zone is UTC
   */
  public record Period(String name, String before) {
    public Period {
      SplitName.check(name);
      if (IsoTime.parse(before).isEmpty() && !isInteger(before)) {
        throw new IllegalArgumentException(
            "split '"
                + name
                + "' > before: '"
                + before
                + "' (expected: a date or time such as 2026-11-30 or 2026-11-30T06:00:00Z, or an integer); correct it");
      }
    }

    private static boolean isInteger(String text) {
      try {
        Long.parseLong(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  public TimeCuts {
    periods = List.copyOf(periods);
    SplitName.check(last);
    SplitName.requireOwn(names(periods, last));
  }

  /** A split of all rows, from which {@link #until} cuts earlier ones. */
  public static TimeCuts of(String column, String last) {
    return new TimeCuts(column, List.of(), last);
  }

  /** Cuts a split off: its rows are before this time, and not before the ends of splits so far. */
  public TimeCuts until(String before, String name) {
    var more = new ArrayList<>(periods);
    more.add(new Period(name, before));
    return new TimeCuts(column, more, last);
  }

  @Override
  public List<String> names() {
    return names(periods, last);
  }

  private static List<String> names(List<Period> periods, String last) {
    var names = new ArrayList<>(periods.stream().map(Period::name).toList());
    names.add(last);
    return names;
  }
}
