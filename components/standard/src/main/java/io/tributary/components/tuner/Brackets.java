package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Brackets of successive halving, one after the other.
 *
 * @param brackets how each begins
 */
record Brackets(List<List<Proposal>> brackets, int reduction) implements Proposals {

  static Brackets of(Search.SuccessiveHalving halving, SearchSpace space, long seed) {
    var settings = new Drawn(space, halving.settings(), new RandomPoints(space, seed)).settings();
    double share = 1 / Math.pow(halving.reduction(), halving.rungs() - 1.0);
    return new Brackets(
        List.of(settings.stream().map(setting -> new Proposal(setting, share)).toList()),
        halving.reduction());
  }

  /** A bracket of s + 1 rungs begins with ⌈rungs / (s + 1) · reduction^s⌉ settings. */
  static Brackets of(Search.Hyperband hyperband, SearchSpace space, long seed) {
    var brackets = new ArrayList<List<Proposal>>();
    var sizes = new ArrayList<Integer>();
    int all = 0;
    for (int s = hyperband.rungs() - 1; s >= 0; s--) {
      double powers = Math.pow(hyperband.reduction(), s);
      sizes.add((int) Math.ceil(hyperband.rungs() / (s + 1.0) * powers));
      all += sizes.get(sizes.size() - 1);
    }
    var settings = new Drawn(space, all, new RandomPoints(space, seed)).settings();
    int from = 0;
    for (int i = 0; i < sizes.size() && from < settings.size(); i++) {
      double share = 1 / Math.pow(hyperband.reduction(), hyperband.rungs() - 1.0 - i);
      int to = Math.min(settings.size(), from + sizes.get(i));
      brackets.add(
          settings.subList(from, to).stream()
              .map(setting -> new Proposal(setting, share))
              .toList());
      from = to;
    }
    return new Brackets(brackets, hyperband.reduction());
  }

  @Override
  public List<Proposal> next(List<Observation> ended) {
    int known = 0;
    for (var bracket : brackets) {
      var rung = bracket;
      while (!rung.isEmpty()) {
        if (known == ended.size()) {
          return rung;
        }
        var results = ended.subList(known, known + rung.size());
        known += rung.size();
        rung = promoted(results);
      }
    }
    return List.of();
  }

  /** The best, which go on with more of the resource; none where they had all of it. */
  private List<Proposal> promoted(List<Observation> rung) {
    double share = rung.get(0).proposal().share();
    if (share >= 1) {
      return List.of();
    }
    double more = Math.min(1, share * reduction);
    return Observation.ranked(rung).stream()
        .limit(Math.max(1, rung.size() / reduction))
        .filter(observation -> !observation.hasFailed())
        .map(observation -> new Proposal(observation.proposal().setting(), more > 0.999 ? 1 : more))
        .toList();
  }
}
