package io.tributary.components.transform;

import io.tributary.components.statistics.StoredValues;
import io.tributary.components.transform.ColumnScan.Seen;
import io.tributary.proto.tfmd.CommonStatistics;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What statistics and a {@link ColumnScan} say of a raw column that is no label.
 *
 * @param seen of a column of one text or integer a row, unless no row has a value
 */
record DefaultColumn(FeatureNameStatistics statistics, Optional<Seen> seen) {
  /** Texts of a vocabulary. */
  static final int MOST_CATEGORIES = 100;

  /** Rows from which on it is odd that each has a value of its own. */
  private static final int FEW_ROWS = 10;

  /** So many of the rows at least have to have a value. */
  private static final double LEAST_SHARE = 0.01;

  /** So many of the texts at least have to be times. */
  private static final double NEARLY_ALL = 0.95;

  /** Words that free texts have at least, on average. */
  private static final double FEWEST_WORDS = 2;

  private static final Pattern NAME_OF_TIME =
      Pattern.compile("time|date|(^|_)(ts|at|on|created|updated|modified)(_|$)");
  private static final Pattern NAME_OF_ID = Pattern.compile("(^|[_ .-])(id|uuid|guid|key)$");
  private static final Pattern BEFORE_CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** Seconds of 1980 and 2100: an integer between them may well be a time. */
  private static final long EARLIEST = 315_532_800;

  private static final long LATEST = 4_102_444_800L;

  /** What a column holds. */
  enum Holds {
    NUMBERS,
    TEXTS,
    OTHERS
  }

  static String name(FeatureNameStatistics column) {
    return column.hasPath() ? String.join(".", column.getPath().getStepList()) : column.getName();
  }

  String name() {
    return name(statistics);
  }

  Holds holds() {
    return switch (statistics.getType()) {
      case INT, FLOAT -> Holds.NUMBERS;
      case STRING -> Holds.TEXTS;
      default -> Holds.OTHERS;
    };
  }

  private CommonStatistics common() {
    return holds() == Holds.TEXTS
        ? statistics.getStringStats().getCommonStats()
        : statistics.getNumStats().getCommonStats();
  }

  boolean isOfLists() {
    return common().getNumNonMissing() > 0
        && (common().getMaxNumValues() > 1 || common().getMinNumValues() < 1);
  }

  /** Whether all lists are of the same length. */
  boolean isOfOneLength() {
    return common().getMaxNumValues() == common().getMinNumValues() && !mayLack();
  }

  /** Whether values are missing in some rows. */
  boolean mayLack() {
    return common().getNumMissing() > 0;
  }

  private boolean isInteger() {
    return statistics.getType() == FeatureNameStatistics.Type.INT;
  }

  private long rows() {
    return common().getNumNonMissing();
  }

  /** How many different texts there are. */
  long different() {
    return statistics.getStringStats().getUnique();
  }

  /** Why nothing can be learned from the column; empty if something can. */
  Optional<String> uselessness() {
    if (statistics.hasPath() && statistics.getPath().getStepCount() > 1) {
      return Optional.of("it is part of a structure");
    }
    if (holds() == Holds.OTHERS) {
      return Optional.of("it holds neither numbers nor texts");
    }
    if (rows() == 0) {
      return Optional.of("no row has a value");
    }
    if (rows() < (rows() + common().getNumMissing()) * LEAST_SHARE) {
      return Optional.of("it is missing in nearly all rows");
    }
    if (common().getPresenceAndValencyStatsCount() > 1) {
      return Optional.of("it holds lists of lists");
    }
    return holds() == Holds.TEXTS ? uselessnessOfTexts() : uselessnessOfNumbers();
  }

  private Optional<String> uselessnessOfNumbers() {
    var numbers = statistics.getNumStats();
    boolean isSame = numbers.getMin() == numbers.getMax() && !mayLack();
    return isSame && (!isOfLists() || isOfOneLength())
        ? Optional.of("it is the same in all rows")
        : Optional.empty();
  }

  /** Why integers tell who a row is, and not what it is like; empty if they do not. */
  Optional<String> identity() {
    if (isOfLists() || !isInteger() || rows() < FEW_ROWS || timeUnit().isPresent()) {
      return Optional.empty();
    }
    if (seen.isPresent() && seen.get().ascends()) {
      return Optional.of("it numbers the rows: each is greater than the one before");
    }
    return isNamed(NAME_OF_ID) && isEachOnce()
        ? Optional.of("by its name and values it is an id: nearly each is met only once")
        : Optional.empty();
  }

