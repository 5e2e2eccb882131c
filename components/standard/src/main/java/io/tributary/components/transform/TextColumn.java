package io.tributary.components.transform;

import java.time.temporal.ChronoUnit;

/** A text per row; the empty text is a missing one. Immutable; made by {@link Features}. */
public final class TextColumn extends Column {
  TextColumn(Features features, int position) {
    super(features, position);
  }

  /** {@code value} where the text is missing. */
  public TextColumn fillMissing(String value) {
    int filled = features.add(new Texts.FillText(position, value));
    if (value.isEmpty()) {
      features.problem(
          filled, "fillMissing(\"\")", "a text that is not empty", "change the text, or drop this");
    }
    features.requireText(filled, "fillMissing", value);
    return new TextColumn(features, filled);
  }

  /**
   * The id of the text in a vocabulary of the fitted texts: 0 for the most frequent one, and so on;
   * equally frequent ones in descending order of their UTF-8, unless an option orders them by
   * weight or by what they tell of a label. Then come the out-of-vocabulary ids, for every other
   * text. Missing texts have the last id, unless there are none. Texts with a line end are never in
   * a vocabulary.
   *
   * @param options each at most once
   */
  public IdColumn vocabulary(VocabularyOption... options) {
    var choice = VocabularyChoice.of(features, options);
    int ids = features.add(new Ids.Vocabulary(position, choice));
    choice.check(features, ids, options);
    return new IdColumn(features, ids);
  }

  /**
   * An id by a hash of the text: nothing is fitted, and different texts may share an id. Missing
   * texts have the id {@code buckets}, unless there are none. Needs the operator MurmurHash3 of
   * ONNX Runtime, which is not part of the ONNX standard.
   *
   * @param buckets 1 to 100,000,000
   */
  public IdColumn hash(int buckets) {
    int ids = features.add(new Ids.Hash(position, buckets));
    features.requireBuckets(ids, "hash", buckets);
    return new IdColumn(features, ids);
  }

  /**
   * How many of the analyzed rows have the row's text; 0 if none has. A missing text is one like
   * any other. The fit fails if there are more than 1,000,000 different ones.
   */
  public NumberColumn occurrences() {
    return new NumberColumn(features, features.add(new Figures.Occurrences(position)));
  }

  /**
   * The text with a to z for A to Z; other letters stay as they are, and so do texts that are no
   * UTF-8.
   */
  public TextColumn lowerCase() {
    return new TextColumn(features, features.add(new Texts.LowerCase(position)));
  }

  /**
   * The words of the text: what is between runs of spaces (U+0020). Only the first 1,000 of a text,
   * unless {@link WordsColumn#first} says otherwise.
   */
  public WordsColumn words() {
    return words("");
  }

  /**
   * The parts of the text between a separator. An empty part is no word, but keeps its neighbours
   * from being adjacent. Only the first 1,000 parts, unless {@link WordsColumn#first} says
   * otherwise.
   */
  public WordsColumn split(String separator) {
    var words = words(separator);
    if (separator.isEmpty()) {
      features.problem(
          words.position(), "split(\"\")", "a separator", "use words() for runs of spaces");
    }
    features.requireText(words.position(), "split", separator);
    return words;
  }

  private WordsColumn words(String separator) {
    return new WordsColumn(features, position, Words.Cut.ofTexts(separator));
  }

  /**
   * The time that the text is in the notation of ISO 8601, in UTC: a date, {@code 2026-11-30}, or a
   * date and a time, {@code 2026-11-30T18:05:09}, perhaps with a space for the {@code T}, without
   * seconds, with a fraction of them of up to nine digits, which is dropped, or with a {@code Z}
   * behind it. A date alone is its midnight. Missing where the text is no such thing or no day of
   * the calendar; a time with an offset, as {@code +02:00}, is not read either.
   */
  public TimeColumn asTime() {
    return new TimeColumn(features, features.add(new TimeOfText(position)), ChronoUnit.SECONDS, 0);
  }

  /** Whether the text is this one; false where it is missing. */
  public BooleanColumn isEqualTo(String value) {
    int equal = features.add(new Texts.IsEqualTo(position, value));
    if (value.isEmpty()) {
      features.problem(
          equal,
          "isEqualTo(\"\")",
          "a text that is not empty",
          "use isMissing() for missing texts");
    }
    features.requireText(equal, "isEqualTo", value);
    return new BooleanColumn(features, equal);
  }

  /** Whether the text is missing. */
  public BooleanColumn isMissing() {
    return new BooleanColumn(features, features.add(new Numbers.IsMissing(position)));
  }
}
