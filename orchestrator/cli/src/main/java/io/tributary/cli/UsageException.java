package io.tributary.cli;

import io.tributary.api.Explanation;

/** The command line asks for something that cannot be; the message says what to write instead. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String where, String value, String expected, String remedy) {
    super(new Explanation(where, value, expected, remedy).toString());
  }

  UsageException(Explanation explanation) {
    super(explanation.toString());
  }

  UsageException(String option, Exception refusal) {
    super(option + ": " + refusal.getMessage(), refusal);
  }
}
