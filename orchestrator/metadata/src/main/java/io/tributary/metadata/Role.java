package io.tributary.metadata;

/** What the holder of a token may do; each role may do what those before it may. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Starts, resumes and cancels runs and back-fills, pauses and resumes schedules. */
  OPERATOR,
  /** Adds and removes schedules, and brings jars. */
  AUTHOR;

  /** Whether this role may do what {@code other} may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
