package io.tributary.metadata;

/** Why a tick is not run. */
public enum SkipReason {
  /** An earlier one had not ended. */
  OVERLAP,
  /** It was missed, and is not made up for. */
  CATCH_UP,
  /** The schedule was paused, or the back-fill canceled. */
  PAUSED,
  /** The schedule was removed before the run was started. */
  REMOVED,
  /** The data of its span was not there. */
  LATE
}
