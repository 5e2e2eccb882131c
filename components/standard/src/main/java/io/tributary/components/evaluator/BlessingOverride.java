package io.tributary.components.evaluator;

import io.tributary.api.Explanation;

/**
 * That a model shall be blessed although requirements fail. It is recorded with the verdicts, which
 * stay as they are; where no row was evaluated it has no effect.
 *
 * @param by who answers for it
 * @param reason why
 */
public record BlessingOverride(String by, String reason) {
  public BlessingOverride {
    if (by.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluator > override",
                  "by '" + by + "', reason '" + reason + "'",
                  "a name and a reason",
                  "say who answers for it, and why")
              .toString());
    }
  }
}
