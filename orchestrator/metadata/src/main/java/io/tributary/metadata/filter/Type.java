package io.tributary.metadata.filter;

import org.jspecify.annotations.Nullable;

/** What an expression gives. */
enum Type {
  INT64,
  DOUBLE,
  STRING,
  BOOL,
  /** The literal NULL, which goes with every type. */
  NULL;

  boolean isNumber() {
    return this == INT64 || this == DOUBLE;
  }

  /** Whether a value of this type can stand where the other is asked for. */
  boolean fits(Type wanted) {
    return this == wanted || this == NULL || (this == INT64 && wanted == DOUBLE);
  }

  /** The type that takes values of both; null if they do not go together. */
  static @Nullable Type common(Type one, Type other) {
    return one.fits(other) ? other : other.fits(one) ? one : null;
  }
}
