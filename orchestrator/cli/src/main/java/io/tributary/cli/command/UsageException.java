package io.tributary.cli.command;

import io.tributary.api.Explanation;

/** The command line asks for something that cannot be; the message says what to write instead. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String where, String value, String expected, String remedy) {
    super(new Explanation(where, value, expected, remedy).toString());
  }

  public UsageException(Explanation explanation) {
    super(explanation.toString());
  }

  public UsageException(String option, Exception refusal) {
    super(option + ": " + refusal.getMessage(), refusal);
  }
}
