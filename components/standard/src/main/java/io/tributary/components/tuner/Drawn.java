package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All trials at once: what the space starts with, then points; no setting twice. */
record Drawn(SearchSpace space, int trials, Points points) implements Proposals {
  /** After so many points that were drawn before, the space is taken for exhausted. */
  private static final int PATIENCE = 1000;

  @Override
  public List<Proposal> next(List<Observation> ended) {
    return ended.isEmpty() ? settings().stream().map(Proposal::whole).toList() : List.of();
  }

  List<Setting> settings() {
    var settings = new LinkedHashSet<>(first());
    int index = 0;
    for (int inVain = 0; settings.size() < trials && inVain < PATIENCE; index++) {
      inVain = settings.add(space.at(points.point(index))) ? 0 : inVain + 1;
    }
    return new ArrayList<>(settings).subList(0, Math.min(trials, settings.size()));
  }

  private Set<Setting> first() {
    return new LinkedHashSet<>(space.starts().isEmpty() ? List.of(space.preset()) : space.starts());
  }
}
