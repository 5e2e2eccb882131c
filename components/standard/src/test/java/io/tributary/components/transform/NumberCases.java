package io.tributary.components.transform;

import io.tributary.components.transform.NumberOracle.Rows;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Operations of numbers, each with what {@link NumberOracle} says of it. */
final class NumberCases {
  /** What stands where a number is missing. */
  static final double MISSING = -98_765;

  private NumberCases() {}

  /** What a number should be in a row of the second table, NaN where missing. */
  interface Oracle {
    double at(Rows analyzed, Rows rows, int i);
  }

  record Case(Function<Features, NumberColumn> expression, Oracle oracle) {
    /** What the output is to be. */
    double expected(Rows analyzed, Rows rows, int i) {
      double value = oracle.at(analyzed, rows, i);
      return Double.isNaN(value) ? MISSING : NumberOracle.saturated(value);
    }
  }

  record IdCase(Function<Features, IdColumn> expression, Oracle oracle) {}

  static final List<Case> CASES = new ArrayList<>();
  static final List<IdCase> ID_CASES = new ArrayList<>();

  private static void number(Function<Features, NumberColumn> expression, Oracle oracle) {
    CASES.add(new Case(expression, oracle));
  }

  private static void id(Function<Features, IdColumn> expression, Oracle oracle) {
    ID_CASES.add(new IdCase(expression, oracle));
  }

  private static NumberColumn x(Features f) {
    return f.number("x");
  }

  private static NumberColumn y(Features f) {
    return f.number("y");
  }

  static {
    figures();
    functions();
    combinations();
    scalings();
    together();
    keyed();
    times();
  }

  private static void figures() {
    number(f -> y(f).plus(x(f).min()), (a, r, i) -> r.y(i) + a.figures().min());
    number(f -> y(f).plus(x(f).max()), (a, r, i) -> r.y(i) + a.figures().max());
    number(f -> y(f).minus(y(f).mean()), (a, r, i) -> r.y(i) - a.ofY().mean());
    number(f -> y(f).minus(x(f).mean()), (a, r, i) -> r.y(i) - a.figures().mean());
    number(f -> y(f).dividedBy(x(f).sum()), (a, r, i) -> r.y(i) / a.figures().sum());
    number(f -> y(f).dividedBy(x(f).variance()), (a, r, i) -> r.y(i) / a.figures().variance());
    number(
        f -> x(f).dividedBy(x(f).standardDeviation()),
        (a, r, i) -> r.x(i) / Math.sqrt(a.figures().variance()));
    number(f -> y(f).times(x(f).count()), (a, r, i) -> r.y(i) * a.figures().count());
    for (double share : new double[] {0, 0.1, 0.5, 0.999, 1}) {
      number(
          f -> y(f).plus(x(f).quantile(share)), (a, r, i) -> r.y(i) + a.figures().quantile(share));
    }
    number(
        f -> y(f).times(x(f).greaterThan(0).asNumber().mean()),
        (a, r, i) -> r.y(i) * a.shareOfPositive());
    number(
        f -> x(f).fillMissing(x(f).quantile(0.5)),
        (a, r, i) -> NumberOracle.orElse(r.x(i), a.figures().quantile(0.5)));
    number(f -> x(f).fillMissing(y(f)), (a, r, i) -> NumberOracle.orElse(r.x(i), r.y(i)));
    number(
        f -> y(f).minus(y(f).mean()).abs().dividedBy(y(f).minus(y(f).mean()).abs().max()),
        (a, r, i) ->
            Math.abs(r.y(i) - a.ofY().mean())
                / a.ofY("distance", v -> Math.abs(v - a.ofY().mean())).max());
  }

