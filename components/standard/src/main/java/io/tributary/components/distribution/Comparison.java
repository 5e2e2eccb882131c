package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.Optional;

/**
 * A distance that the distributions of a feature must keep.
 *
 * <pre>{@code
 * Comparison.of("fare", KOLMOGOROV_SMIRNOV).atMost(0.05)
 * Comparison.of("payment_type", CHI_SQUARE).pValueAtLeast(0.001)
 * Comparison.ofAll(POPULATION_STABILITY_INDEX).atMost(0.25)
 * }</pre>
 *
 * @param feature path of the feature as {@link io.tributary.components.schema.FeaturePaths} writes
 *     it; empty for every feature to which the distance can apply
 * @param distance what is measured
 * @param limit up to what it is accepted
 */
public record Comparison(Optional<String> feature, Distance distance, Limit limit) {
  public Comparison {
    requireNonNull(feature, "feature");
    requireNonNull(distance, "distance");
    requireNonNull(limit, "limit");
    if (limit instanceof Limit.PValueAtLeast && !distance.hasPValue()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "comparison by " + distance,
                  "a limit of its p-value",
                  "a limit of the distance, because it has no p-value",
                  "use atMost")
              .toString());
    }
  }

  /** What is compared; say up to what it is accepted. */
  public static Unlimited of(String feature, Distance distance) {
    return new Unlimited(Optional.of(feature), distance);
  }

  /** The same for every feature to which the distance can apply. */
  public static Unlimited ofAll(Distance distance) {
    return new Unlimited(Optional.empty(), distance);
  }

  /** A comparison without its limit. */
  public record Unlimited(Optional<String> feature, Distance distance) {
    /** Accepts distances up to {@code bound}. */
    public Comparison atMost(double bound) {
      return new Comparison(feature, distance, new Limit.AtMost(bound));
    }

    /** Accepts distances that equal distributions have with at least this probability. */
    public Comparison pValueAtLeast(double bound) {
      return new Comparison(feature, distance, new Limit.PValueAtLeast(bound));
    }
  }
}
