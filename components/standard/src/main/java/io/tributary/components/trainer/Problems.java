package io.tributary.components.trainer;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong, so that all of it is told at once. Not thread-safe. */
final class Problems {
  private final String where;
  private final Code code;
  private final List<Explanation> found = new ArrayList<>();

  /**
   * Nothing wrong so far.
   *
   * @param where prefix of every problem's place
   * @param code of the failure, should there be one
   */
  Problems(String where, Code code) {
    this.where = where;
    this.code = code;
  }

  void add(String place, String value, String expected, String remedy) {
    found.add(new Explanation(where + " > " + place, value, expected, remedy));
  }

  /**
   * Fails if something was added.
   *
   * @throws ExecutionFailure that tells everything
   */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    if (found.size() == 1) {
      throw new ExecutionFailure(code, found.get(0));
    }
    throw new ExecutionFailure(
        code,
        new Explanation(
            where,
            found.size() + " problems",
            "none",
            found.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", "solve them:", ""))));
  }
}
