package io.tributary.components.tuner;

/** What a search tries to make good. Thread-safe. */
interface Objective {

  /**
   * Tries a setting.
   *
   * @throws InterruptedException if the search is to end
   * @throws TrialRoundsException if the trial could not be made, whatever its setting
   * @throws Exception why the trial fails
   */
  Score of(Proposal proposal) throws Exception;
}
