package io.tributary.components.transform;

import io.tributary.components.transform.Numbers.Connective;

/** A truth value per row, never missing. Immutable; made by {@link Features}. */
public final class BooleanColumn extends Column {
  BooleanColumn(Features features, int position) {
    super(features, position);
  }

  /** Whether both are true. */
  public BooleanColumn and(BooleanColumn other) {
    return connected(Connective.AND, other);
  }

  /** Whether one is true. */
  public BooleanColumn or(BooleanColumn other) {
    return connected(Connective.OR, other);
  }

  private BooleanColumn connected(Connective connective, BooleanColumn other) {
    features.requireOwn(other);
    return new BooleanColumn(
        features, features.add(new Numbers.Connected(connective, position, other.position)));
  }

  /** The opposite. A comparison with a missing number is false, so its opposite is true. */
  public BooleanColumn negated() {
    return new BooleanColumn(features, features.add(new Numbers.Negated(position)));
  }

  /** 1 for true, 0 for false. */
  public NumberColumn asNumber() {
    return new NumberColumn(features, features.add(new Numbers.OfBoolean(position)));
  }
}