  private static void functions() {
    number(f -> x(f).log(), (a, r, i) -> NumberOracle.finite(Math.log(r.x(i))));
    number(f -> x(f).log1p(), (a, r, i) -> NumberOracle.finite(Math.log1p(r.x(i))));
    number(f -> x(f).exp(), (a, r, i) -> Math.min(Math.exp(r.x(i)), Float.MAX_VALUE));
    number(f -> x(f).sqrt(), (a, r, i) -> Math.sqrt(r.x(i)));
    number(f -> x(f).abs(), (a, r, i) -> Math.abs(r.x(i)));
    number(f -> x(f).sign(), (a, r, i) -> Math.signum(r.x(i)));
    number(f -> x(f).round(), (a, r, i) -> Math.rint(r.x(i)));
    number(f -> x(f).plus(0.5).round(), (a, r, i) -> Math.rint(r.x(i) + 0.5));
    number(f -> x(f).floor(), (a, r, i) -> Math.floor(r.x(i)));
    number(f -> x(f).ceil(), (a, r, i) -> Math.ceil(r.x(i)));
    for (double exponent : new double[] {0, 0.5, 1, 2, 3, -1, -0.3}) {
      number(
          f -> x(f).pow(exponent),
          (a, r, i) ->
              Double.isNaN(r.x(i)) ? Double.NaN : NumberOracle.finite(Math.pow(r.x(i), exponent)));
    }
    number(f -> y(f).sine(24), (a, r, i) -> Math.sin(2 * Math.PI * ((r.y(i) % 24) / 24)));
    number(f -> y(f).cosine(24), (a, r, i) -> Math.cos(2 * Math.PI * ((r.y(i) % 24) / 24)));
    number(f -> x(f).clip(-1.5, 0.1), (a, r, i) -> Math.max(-1.5, Math.min(0.1f, r.x(i))));
    number(
        f -> x(f).interpolate(-1, 0.1, 7, 8),
        (a, r, i) -> NumberOracle.between(r.x(i), -1, 0.1f, 7, 8));
    number(f -> x(f).interpolate(-1, 3), (a, r, i) -> NumberOracle.between(r.x(i), -1, 3));
  }

  private static void combinations() {
    number(f -> x(f).lesserOf(y(f)), (a, r, i) -> Math.min(r.x(i), r.y(i)));
    number(f -> x(f).greaterOf(y(f)), (a, r, i) -> Math.max(r.x(i), r.y(i)));
    number(
        f -> f.when(x(f).greaterThan(0)).then(y(f)).otherwise(x(f).abs()),
        (a, r, i) -> r.x(i) > 0 ? r.y(i) : Math.abs(r.x(i)));
    number(
        f -> f.when(x(f).isMissing()).then(1).otherwise(-3),
        (a, r, i) -> Double.isNaN(r.x(i)) ? 1 : -3);
    number(
        f -> f.when(x(f).lessThan(y(f))).then(0.1).otherwise(y(f)),
        (a, r, i) -> r.x(i) < r.y(i) ? 0.1f : r.y(i));
    number(
        f -> f.when(y(f).greaterThan(y(f).mean())).then(y(f).max()).otherwise(y(f).min()),
        (a, r, i) -> r.y(i) > a.ofY().mean() ? a.ofY().max() : a.ofY().min());
  }

  private static void scalings() {
    number(f -> y(f).gaussian(), (a, r, i) -> a.ofY().gaussian(r.y(i)));
    number(
        f -> y(f).pow(5).gaussian(),
        (a, r, i) ->
            a.ofY("power", v -> (float) Math.pow(v, 5)).gaussian((float) Math.pow(r.y(i), 5)));
    number(f -> x(f).gaussian(), (a, r, i) -> a.figures().gaussian(r.x(i)));
    number(
        f -> y(f).interpolate(8), (a, r, i) -> NumberOracle.between(r.y(i), a.ofY().boundaries(8)));
  }

  private static void together() {
    number(f -> y(f).plus(x(f).covariance(y(f))), (a, r, i) -> r.y(i) + a.covariance());
    number(f -> f.principalComponents(1, y(f)).get(0), (a, r, i) -> r.y(i) - a.ofY().mean());
  }

