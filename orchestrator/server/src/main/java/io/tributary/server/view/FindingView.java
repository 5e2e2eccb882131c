package io.tributary.server.view;

import io.tributary.server.json.Field;

/** What was found when one thing of an installation was looked at. */
public record FindingView(
    String check,
    State state,
    @Field("of what is not good: where, what, what was expected, what to do") String text) {

  /** How bad it is. */
  public enum State {
    GOOD,
    WARNING,
    WRONG
  }
}
