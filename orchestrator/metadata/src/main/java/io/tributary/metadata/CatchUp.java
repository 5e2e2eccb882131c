package io.tributary.metadata;

/** What becomes of ticks that were missed, because no server ran or its clock jumped ahead. */
public enum CatchUp {
  /** Every one is run, the oldest first. */
  ALL,
  /** The newest one is run, unless a later one is on time and stands in for it. */
  LATEST,
  /** None is run. */
  NONE
}