  private static void keyed() {
    number(f -> x(f).per(f.text("key")).zScore(), (a, r, i) -> a.of(r.key(i)).zScore(r.x(i)));
    number(f -> x(f).per(f.text("key")).minMax(), (a, r, i) -> a.of(r.key(i)).scaled(r.x(i), 0, 1));
    number(
        f -> x(f).per(f.text("key")).scaleTo(-2, 3),
        (a, r, i) -> a.of(r.key(i)).scaled(r.x(i), -2, 3));
    number(
        f -> y(f).plus(x(f).per(f.text("key")).min()), (a, r, i) -> r.y(i) + a.of(r.key(i)).min());
    number(
        f -> y(f).plus(x(f).per(f.text("key")).max()), (a, r, i) -> r.y(i) + a.of(r.key(i)).max());
    number(f -> x(f).per(f.text("key")).mean(), (a, r, i) -> a.of(r.key(i)).mean());
    number(f -> x(f).per(f.text("key")).sum(), (a, r, i) -> a.of(r.key(i)).sum());
    number(f -> x(f).per(f.text("key")).count(), (a, r, i) -> a.of(r.key(i)).count());
    number(f -> y(f).per(f.text("key")).variance(), (a, r, i) -> a.ofY(r.key(i)).variance());
    number(
        f -> y(f).per(f.text("key")).standardDeviation(),
        (a, r, i) -> Math.sqrt(a.ofY(r.key(i)).variance()));
    number(f -> x(f).per(f.text("key")).quantile(0.3), (a, r, i) -> a.of(r.key(i)).quantile(0.3));
    number(f -> f.text("key").occurrences(), (a, r, i) -> a.rowsOf(r.key(i)));
    number(f -> f.integer("n").occurrences(), (a, r, i) -> a.rowsOfInteger(r.n(i)));
    number(f -> x(f).per(f.integer("n")).mean(), (a, r, i) -> a.ofInteger(r.n(i)).mean());
    number(
        f -> y(f).per(f.integer("t").asTime(ChronoUnit.SECONDS).dayOfWeek()).count(),
        (a, r, i) -> a.countOfWeekday(r.weekday(i)));
    id(f -> x(f).per(f.text("key")).bucketize(3), (a, r, i) -> a.bucketOfKey(r.key(i), r.x(i), 3));
    id(
        f -> f.integer("t").asTime(ChronoUnit.SECONDS).dayOfWeek().vocabulary(),
        (a, r, i) -> a.idOfWeekday(r.weekday(i)));
  }

  private static void times() {
    number(
        f ->
            f.integer("t")
                .asTime(ChronoUnit.SECONDS)
                .since(f.integer("n").asTime(ChronoUnit.HOURS), ChronoUnit.DAYS),
        (a, r, i) ->
            r.t(i) == null || r.n(i) == null ? Double.NaN : r.t(i) / 86_400.0 - r.n(i) / 24.0);
    part(ChronoField.YEAR, TimeColumn::year);
    part(ChronoField.MONTH_OF_YEAR, TimeColumn::month);
    part(ChronoField.DAY_OF_YEAR, TimeColumn::dayOfYear);
    part(ChronoField.DAY_OF_MONTH, TimeColumn::dayOfMonth);
    part(ChronoField.DAY_OF_WEEK, TimeColumn::dayOfWeek);
    part(ChronoField.HOUR_OF_DAY, TimeColumn::hour);
    part(ChronoField.MINUTE_OF_HOUR, TimeColumn::minute);
    part(ChronoField.SECOND_OF_MINUTE, TimeColumn::second);
    part(ChronoField.SECOND_OF_DAY, TimeColumn::secondOfDay);
  }

  /** A part of a time stamp in some places of the world, also where its clocks stand askew. */
  private static void part(ChronoField field, Function<TimeColumn, IntegerColumn> part) {
    for (var zone :
        List.of(ZoneOffset.UTC, ZoneOffset.ofHoursMinutes(5, 45), ZoneOffset.ofHours(-18))) {
      number(
          f -> part.apply(f.integer("t").asTime(ChronoUnit.SECONDS).at(zone)).asNumber(),
          (a, r, i) -> r.part(i, field, zone));
    }
  }

  /** All of them as outputs {@code n0} …, those of ids as {@code i0} …. */
  static void define(Features f) {
    for (int i = 0; i < CASES.size(); i++) {
      f.output("n" + i, CASES.get(i).expression().apply(f).fillMissing(MISSING));
    }
    for (int i = 0; i < ID_CASES.size(); i++) {
      f.output("i" + i, ID_CASES.get(i).expression().apply(f));
    }
  }

  /** Whether a single-precision output is close enough to what it is to be. */
  static boolean isClose(float actual, double expected) {
    return Math.abs(actual - expected) <= Math.max(1e-6, Math.abs(expected) * 1e-6);
  }
}
