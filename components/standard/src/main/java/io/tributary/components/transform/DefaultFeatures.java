package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.topK;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The features that one raw column becomes. */
final class DefaultFeatures {
  private static final int MOST_WORDS = 200;
  private static final int DAYS_OF_WEEK = 7;
  private static final int MONTHS = 12;

  private final Features features;
  private final String column;
  private final FeatureNames names;
  private final List<String> made = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();

  DefaultFeatures(Features features, String column, FeatureNames names) {
    this.features = features;
    this.column = column;
    this.names = names;
  }

  private String name(String suffix, String part) {
    var name = names.of(column, suffix);
    made.add(name);
    parts.add(part);
    return name;
  }

  /** Its z-score, 0 where it is missing. */
  void number(String suffix, NumberColumn number, String part) {
    features.output(name(suffix, part), number.zScore().fillMissing(0));
  }

  void id(String suffix, IdColumn id, String part) {
    features.output(name(suffix, part), id);
  }

  void missing(BooleanColumn isMissing, boolean mayLack) {
    if (mayLack) {
      features.output(name("_missing", "whether missing"), isMissing);
    }
  }

  /** Parts that come again, and one that does not. */
  void time(TimeColumn time, boolean hasClock, boolean mayLack) {
    if (hasClock) {
      number("_hour_z", time.hour().asNumber(), "hour");
    }
    id("_weekday", time.dayOfWeek().ids(DAYS_OF_WEEK + 1), "weekday");
    id("_month", time.month().ids(MONTHS + 1), "month");
    number("_days_z", time.sinceEpoch(ChronoUnit.DAYS), "days");
    missing(time.isMissing(), mayLack);
  }

  /**
   * Which words there are, and how many.
   *
   * @param different how many there are in all, or more
   * @param unit what people call one of them
   */
  void words(WordsColumn words, Optional<VocabularyOption> guide, long different, String unit) {
    var most = topK(MOST_WORDS);
    features.output(
        name("_words", "which of " + Math.min(MOST_WORDS, different) + " " + unit),
        guide.isPresent() ? words.multiHot(most, guide.get()) : words.multiHot(most));
    number("_count_z", words.count(), "count");
  }

  ColumnChoice choice(String why) {
    return new ColumnChoice(column, made, String.join(", ", parts), why);
  }
}
