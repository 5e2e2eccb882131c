package io.tributary.components.tuner;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trial that has ended.
 *
 * @param loss the less, the better; infinite for a trial that failed
 */
record Observation(Proposal proposal, double loss) {

  boolean hasFailed() {
    return loss == Double.POSITIVE_INFINITY;
  }

  /** The best first; of equals the earlier. */
  static List<Observation> ranked(List<Observation> ended) {
    return IntStream.range(0, ended.size())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> ended.get(i).loss())
                .thenComparing(Comparator.naturalOrder()))
        .map(ended::get)
        .toList();
  }
}
