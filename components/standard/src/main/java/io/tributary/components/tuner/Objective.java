package io.tributary.components.tuner;

/** What a search tries to make good. Thread-safe. */
interface Objective {

  /**
   * Tries a setting.
   *
   * @throws Exception why the trial fails
   */
  Score of(Proposal proposal) throws Exception;
}
