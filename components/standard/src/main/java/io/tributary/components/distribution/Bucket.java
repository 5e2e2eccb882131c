package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

/**
 * A part of two distributions.
 *
 * @param label a value, or the range of numbers from the smallest to the largest
 * @param current share of the current values, 0 to 1
 * @param baseline share of the baseline's values, 0 to 1
 * @param contribution what the bucket adds to the distance. Of distances that are a largest
 *     difference (L-infinity, normalised absolute difference, Kolmogorov–Smirnov), the difference
 *     here, for Kolmogorov–Smirnov the largest in the bucket; of the others, the summand
 */
public record Bucket(String label, double current, double baseline, double contribution) {
  public Bucket {
    requireNonNull(label, "label");
  }
}
