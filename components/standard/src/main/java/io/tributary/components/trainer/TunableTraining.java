package io.tributary.components.trainer;

import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.transform.Task;

/**
 * A training whose hyper-parameters a Tuner chooses. A Trainer that is given what the Tuner found
 * trains with that, and with the presets otherwise.
 *
 * <pre>{@code
 * public final class TaxiTuning implements TunableTraining {
 *   private static final NumberRange RATE = NumberRange.logarithmic("learning_rate", 0.01, 1, 0.1);
 *   private static final IntegerRange DEPTH = IntegerRange.linear("max_depth", 2, 10, 6);
 *
 *   @Override public SearchSpace space() {
 *     return SearchSpace.of(RATE, DEPTH);
 *   }
 *
 *   @Override public Algorithm define(Setting chosen) {
 *     return new XgBoost()
 *         .withLearningRate(chosen.get(RATE))
 *         .withMaxDepth(chosen.get(DEPTH));
 *   }
 * }
 * }</pre>
 */
public interface TunableTraining extends Training {

  /** What may be chosen. */
  SearchSpace space();

  /**
   * What may be chosen for a task; the same for all of them unless a training says otherwise. Part
   * of {@link #space}.
   */
  default SearchSpace space(Task task) {
    return space();
  }

  /**
   * The algorithm with chosen hyper-parameters; may be called by several threads. Nothing is
   * computed here.
   *
   * @param chosen a setting of {@link #space}
   * @throws IllegalArgumentException if there is no such algorithm
   */
  Algorithm define(Setting chosen);

  /** The algorithm when nobody chooses. */
  @Override
  default Algorithm define() {
    return define(space().preset());
  }
}