  private Optional<String> uselessnessOfTexts() {
    if (different() == 0 && isOfLists()) {
      return Optional.of("no list has a text");
    }
    if (different() < 2 && !mayLack() && !isOfLists()) {
      return Optional.of("it is the same in all rows");
    }
    boolean isEachOnce =
        different() > FEW_ROWS
            && different() > statistics.getStringStats().getCommonStats().getTotNumValues() / 2;
    return isEachOnce && !isFreeText() && !isTimeText()
        ? Optional.of("most of its texts are met only once")
        : Optional.empty();
  }

  /** Whether most of the numbers differ from each other. */
  private boolean isEachOnce() {
    return StoredValues.numbers(statistics)
        .map(
            values ->
                values.getBucketsList().stream()
                        .mapToDouble(
                            bucket ->
                                bucket.getLowValue() == bucket.getHighValue()
                                    ? 1
                                    : bucket.getSampleCount())
                        .sum()
                    > 0.9 * rows())
        .orElse(false);
  }

  private boolean isNamed(Pattern pattern) {
    var words = BEFORE_CAPITAL.matcher(name()).replaceAll("_").toLowerCase(Locale.ROOT);
    return pattern.matcher(words).find();
  }

  /** Whether the texts, or most of them, are times of ISO 8601. */
  boolean isTimeText() {
    return holds() == Holds.TEXTS
        && seen.isPresent()
        && seen.get().present() > 0
        && seen.get().shareOfTimes() >= NEARLY_ALL;
  }

  /** Whether the texts, or most of them, are dates that are not of ISO 8601. */
  boolean isOtherDateText() {
    return holds() == Holds.TEXTS
        && seen.isPresent()
        && seen.get().shareOfOtherDates() >= NEARLY_ALL;
  }

  /** In what share of the rows with a text this is one of the most frequent ones. */
  double shareOfCategories() {
    double frequent =
        statistics.getStringStats().getRankHistogram().getBucketsList().stream()
            .limit(MOST_CATEGORIES)
            .mapToDouble(bucket -> bucket.getSampleCount())
            .sum();
    return frequent / rows();
  }

  /** Whether the texts are made of words that are worth more than the whole. */
  boolean isFreeText() {
    return !isOfLists()
        && seen.isPresent()
        && seen.get().meanWords() >= FEWEST_WORDS
        && different() > Math.min(MOST_CATEGORIES, rows() / 2);
  }

  /** Whether texts are met again and again. */
  boolean isOfCategories() {
    return different() <= Math.max(FEW_ROWS, rows() / 2);
  }

  /** In what integers count that stand for times; empty if they do not seem to. */
  Optional<ChronoUnit> timeUnit() {
    var stored =
        statistics.getCustomStatsList().stream()
            .filter(custom -> custom.getName().equals("time_unit"))
            .findFirst();
    return stored.isPresent()
        ? stored.map(CustomStatistic::getStr).flatMap(DefaultColumn::unitOf)
        : usualUnit();
  }

  private static Optional<ChronoUnit> unitOf(String stored) {
    return switch (stored) {
      case "date_in_days" -> Optional.of(ChronoUnit.DAYS);
      case "seconds", "local_seconds" -> Optional.of(ChronoUnit.SECONDS);
      case "date_in_milliseconds", "milliseconds", "local_milliseconds" ->
          Optional.of(ChronoUnit.MILLIS);
      case "microseconds", "local_microseconds" -> Optional.of(ChronoUnit.MICROS);
      case "nanoseconds", "local_nanoseconds" -> Optional.of(ChronoUnit.NANOS);
      default -> Optional.empty();
    };
  }

  private Optional<ChronoUnit> usualUnit() {
    if (!isInteger() || !isNamed(NAME_OF_TIME)) {
      return Optional.empty();
    }
    return List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS, ChronoUnit.NANOS)
        .stream()
        .filter(unit -> perSecond(unit) * EARLIEST <= min() && max() <= perSecond(unit) * LATEST)
        .findFirst();
  }

  private static double perSecond(ChronoUnit unit) {
    return (double) Duration.ofSeconds(1).toNanos() / unit.getDuration().toNanos();
  }

  double min() {
    return statistics.getNumStats().getMin();
  }

  double max() {
    return statistics.getNumStats().getMax();
  }
}
