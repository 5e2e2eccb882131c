package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.SearchSpace;

/** Points drawn at random, each on its own. */
record RandomPoints(SearchSpace space, long seed) implements Points {
  @Override
  public double[] point(int index) {
    var random = Proposals.random(seed, index);
    return random.doubles(space.dimensions().size()).toArray();
  }
}
