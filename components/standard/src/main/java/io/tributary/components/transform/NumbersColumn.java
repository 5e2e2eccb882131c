package io.tributary.components.transform;

import io.tributary.components.transform.Lists.Reduction;

/**
 * A list of numbers per row, none in it where the list is missing. Infinite and undefined numbers
 * count as missing, and missing ones as not in the list. Computed as {@link NumberColumn} says.
 * Immutable; made by {@link Features#numbers}.
 */
public final class NumbersColumn extends Column {
  NumbersColumn(Features features, int position) {
    super(features, position);
  }

  /** How many numbers there are; never missing. */
  public NumberColumn count() {
    return reduced(Reduction.COUNT);
  }

  /** Their sum, added one after the other in double precision; 0 of none. */
  public NumberColumn sum() {
    return reduced(Reduction.SUM);
  }

  /** The {@link #sum} divided by the {@link #count}; missing of none. */
  public NumberColumn mean() {
    return reduced(Reduction.MEAN);
  }

  /** The least of them; missing of none. */
  public NumberColumn min() {
    return reduced(Reduction.MIN);
  }

  /** The greatest of them; missing of none. */
  public NumberColumn max() {
    return reduced(Reduction.MAX);
  }

  /** The first of them that is not missing; missing of none. */
  public NumberColumn first() {
    return reduced(Reduction.FIRST);
  }

  private NumberColumn reduced(Reduction reduction) {
    return new NumberColumn(features, features.add(new Lists.Reduced(reduction, position)));
  }
}
