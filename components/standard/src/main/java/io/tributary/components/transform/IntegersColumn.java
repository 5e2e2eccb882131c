package io.tributary.components.transform;

/**
 * A list of 64-bit integers per row, none in it where the list is missing; missing ones count as
 * not in the list. Immutable; made by {@link Features#integers}.
 */
public final class IntegersColumn extends Column {
  IntegersColumn(Features features, int position) {
    super(features, position);
  }

  /** The integers as numbers, exact up to 2^53 in magnitude. */
  public NumbersColumn asNumbers() {
    return new NumbersColumn(features, features.add(new Lists.OfIntegers(position)));
  }

  /** The integers' decimal digits as words, each integer one: ids to be counted. */
  public WordsColumn asWords() {
    return new WordsColumn(features, features.add(new Lists.Digits(position)), Words.Cut.ofLists());
  }
}
