package io.tributary.core.launcher;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.core.RunRefusedException;
import java.time.Duration;

/**
 * How often in a row what works for the conductor of a run has died with its work undone. Not
 * thread-safe.
 */
public final class Deaths {
  private static final int MOST = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String where;
  private final String wanted;
  private int inARow;

  /**
   * None so far.
   *
   * @param where what dies, as messages name it
   * @param wanted what it should do
   */
  public Deaths(String where, String wanted) {
    this.where = requireNonNull(where, "where");
    this.wanted = requireNonNull(wanted, "wanted");
  }

  /**
   * One more.
   *
   * @param how what is known of it
   * @throws RunRefusedException at the fifth: the run is given up, and can be resumed
   */
  public void add(String how) {
    inARow++;
    if (inARow == MOST) {
      throw new RunRefusedException(
          new Explanation(
              where,
              "ended " + MOST + " times in a row with its work undone: " + how,
              wanted,
              "correct what ends it, and resume the run"));
    }
  }

  /** Some of the work was done: what follows is not in a row with what was before. */
  public void forget() {
    inARow = 0;
  }

  /**
   * How long to wait before the next try: not at all after one death, then longer each time, as
   * what is in the way may go.
   */
  public Duration pause() {
    return PAUSE.multipliedBy(Math.max(0, inARow - 1L));
  }
}
