package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

import io.tributary.components.schema.DatasetObservation;
import java.util.Optional;

/**
 * Whether a dataset has about as many examples as the one that it is compared with.
 *
 * @param against with what it was compared
 * @param current number of current examples; their weight, where statistics are weighted
 * @param baseline number of examples compared with, likewise
 * @param least smallest accepted ratio of the two; empty for none, as is one that is not finite
 * @param most largest accepted ratio, likewise
 */
public record ExamplesVerdict(
    Against against,
    double current,
    double baseline,
    Optional<Double> least,
    Optional<Double> most) {
  public ExamplesVerdict {
    requireNonNull(against, "against");
    least = least.filter(Double::isFinite);
    most = most.filter(Double::isFinite);
  }

  /** Current examples per example compared with; infinite when there are none of these. */
  public double ratio() {
    return DatasetObservation.ratio(current, baseline);
  }

  /** Whether there are too few. */
  public boolean isLow() {
    return least.isPresent() && ratio() < least.get();
  }

  /** Whether there are too many. */
  public boolean isHigh() {
    return most.isPresent() && ratio() > most.get();
  }

  /** Whether the ratio is within its bounds. */
  public boolean holds() {
    return !isLow() && !isHigh();
  }
}
