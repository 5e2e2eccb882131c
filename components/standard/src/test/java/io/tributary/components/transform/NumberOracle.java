package io.tributary.components.transform;

import io.tributary.components.transform.Tables.Column;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.TemporalField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plain computations of what a transform should give, in double precision. */
final class NumberOracle {
  private static final List<@Nullable Double> EXTREMES =
      Arrays.asList(
          null,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          0.0,
          -0.0,
          0.1,
          0.5,
          -0.5,
          1.5,
          -1.0,
          1e-12,
          -1e-30,
          1e-45,
          1e9,
          -5e8,
          7.0,
          3e38,
          -3e38,
          1e300);

  private NumberOracle() {}

  /**
   * Rows of x, of all kinds, y, tame, an integer, seconds since 1970, and a key.
   *
   * @param keys different keys; one has equal numbers only, another one none; missing is one more
   */
  static Rows rows(long seed, int count, int keys) {
    var random = new Random(seed);
    var x = new ArrayList<@Nullable Object>();
    var y = new ArrayList<@Nullable Object>();
    var n = new ArrayList<@Nullable Object>();
    var t = new ArrayList<@Nullable Object>();
    var key = new ArrayList<@Nullable Object>();
    for (int i = 0; i < count; i++) {
      int group = random.nextInt(keys + 1);
      x.add(
          group == 0
              ? (Double) 2.5
              : group == 4
                  ? null
                  : random.nextInt(5) == 0
                      ? EXTREMES.get(random.nextInt(EXTREMES.size()))
                      : (Double) (random.nextGaussian() * 10));
      y.add(random.nextInt(9) == 0 ? null : (Double) Math.pow(random.nextGaussian(), 3) * 7 + 40);
      n.add(random.nextInt(8) == 0 ? null : (Long) (long) random.nextInt(12) - 3);
      t.add(random.nextInt(8) == 0 ? null : (Long) (random.nextLong() >> 30));
      key.add(
          switch (group) {
            case 1 -> null;
            case 2 -> "東京\n";
            case 3 -> "\uD83D\uDE95";
            default -> "key " + group;
          });
    }
    return new Rows(x, y, n, t, key, new HashMap<>(), new HashMap<>());
  }

  record Rows(
      List<@Nullable Object> xs,
      List<@Nullable Object> ys,
      List<@Nullable Object> ns,
      List<@Nullable Object> ts,
      List<@Nullable Object> keys,
      Map<List<Object>, Figures> known,
      Map<List<@Nullable Object>, Double> counted) {

    List<Column> columns() {
      return List.of(
          new Column("x", Double.class, xs),
          new Column("y", Double.class, ys),
          new Column("n", Long.class, ns),
          new Column("t", Long.class, ts),
          new Column("key", String.class, keys));
    }

    String describe(int i) {
      return List.of(columns()).stream()
          .flatMap(List::stream)
          .map(column -> column.name() + " = " + column.values().get(i))
          .collect(Collectors.joining(", "));
    }

    double x(int i) {
      return single(xs.get(i));
    }

    double y(int i) {
      return single(ys.get(i));
    }

    @Nullable Long n(int i) {
      return (Long) ns.get(i);
    }

    @Nullable Long t(int i) {
      return (Long) ts.get(i);
    }

    @Nullable String key(int i) {
      return (String) keys.get(i);
    }

    @Nullable DayOfWeek weekday(int i) {
      var t = t(i);
      return t == null ? null : Instant.ofEpochSecond(t).atOffset(ZoneOffset.UTC).getDayOfWeek();
    }

    /** A part of the time stamp; NaN where it is missing. */
    double part(int i, TemporalField field, ZoneOffset zone) {
      var t = t(i);
      return t == null ? Double.NaN : Instant.ofEpochSecond(t).atOffset(zone).getLong(field);
    }

    private Figures figures(
        String of, List<@Nullable Object> values, String by, IntPredicate condition) {
      return known.computeIfAbsent(
          List.of(of, by),
          unknown ->
              new Figures(
                  IntStream.range(0, xs.size())
                      .filter(condition)
                      .mapToDouble(i -> single(values.get(i)))
                      .filter(v -> !Double.isNaN(v))
                      .toArray()));
    }

    Figures figures() {
      return figures("x", xs, "all", i -> true);
    }

    /** Of what a function makes of y. */
    Figures ofY(String name, DoubleUnaryOperator function) {
      return known.computeIfAbsent(
          List.of("y", name),
          unknown -> new Figures(Arrays.stream(ofY().sorted).map(function).toArray()));
    }

    Figures ofY() {
      return figures("y", ys, "all", i -> true);
    }

    Figures of(@Nullable String key) {
      return figures("x", xs, "key " + key, i -> Objects.equals(key(i), key));
    }

    Figures ofY(@Nullable String key) {
      return figures("y", ys, "key " + key, i -> Objects.equals(key(i), key));
    }

    Figures ofInteger(@Nullable Long key) {
      return figures("x", xs, "n " + key, i -> Objects.equals(n(i), key));
    }

    /** Computed once: a row of a large table asks for what all rows of another one say. */
    private double once(String what, @Nullable Object of, DoubleSupplier figure) {
      return counted.computeIfAbsent(Arrays.asList(what, of), unknown -> figure.getAsDouble());
    }

    /** Of x and y. */
    double covariance() {
      return once("covariance", null, this::computedCovariance);
    }

    private double computedCovariance() {
      var sums = new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO};
      int n = 0;
      for (int i = 0; i < xs.size(); i++) {
        if (!Double.isNaN(x(i)) && !Double.isNaN(y(i))) {
          var a = new BigDecimal(x(i));
          var b = new BigDecimal(y(i));
          sums[0] = sums[0].add(a);
          sums[1] = sums[1].add(b);
          sums[2] = sums[2].add(a.multiply(b));
          n++;
        }
      }
      var count = new BigDecimal(n);
      return sums[2]
          .multiply(count)
          .subtract(sums[0].multiply(sums[1]))
          .divide(count.multiply(count), new MathContext(50))
          .doubleValue();
    }

