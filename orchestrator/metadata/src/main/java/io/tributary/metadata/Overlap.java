package io.tributary.metadata;

/** What becomes of a tick that falls due while an earlier one of its schedule has not ended. */
public enum Overlap {
  /** It is skipped. */
  SKIP,
  /** It waits until all earlier ones have ended. */
  QUEUE,
  /** It is run beside them. */
  ALLOW
}
