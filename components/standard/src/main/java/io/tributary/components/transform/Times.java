package io.tributary.components.transform;

import io.tributary.components.transform.Expression.OfIntegers;
import io.tributary.components.transform.Expression.OfOne;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Parts of time stamps by the proleptic Gregorian calendar, computed in whole numbers as {@code
 * java.time} has them. A day has 86,400 seconds.
 */
final class Times {
  /** Days before and after 1970 up to which there are dates: a million years. */
  private static final long MOST_DAYS = 365_000_000;

  private static final long HOURS_OF_OFFSET = 18;
  static final long SECONDS_A_DAY = 86_400;

  private Times() {}

  /** How many units a day has. */
  private static long perDay(ChronoUnit unit) {
    return Duration.ofDays(1).dividedBy(unit.getDuration());
  }

  /** An integer as a time stamp: missing where it is too far away to have a date. */
  record Stamp(int operand, ChronoUnit unit) implements OfOne, OfIntegers {
    @Override
    public boolean mayBeMissing(boolean requiredMayBe) {
      return true;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asTime(ChronoUnit." + unit.name() + ")";
    }

    /** In what a column of that type counts; empty if its type does not say. */
    static Optional<ChronoUnit> unitOf(ArrowType type) {
      if (type instanceof ArrowType.Timestamp timestamp) {
        return Optional.of(
            switch (timestamp.getUnit()) {
              case SECOND -> ChronoUnit.SECONDS;
              case MILLISECOND -> ChronoUnit.MILLIS;
              case MICROSECOND -> ChronoUnit.MICROS;
              case NANOSECOND -> ChronoUnit.NANOS;
            });
      }
      if (type instanceof ArrowType.Date date) {
        return Optional.of(date.getUnit() == DateUnit.DAY ? ChronoUnit.DAYS : ChronoUnit.MILLIS);
      }
      return Optional.empty();
    }

    /** Further away than this, there are no dates, or the offset of a zone has no room. */
    static long farthest(ChronoUnit unit) {
      long day = perDay(unit);
      return day > Long.MAX_VALUE / MOST_DAYS
          ? Long.MAX_VALUE - day / 24 * HOURS_OF_OFFSET
          : day * MOST_DAYS;
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var x = e.tensor(operand);
      long farthest = farthest(unit);
      var isDate =
          graph.node(
              "And",
              graph.node("GreaterOrEqual", x, graph.longs(-farthest)),
              graph.node("LessOrEqual", x, graph.longs(farthest)));
      return graph.node("Where", isDate, x, e.missingInteger());
    }
  }

  enum Part {
    YEAR("year"),
    MONTH("month"),
    DAY_OF_YEAR("dayOfYear"),
    DAY_OF_MONTH("dayOfMonth"),
    DAY_OF_WEEK("dayOfWeek"),
    HOUR("hour"),
    MINUTE("minute"),
    SECOND("second"),
    SECOND_OF_DAY("secondOfDay");

    private final String method;

    Part(String method) {
      this.method = method;
    }

    String method() {
      return method;
    }

    /** Whether it is less than a day. */
    boolean isOfTime() {
      return compareTo(DAY_OF_WEEK) > 0;
    }
  }

  /** A part of a time stamp where clocks are {@code offset} seconds ahead of UTC. */
  record PartOf(Part part, int operand, ChronoUnit unit, int offset) implements OfOne, OfIntegers {
    @Override
    public String source(List<String> operands) {
      var zone = offset == 0 ? "" : ".at(ZoneOffset.ofTotalSeconds(" + offset + "))";
      return operands.get(0) + zone + "." + part.method + "()";
    }

    @Override
    public String emit(Emission e) {
      var whole = new WholeNumbers(e.graph());
      var utc = e.wherePresent(operand, e.tensor(operand), e.graph().longs(0));
      return e.wherePresent(operand, part(whole, utc), e.missingInteger());
    }

    private String part(WholeNumbers whole, String utc) {
      long perDay = Math.max(perDay(unit), SECONDS_A_DAY);
      var stamp = whole.times(utc, perDay / perDay(unit));
      var local = whole.plus(stamp, perDay / SECONDS_A_DAY * offset);
      return switch (part) {
        case YEAR, MONTH, DAY_OF_YEAR, DAY_OF_MONTH ->
            new Date(whole, whole.floorDiv(local, perDay)).part(part);
        case DAY_OF_WEEK -> {
          var sinceMonday = whole.mod(whole.plus(whole.floorDiv(local, perDay), 3), 7);
          yield whole.plus(sinceMonday, 1);
        }
        case HOUR -> whole.div(whole.mod(local, perDay), perDay / 24);
        case MINUTE -> whole.mod(whole.div(whole.mod(local, perDay), perDay / 1_440), 60);
        case SECOND -> whole.mod(whole.div(whole.mod(local, perDay), perDay / SECONDS_A_DAY), 60);
        case SECOND_OF_DAY -> whole.div(whole.mod(local, perDay), perDay / SECONDS_A_DAY);
      };
    }
  }

  /**
   * The date of a day since 1970, by years that begin in March and eras of 400 of them (H. Hinnant,
   * "chrono-compatible low-level date algorithms").
   */
  static final class Date {
    static final long FIRST_OF_MARCH_0 = 719_468;
    static final long DAYS_OF_ERA = 146_097;

