package io.tributary.components.transform;

import java.util.Optional;

/**
 * A number per row, to be analyzed for each key on its own: what a {@link NumberColumn} finds over
 * all analyzed rows, each row has of the rows of its key. Where the key has no number, that is
 * missing, a count or sum 0. Immutable; made by {@link NumberColumn#per(TextColumn)}.
 */
public final class NumberPerKey extends AnalyzedNumber {
  private static final int MOST_KEYS = 1_000_000;

  private final int mostKeys;

  NumberPerKey(Features features, int position, Gathering.Key key) {
    super(features, position, Optional.of(key));
    this.mostKeys = key.most();
  }

  @Override
  int add(Expression expression) {
    int added = features.add(expression);
    if (mostKeys < 1 || mostKeys > MOST_KEYS) {
      features.problem(
          added, "per(key, " + mostKeys + ")", "1 to " + MOST_KEYS, "change the number of keys");
    }
    return added;
  }
}
