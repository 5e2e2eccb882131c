package io.tributary.components.tuner;

import io.tributary.api.Explanation;
import io.tributary.components.hyperparameter.IntegerRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import java.util.LinkedHashMap;

/** Of what trials get only a share, until they have shown that they are worth more. */
public sealed interface Resource {

  /**
   * Rows to train on. A share of them is spaced evenly; of a binary or multi-class label every
   * class has its share.
   */
  record Rows() implements Resource {}

  /**
   * Rounds, epochs, trees: a hyper-parameter whose value is multiplied by the share.
   *
   * @param hyperparameter name of a range of integers that always counts
   */
  record Steps(String hyperparameter) implements Resource {

    /** The setting with a share of the steps, at least the least that the range allows. */
    Setting share(SearchSpace space, Setting setting, double share) {
      var range = (IntegerRange) space.find(hyperparameter).orElseThrow().parameter();
      long steps = Math.round((setting.get(range) * share - range.low()) / range.step());
      var values = new LinkedHashMap<>(setting.values());
      values.put(hyperparameter, range.low() + (int) Math.max(0, steps) * range.step());
      return new Setting(values);
    }

    private void check(SearchSpace space) {
      var found = space.find(hyperparameter);
      boolean right =
          found.isPresent()
              && found.get().parameter() instanceof IntegerRange
              && found.get().when().isEmpty();
      if (!right) {
        throw new IllegalArgumentException(
            new Explanation(
                    "search > resource",
                    "'" + hyperparameter + "'",
                    "a range of integers of the search space that always counts",
                    "name another, or take rows as the resource")
                .toString());
      }
    }
  }

  /**
   * Whether a search can take its shares of that.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(Search search, SearchSpace space) {
    if (of(search) instanceof Steps steps) {
      steps.check(space);
    }
  }

  /** What a search gives out by shares; rows for one that never gives less than all. */
  static Resource of(Search search) {
    if (search instanceof Search.Hyperband hyperband) {
      return hyperband.resource();
    }
    return search instanceof Search.SuccessiveHalving halving ? halving.resource() : new Rows();
  }
}
