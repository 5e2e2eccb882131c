package io.tributary.components.statistics;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import java.util.List;

/** Which splits of an artifact a component works on. */
public final class SplitSelection {
  private SplitSelection() {}

  /**
   * The available splits without the excluded ones, in the artifact's order.
   *
   * @param where names the component in messages
   * @throws ExecutionFailure if a name is excluded that does not exist, or nothing is left
   */
  public static List<String> included(String where, List<String> available, List<String> excluded) {
    if (available.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_DATA,
          new Explanation(
              where + " > input",
              "no splits",
              "an artifact with at least one split",
              "give it the output of a component that writes splits"));
    }
    var unknown = excluded.stream().filter(split -> !available.contains(split)).toList();
    var included = available.stream().filter(split -> !excluded.contains(split)).toList();
    if (!unknown.isEmpty() || included.isEmpty()) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.INVALID_ARGUMENT,
          new Explanation(
              where + " > parameter 'excludedSplits'",
              excluded.toString(),
              "some, but not all, of " + available,
              unknown.isEmpty()
                  ? "exclude fewer splits"
                  : "remove " + unknown + ", which the input does not have"));
    }
    return included;
  }
}
