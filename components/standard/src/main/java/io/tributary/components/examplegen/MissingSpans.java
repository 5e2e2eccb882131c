package io.tributary.components.examplegen;

/** What becomes of a run that is to read spans whose files are not there. */
public enum MissingSpans {
  /** It fails, and says which span it is. */
  FAIL,
  /** It reads the others, and says which it did without; it fails if there is none at all. */
  SKIP,
  /**
   * It fails with a code that may be retried: with retries among the options of the node, the run
   * waits for the data. What a schedule waits for before it starts a run is said to the schedule.
   */
  WAIT
}
