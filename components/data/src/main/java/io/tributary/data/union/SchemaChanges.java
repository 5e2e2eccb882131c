package io.tributary.data.union;

/** What becomes of sources whose columns are not the same. */
public enum SchemaChanges {
  /** They are refused; the order of columns does not count. */
  REFUSE,
  /**
   * A column that a source lacks has no values there, and numbers take the narrowest type that
   * holds those of all: int64 for narrower integers, float64 for integers beside floating-point
   * numbers, and for float32 beside float64. Other types that differ are refused. Integers beyond
   * 2^53 are rounded where they become float64.
   */
  WIDEN
}
