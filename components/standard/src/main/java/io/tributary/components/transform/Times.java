package io.tributary.components.transform;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
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
  private static final long SECONDS_A_DAY = 86_400;

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

  /** A text of ISO 8601 as a time stamp in seconds: missing where it is none. */
  record OfText(int operand) implements OfOne {
    /** The standard operators that came with StringSplit. */
    private static final int OPSET = 20;

    /** Has all parts that a text can have, so that splitting always gives as many. */
    private static final String WHOLE = "1970-01-01T00:00:00";

    @Override
    public Type type() {
      return Type.INTEGER;
    }

    @Override
    public boolean mayBeMissing(boolean operandMayBe) {
      return true;
    }

    @Override
    public String source(List<String> operands) {
      return operands.get(0) + ".asTime()";
    }

    @Override
    public String emit(Emission e) {
      var graph = e.graph();
      graph.raise(OPSET);
      var text = e.tensor(operand);
      var isTime =
          graph.node(
              OnnxDomain.STANDARD,
              "RegexFullMatch",
              List.of(OnnxAttribute.ofString("pattern", IsoTime.PATTERN)),
              text);
      var whole = graph.strings(WHOLE);
      var date = split(e, e.withRow(graph.node("Where", isTime, text, whole), whole), "-");
      var dayAndClock = dayAndClock(e, part(e, date, 2));
      var numbers = new WholeNumbers(graph);
      var day = integer(e, part(e, dayAndClock, 0));
      var days = days(numbers, integer(e, part(e, date, 0)), integer(e, part(e, date, 1)), day);
      var isDay = graph.node("Equal", new Date(numbers, days).part(Part.DAY_OF_MONTH), day);
      var seconds =
          numbers.add(numbers.times(days, SECONDS_A_DAY), seconds(e, part(e, dayAndClock, 1)));
      return graph.node(
          "Where",
          graph.node("And", isTime, e.withoutRow(isDay)),
          e.withoutRow(seconds),
          e.missingInteger());
    }

    /** Split where a 'T' or a space is; the clock is empty if there is none. */
    private static String dayAndClock(Emission e, String text) {
      var graph = e.graph();
      var atT = split(e, text, "T");
      var beginning = graph.node("StringConcat", part(e, atT, 0), graph.strings(" "));
      return split(e, graph.node("StringConcat", beginning, part(e, atT, 1)), " ");
    }

    /** Of the day, from its clock; 0 if that is empty. */
    private static String seconds(Emission e, String clock) {
      var withoutZone = part(e, split(e, orElse(e, clock, "00:00:00"), "Z"), 0);
      var parts = split(e, part(e, split(e, withoutZone, "."), 0), ":");
      var whole = new WholeNumbers(e.graph());
      var ofHours = whole.times(integer(e, part(e, parts, 0)), 3_600);
      var ofMinutes = whole.times(integer(e, part(e, parts, 1)), 60);
      var seconds = integer(e, orElse(e, part(e, parts, 2), "00"));
      return whole.add(whole.add(ofHours, ofMinutes), seconds);
    }

    private static String orElse(Emission e, String text, String ifEmpty) {
      var graph = e.graph();
      return graph.node("Where", e.textEquals(text, ""), graph.strings(ifEmpty), text);
    }

    private static String split(Emission e, String text, String delimiter) {
      var graph = e.graph();
      var parts =
          graph.node(
              OnnxDomain.STANDARD,
              "StringSplit",
              List.of(OnnxAttribute.ofString("delimiter", delimiter)),
              List.of(text),
              2);
      return graph.node("Squeeze", parts.get(0), graph.vector(1));
    }

    private static String part(Emission e, String parts, int index) {
      var graph = e.graph();
      return graph.node(
          "Slice", parts, graph.vector(index), graph.vector(index + 1L), graph.vector(1));
    }

    private static String integer(Emission e, String digits) {
      return e.graph().cast(digits, DataType.INT64);
    }

    /** Since 1970, of a date after the year -400 (see {@link Date}). */
    private static String days(WholeNumbers whole, String year, String month, String day) {
      var fromMarch = whole.mod(whole.plus(month, 9), 12);
      var isNextYear = ofNextYear(whole, fromMarch);
      var shifted = whole.plus(whole.minus(year, isNextYear), 400);
      var ofYears =
          whole.add(
              whole.minus(
                  whole.add(whole.times(shifted, 365), whole.div(shifted, 4)),
                  whole.div(shifted, 100)),
              whole.div(shifted, 400));
      var ofMonths = whole.div(whole.plus(whole.times(fromMarch, 153), 2), 5);
      return whole.plus(
          whole.add(whole.add(ofYears, ofMonths), day),
          -1 - Date.FIRST_OF_MARCH_0 - Date.DAYS_OF_ERA);
    }

    /** 1 for January and February, which end the year that began in March, else 0. */
    private static String ofNextYear(WholeNumbers whole, String fromMarch) {
      return whole.graph().cast(whole.atLeast(fromMarch, 10), DataType.INT64);
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
  private static final class Date {
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
