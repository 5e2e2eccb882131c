package io.tributary.components.transform;

/**
 * The words of a text per row, or the texts of a list as words, or n-grams of them; none where text
 * or list is missing. Immutable; made by {@link TextColumn#words()}, {@link TextColumn#split},
 * {@link Features#texts} and {@link IntegersColumn#asWords}.
 *
 * <p>An n-gram is n adjacent words, none of them empty or missing. It is written as its words with
 * the separator between them, one space where runs of spaces separate words, and the unit separator
 * (U+001F) where words are texts of a list: a text that holds that is in no n-gram.
 */
public final class WordsColumn extends Column {
  /** Words of a text unless asked for more: a graph holds as many for each row of a batch. */
  static final int MOST_WORDS = 1_000;

  private static final int LONGEST_GRAM = 10;
  private static final int MOST_FIRST_WORDS = 100_000;

  private final int text;
  private final Words.Cut cut;

  WordsColumn(Features features, int text, Words.Cut cut) {
    super(features, features.add(cut.of(text)));
    this.text = text;
    this.cut = cut;
  }

  /**
   * All n-grams of {@code shortest} to {@code longest} words in place of the single words
   * (tf.Transform's {@code ngrams}).
   *
   * @param shortest from 1
   * @param longest to 10
   */
  public WordsColumn ngrams(int shortest, int longest) {
    if (shortest < 1 || longest < shortest || longest > LONGEST_GRAM) {
      features.problem(
          position,
          "ngrams(" + shortest + ", " + longest + ")",
          "1 to " + LONGEST_GRAM + " words, the lower number first",
          "change the numbers");
      return this;
    }
    return new WordsColumn(features, text, cut.ofGrams(shortest, longest));
  }

  /**
   * Only the first words of each row; empty parts between separators count, and so do missing texts
   * of a list. A graph that takes 4,096 rows at once holds 130 MB for 1,000 words as soon as one
   * row has as many.
   *
   * @param most 1 to 100,000
   */
  public WordsColumn first(int most) {
    if (most < 1 || most > MOST_FIRST_WORDS) {
      features.problem(
          position, "first(" + most + ")", "1 to " + MOST_FIRST_WORDS, "change the number");
      return this;
    }
    return new WordsColumn(features, text, cut.ofFirst(most));
  }

  /** How many words or n-grams there are (tf.Transform's {@code word_count}); never missing. */
  public NumberColumn count() {
    return new NumberColumn(features, length());
  }

  private int length() {
    return features.add(new Words.Length(position, cut));
  }

  /**
   * How often each word or n-gram of a vocabulary of the fitted texts occurs. Components are in the
   * order of {@link TextColumn#vocabulary}; what is not in the vocabulary is not counted.
   *
   * @param options each at most once; {@link VocabularyOption#minCount} counts occurrences
   */
  public VectorColumn bagOfWords(VocabularyOption... options) {
    return new VectorColumn(features, features.add(counts(options)));
  }

  /**
   * 1 for each word or n-gram of a vocabulary that occurs, 0 for others; see {@link #bagOfWords}.
   */
  public VectorColumn multiHot(VocabularyOption... options) {
    var counts = counts(options);
    return new VectorColumn(
        features, features.add(new Words.Occurrence(counts, features.add(counts))));
  }

  /**
   * The share of the row's words or n-grams that each one of the vocabulary has, times 1 + ln((rows
   * + 1) / (rows with it + 1)) of the fitted rows: tf.Transform's {@code tfidf} with smoothing. See
   * {@link #bagOfWords}.
   */
  public VectorColumn tfIdf(VocabularyOption... options) {
    var counts = counts(options);
    return new VectorColumn(
        features, features.add(new Words.TfIdf(counts, features.add(counts), length())));
  }

  private Words.Counts counts(VocabularyOption... options) {
    var choice = VocabularyChoice.of(features, options);
    var counts = new Words.Counts(position, cut, choice);
    int at = features.add(counts);
    choice.check(features, at, options);
    for (var term : choice.reserved()) {
      if (!cut.canGive(term)) {
        features.problem(
            at,
            "reserved(...) with '" + term + "'",
            "terms of " + cut.shortest() + " to " + cut.longest() + " words",
            "change the term, or call ngrams(shortest, longest)");
      }
    }
    if (choice.oovBuckets() != 1) {
      features.problem(
          at,
          "oovBuckets(" + choice.oovBuckets() + ")",
          "options of what is counted",
          "remove it: unseen words are not counted");
    }
    return counts;
  }
}