    double rowsOf(@Nullable String key) {
      return once("key", key, () -> keys.stream().filter(k -> Objects.equals(k, key)).count());
    }

    double rowsOfInteger(@Nullable Long key) {
      return once("integer", key, () -> ns.stream().filter(k -> Objects.equals(k, key)).count());
    }

    double shareOfPositive() {
      return once(
          "positive",
          null,
          () -> IntStream.range(0, xs.size()).filter(i -> x(i) > 0).count() / (double) xs.size());
    }

    double countOfWeekday(@Nullable DayOfWeek day) {
      return once(
          "weekday",
          day,
          () ->
              IntStream.range(0, xs.size())
                  .filter(i -> weekday(i) == day && !Double.isNaN(y(i)))
                  .count());
    }

    double idOfWeekday(@Nullable DayOfWeek day) {
      return once("id of weekday", day, () -> computedIdOfWeekday(day));
    }

    private double computedIdOfWeekday(@Nullable DayOfWeek day) {
      if (day == null) {
        return 8;
      }
      var order = new ArrayList<>(List.of(DayOfWeek.values()));
      order.sort(
          (a, b) ->
              rowsOfWeekday(a) == rowsOfWeekday(b)
                  ? b.compareTo(a)
                  : Long.compare(rowsOfWeekday(b), rowsOfWeekday(a)));
      return order.indexOf(day);
    }

    private long rowsOfWeekday(DayOfWeek day) {
      return IntStream.range(0, xs.size()).filter(i -> weekday(i) == day).count();
    }

    private int width(int buckets) {
      return keys.stream().mapToInt(k -> of((String) k).boundaries(buckets).length).max().orElse(0);
    }

