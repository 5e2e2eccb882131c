package io.tributary.cli.command;

import io.tributary.api.Explanation;
import java.util.List;
import java.util.stream.Collectors;

/** The command line asks for something that cannot be; the message says what to write instead. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String where, String value, String expected, String remedy) {
    super(new Explanation(where, value, expected, remedy).toString());
  }

  public UsageException(Explanation explanation) {
    super(explanation.toString());
  }

  /** With everything that is wrong, a line for each. */
  public UsageException(List<Explanation> explanations) {
    super(explanations.stream().map(Explanation::toString).collect(Collectors.joining("\n")));
  }

  public UsageException(String option, Exception refusal) {
    super(option + ": " + refusal.getMessage(), refusal);
  }
}
