package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/** The tree-structured Parzen estimator, see {@link Search.Bayesian}. */
record Parzen(SearchSpace space, Search.Bayesian search, long seed) implements Proposals {
  private static final int CANDIDATES = 24;

  /** The share of trials that are the best ones, and their greatest number. */
  private static final double BEST = 0.1;

  private static final int MOST_BEST = 25;

  /** After so many settings that were tried before, one is drawn at random. */
  private static final int PATIENCE = 20;

  @Override
  public List<Proposal> next(List<Observation> ended) {
    if (ended.isEmpty()) {
      int startup = Math.min(search.trials(), Math.max(search.startup(), space.starts().size()));
      return new Drawn(space, startup, new RandomPoints(space, seed)).next(ended);
    }
    var tried = new HashSet<Setting>();
    ended.forEach(observation -> tried.add(observation.proposal().setting()));
    var random = Proposals.random(seed, -ended.size());
    var densities = densities(ended);
    var next = new ArrayList<Proposal>();
    int wanted = Math.min(search.batch(), search.trials() - ended.size());
    for (int inVain = 0; next.size() < wanted && inVain < 10 * PATIENCE; inVain++) {
      var setting =
          inVain < PATIENCE
              ? likeTheBest(densities, random)
              : space.at(random.doubles(space.dimensions().size()).toArray());
      if (tried.add(setting)) {
        next.add(Proposal.whole(setting));
      }
    }
    return next;
  }

  /** The densities of one hyper-parameter's places in the best trials and in the others. */
  private record Densities(Density best, Density others) {

    double choose(Random random) {
      double chosen = 0.5;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < CANDIDATES; i++) {
        double candidate = best.draw(random);
        double gain = StrictMath.log(best.at(candidate)) - StrictMath.log(others.at(candidate));
        if (gain > most) {
          most = gain;
          chosen = candidate;
        }
      }
      return chosen;
    }
  }

  private List<Densities> densities(List<Observation> ended) {
    var ranked = Observation.ranked(ended);
    int best = (int) Math.min(MOST_BEST, Math.ceil(ended.size() * BEST));
    var places = ranked.stream().map(each -> space.places(each.proposal().setting())).toList();
    var densities = new ArrayList<Densities>();
    for (int i = 0; i < space.dimensions().size(); i++) {
      densities.add(
          new Densities(
              density(i, places.subList(0, best)),
              density(i, places.subList(best, places.size()))));
    }
    return densities;
  }

  private Density density(int dimension, List<double[]> places) {
    var counted =
        places.stream()
            .mapToDouble(all -> all[dimension])
            .filter(place -> !Double.isNaN(place))
            .sorted()
            .toArray();
    var parameter = space.dimensions().get(dimension).parameter();
    return SearchSpace.isCategory(parameter)
        ? Density.ofCategories(parameter.size().orElseThrow(), counted)
        : Density.ofNumbers(counted);
  }

  private Setting likeTheBest(List<Densities> densities, Random random) {
    return space.at(densities.stream().mapToDouble(each -> each.choose(random)).toArray());
  }
}