    double bucketOfKey(@Nullable String key, double x, int buckets) {
      int width = (int) once("width", buckets, () -> width(buckets));
      if (Double.isNaN(x)) {
        return width + 2;
      }
      return rowsOf(key) > 0
          ? Arrays.stream(of(key).boundaries(buckets)).filter(b -> b <= x).count()
          : width + 1;
    }
  }

  /** Figures of some numbers, none of which is missing. */
  static final class Figures {
    private final double[] sorted;
    private final double mean;
    private final double variance;
    private final double sum;
    private @Nullable Tails tails;

    Figures(double[] values) {
      sorted = values.clone();
      Arrays.sort(sorted);
      var n = new BigDecimal(Math.max(values.length, 1));
      var precision = new MathContext(200);
      var mean = exactSum(1).divide(n, precision);
      var square = exactSum(2).divide(n, precision);
      this.sum = exactSum(1).doubleValue();
      this.mean = values.length == 0 ? Double.NaN : mean.doubleValue();
      this.variance =
          values.length == 0 ? Double.NaN : Math.max(0, square.subtract(mean.pow(2)).doubleValue());
    }

    private BigDecimal exactSum(int power) {
      return Arrays.stream(sorted)
          .mapToObj(v -> new BigDecimal(v).pow(power))
          .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    double min() {
      return sorted.length == 0 ? Double.NaN : sorted[0];
    }

    double max() {
      return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
    }

    double count() {
      return sorted.length;
    }

    double sum() {
      return sum;
    }

    double mean() {
      return mean;
    }

    double variance() {
      return variance;
    }

    double quantile(double share) {
      return sorted.length == 0
          ? Double.NaN
          : sorted[Math.min((int) Math.floor(share * sorted.length), sorted.length - 1)];
    }

    double[] boundaries(int buckets) {
      return sorted.length == 0
          ? sorted
          : IntStream.range(1, buckets)
              .mapToDouble(i -> sorted[i * sorted.length / buckets] + 0.0)
              .distinct()
              .toArray();
    }

    double zScore(double x) {
      double deviation = Math.sqrt(variance);
      return sorted.length == 0 ? x : (x - mean) / (deviation > 0 ? deviation : 1);
    }

    double scaled(double x, double low, double high) {
      double share = min() < max() ? (x - min()) / (max() - min()) : 1 / (1 + Math.exp(-x));
      return share * (high - low) + low;
    }

    private record Tails(double location, double scale, TukeyHh shape) {}

    /** By the definition of L-moments. */
    private Tails tails() {
      int n = sorted.length;
      double[] b = new double[4];
      for (int i = 0; i < n; i++) {
        double weight = 1.0 / n;
        for (int k = 0; k < 4; k++) {
          b[k] += weight * (sorted[i] - mean);
          weight *= (double) (i - k) / (n - 1 - k);
        }
      }
      double scale = 2 * b[1] - b[0];
      double third = 6 * b[2] - 6 * b[1] + b[0];
      double fourth = 20 * b[3] - 30 * b[2] + 12 * b[1] - b[0];
      var shape = TukeyHh.of(third / scale, fourth / scale);
      double unit = scale / shape.scale();
      return new Tails(mean - unit * shape.mean(), unit, shape);
    }

    /** By halving instead of Newton's method. */
    double gaussian(double x) {
      if (tails == null) {
        tails = tails();
      }
      var shape = tails.shape();
      if (!shape.isLongTailed()) {
        return zScore(x);
      }
      double z = (x - tails.location()) / tails.scale();
      double h = z < 0 ? shape.left() : shape.right();
      double low = 0;
      double high = Math.abs(z);
      for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (middle * Math.exp(h * middle * middle / 2) < Math.abs(z)) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return Double.isNaN(z) ? z : Math.signum(z) * low;
    }
  }

  static double single(@Nullable Object value) {
    return value == null ? Double.NaN : finite(((Double) value).floatValue());
  }

  static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  static double orElse(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }

  /** What single precision makes of a number that is beyond its range. */
  static double saturated(double value) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
  }

  /** Where x lies between ascending bounds, as tf.Transform interpolates. */
  static double between(double x, double... bounds) {
    int last = bounds.length - 1;
    if (Double.isNaN(x)) {
      return x;
    }
    if (last < 1) {
      return last < 0 || x >= bounds[0] ? 1 : 0;
    }
    if (x <= bounds[0] || x >= bounds[last]) {
      return x <= bounds[0] ? 0 : 1;
    }
    int segment = 0;
    while (x >= bounds[segment + 1]) {
      segment++;
    }
    return (segment + (x - bounds[segment]) / (bounds[segment + 1] - bounds[segment])) / last;
  }
}
