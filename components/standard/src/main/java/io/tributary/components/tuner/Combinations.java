package io.tributary.components.tuner;

import io.tributary.api.Explanation;
import io.tributary.components.hyperparameter.Hyperparameter;
import io.tributary.components.hyperparameter.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All trials at once: every combination, the last hyper-parameter changing fastest. */
record Combinations(SearchSpace space, int valuesOfRange) implements Proposals {
  private static final int MOST = 100_000;

  @Override
  public List<Proposal> next(List<Observation> ended) {
    if (!ended.isEmpty()) {
      return List.of();
    }
    Set<Proposal> all = new LinkedHashSet<>();
    combine(new double[space.dimensions().size()], 0, all);
    return new ArrayList<>(all);
  }

  private void combine(double[] places, int from, Set<Proposal> all) {
    if (all.size() > MOST) {
      throw new IllegalArgumentException(
          new Explanation(
                  "search > grid",
                  "more than " + MOST + " combinations",
                  "at most " + MOST,
                  "take fewer values of each range, or search at random")
              .toString());
    }
    if (from == places.length) {
      all.add(Proposal.whole(space.at(places)));
      return;
    }
    for (double place : places(space.dimensions().get(from).parameter())) {
      places[from] = place;
      combine(places, from + 1, all);
    }
  }

  private <T> Iterable<Double> places(Hyperparameter<T> parameter) {
    int size = parameter.size().orElse(Integer.MAX_VALUE);
    boolean isRange = !SearchSpace.isCategory(parameter);
    int count = isRange ? Math.min(size, valuesOfRange) : size;
    var places = new TreeSet<Double>();
    for (int i = 0; i < count; i++) {
      double even = isRange && count > 1 ? i / (count - 1.0) : (i + 0.5) / count;
      places.add(parameter.place(parameter.at(even)));
    }
    return places;
  }
}
