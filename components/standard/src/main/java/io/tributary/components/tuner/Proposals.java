package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.SearchSpace;
import java.util.List;
import java.util.Random;

/** Which trials are next. Immutable. */
interface Proposals {

  /**
   * The next trials, none of which needs to know how another one ends. The same for the same trials
   * before them.
   *
   * @param ended all that was proposed before, in its order
   * @return empty when the search is over
   */
  List<Proposal> next(List<Observation> ended);

  /** Those of a search. */
  static Proposals of(Search search, SearchSpace space, long seed) {
    Resource.check(search, space);
    if (search instanceof Search.Random random) {
      return new Drawn(space, random.trials(), new RandomPoints(space, seed));
    } else if (search instanceof Search.QuasiRandom quasi) {
      return new Drawn(
          space, quasi.trials(), new Halton(space.dimensions().size(), random(seed, 0)));
    } else if (search instanceof Search.Grid grid) {
      return new Combinations(space, grid.valuesOfRange());
    } else if (search instanceof Search.Bayesian bayesian) {
      return new Parzen(space, bayesian, seed);
    } else if (search instanceof Search.SuccessiveHalving halving) {
      return Brackets.of(halving, space, seed);
    } else if (search instanceof Search.Hyperband hyperband) {
      return Brackets.of(hyperband, space, seed);
    }
    throw new IllegalStateException(search + " is no search");
  }

  /** Randomness for one purpose among others. */
  static Random random(long seed, int purpose) {
    long mixed = (seed + purpose * 0x9E3779B97F4A7C15L) ^ 0x5DEECE66DL;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return new Random(mixed ^ (mixed >>> 31));
  }
}
