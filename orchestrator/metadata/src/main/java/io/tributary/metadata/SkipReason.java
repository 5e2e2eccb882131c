package io.tributary.metadata;

/** Why a tick is not run. */
public enum SkipReason {
  /** An earlier one had not ended. */
  OVERLAP,
  /** It was missed, and is not made up for. */
  CATCH_UP,
  /** The schedule was paused. */
  PAUSED,
  /** The schedule was removed before the run was started. */
  REMOVED
}