    private final WholeNumbers whole;
    private final String era;
    private final String yearOfEra;
    private final String dayOfYear;
    private final String month;

    Date(WholeNumbers whole, String days) {
      this.whole = whole;
      var shifted = whole.plus(days, FIRST_OF_MARCH_0);
      era = whole.floorDiv(shifted, DAYS_OF_ERA);
      var day = whole.mod(shifted, DAYS_OF_ERA);
      var withoutLeapDays =
          whole.minus(
              whole.add(whole.minus(day, whole.div(day, 1_460)), whole.div(day, 36_524)),
              whole.div(day, DAYS_OF_ERA - 1));
      yearOfEra = whole.div(withoutLeapDays, 365);
      var ofYears =
          whole.minus(
              whole.add(whole.times(yearOfEra, 365), whole.div(yearOfEra, 4)),
              whole.div(yearOfEra, 100));
      dayOfYear = whole.minus(day, ofYears);
      month = whole.div(whole.plus(whole.times(dayOfYear, 5), 2), 153);
    }

    String part(Part part) {
      var isNextYear = whole.atLeast(month, 10);
      return switch (part) {
        case YEAR -> {
          var year = whole.add(yearOfEra, whole.times(era, 400));
          yield whole.where(isNextYear, whole.plus(year, 1), year);
        }
        case MONTH -> whole.where(isNextYear, whole.plus(month, -9), whole.plus(month, 3));
        case DAY_OF_MONTH -> {
          var ofMonths = whole.div(whole.plus(whole.times(month, 153), 2), 5);
          yield whole.plus(whole.minus(dayOfYear, ofMonths), 1);
        }
        case DAY_OF_YEAR -> {
          var fromMarch = whole.add(whole.plus(dayOfYear, 60), leapDays());
          yield whole.where(isNextYear, whole.plus(dayOfYear, -305), fromMarch);
        }
        default -> throw new IllegalStateException(part + " is no part of a date");
      };
    }

    /** 1 in leap years, else 0. */
    private String leapDays() {
      var ofFour = whole.isMultiple(yearOfEra, 4);
      var ofHundred = whole.isMultiple(yearOfEra, 100);
      var isFirst = whole.isMultiple(yearOfEra, 400);
      return whole.where(
          isFirst,
          whole.constant(1),
          whole.where(
              ofHundred,
              whole.constant(0),
              whole.where(ofFour, whole.constant(1), whole.constant(0))));
    }
  }

  /** How far the first of two time stamps is after the second. */
  record Difference(int left, ChronoUnit leftUnit, int right, ChronoUnit rightUnit, ChronoUnit unit)
      implements Expression {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public List<Integer> operands() {
      return List.of(left, right);
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".since(" + operands.get(1) + ", ChronoUnit." + unit.name() + ")";
    }

    /** By days and what is left of them, so that no whole number overflows. */
    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var whole = new WholeNumbers(graph);
      var a = e.wherePresent(left, e.tensor(left), graph.longs(0));
      var b = e.wherePresent(right, e.tensor(right), graph.longs(0));
      var days =
          whole.minus(whole.floorDiv(a, perDay(leftUnit)), whole.floorDiv(b, perDay(rightUnit)));
      var rest = graph.node("Sub", rest(whole, a, leftUnit, unit), rest(whole, b, rightUnit, unit));
      var difference = graph.node("Add", inDays(whole, days, unit), rest);
      var known = e.wherePresent(left, difference, e.missingNumber());
      return e.wherePresent(right, known, e.missingNumber());
    }
  }

  /** How far a time stamp is after 1970-01-01T00:00Z. */
  record SinceEpoch(int operand, ChronoUnit stampUnit, ChronoUnit unit) implements OfOne {
    @Override
    public Type type() {
      return Type.NUMBER;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".sinceEpoch(ChronoUnit." + unit.name() + ")";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      var whole = new WholeNumbers(graph);
      var stamp = e.wherePresent(operand, e.tensor(operand), graph.longs(0));
      var days = inDays(whole, whole.floorDiv(stamp, perDay(stampUnit)), unit);
      var since = graph.node("Add", days, rest(whole, stamp, stampUnit, unit));
      return e.wherePresent(operand, since, e.missingNumber());
    }
  }

  /** Whole days in another unit. */
  private static String inDays(WholeNumbers whole, String days, ChronoUnit in) {
    var graph = whole.graph();
    return graph.node("Mul", whole.asDouble(days), graph.doubles(ratio(ChronoUnit.DAYS, in)));
  }

  /** What is left of a time stamp beside whole days, in another unit. */
  private static String rest(WholeNumbers whole, String stamp, ChronoUnit of, ChronoUnit in) {
    var graph = whole.graph();
    var rest = whole.asDouble(whole.mod(stamp, perDay(of)));
    double ratio = ratio(of, in);
    return ratio >= 1
        ? graph.node("Mul", rest, graph.doubles(ratio))
        : graph.node("Div", rest, graph.doubles(1 / ratio));
  }

  private static double ratio(ChronoUnit of, ChronoUnit in) {
    return (double) of.getDuration().toNanos() / in.getDuration().toNanos();
  }
}
