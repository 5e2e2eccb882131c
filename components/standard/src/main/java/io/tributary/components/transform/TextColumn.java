package io.tributary.components.transform;

/** A text per row; the empty text is a missing one. Immutable; made by {@link Features}. */
public final class TextColumn {
  private final Features features;
  private final int position;

  TextColumn(Features features, int position) {
    this.features = features;
    this.position = position;
  }

  int position() {
    return position;
  }

  Features features() {
    return features;
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
   * equally frequent ones in descending order of their UTF-8. Then come the out-of-vocabulary ids,
   * for every other text. Missing texts have the last id, unless there are none. Texts with a line
   * end are never in a vocabulary.
   *
   * @param options each at most once
   */
  public IdColumn vocabulary(VocabularyOption... options) {
    int topK = Integer.MAX_VALUE;
    long minCount = 1;
    int oovBuckets = 1;
    for (var option : options) {
      if (option instanceof VocabularyOption.TopK chosen) {
        topK = chosen.terms();
      } else if (option instanceof VocabularyOption.MinCount chosen) {
        minCount = chosen.times();
      } else if (option instanceof VocabularyOption.OovBuckets chosen) {
        oovBuckets = chosen.buckets();
      }
    }
    int ids = features.add(new Ids.Vocabulary(position, topK, minCount, oovBuckets));
    if (topK < 1) {
      features.problem(ids, "topK(" + topK + ")", "at least 1 term", "change the number");
    }
    if (minCount < 1) {
      features.problem(ids, "minCount(" + minCount + ")", "at least 1", "change the number");
    }
    features.requireBuckets(ids, "oovBuckets", oovBuckets);
    for (int i = 1; i < options.length; i++) {
      for (int j = 0; j < i; j++) {
        if (options[i].getClass() == options[j].getClass()) {
          features.problem(
              ids,
              options[j] + " and " + options[i],
              "each option of a vocabulary once",
              "remove one");
        }
      }
    }
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
