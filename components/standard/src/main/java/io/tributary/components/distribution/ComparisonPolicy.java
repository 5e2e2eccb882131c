package io.tributary.components.distribution;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What is compared when examples are validated, beside what their schema asks for.
 *
 * @param drift comparisons with the previous data
 * @param skew comparisons with what is served
 * @param basis what of the statistics is compared, also where the schema asks
 */
public record ComparisonPolicy(List<Comparison> drift, List<Comparison> skew, Basis basis) {

  /** Only what the schema asks for, over values. */
  public static final ComparisonPolicy DEFAULT =
      new ComparisonPolicy(List.of(), List.of(), Basis.VALUES);

  public ComparisonPolicy {
    drift = List.copyOf(drift);
    skew = List.copyOf(skew);
    requireNonNull(basis, "basis");
  }

  /** A copy with other comparisons with the previous data. */
  public ComparisonPolicy withDrift(Comparison... comparisons) {
    return new ComparisonPolicy(List.of(comparisons), skew, basis);
  }

  /** A copy with other comparisons with what is served. */
  public ComparisonPolicy withSkew(Comparison... comparisons) {
    return new ComparisonPolicy(drift, List.of(comparisons), basis);
  }

  /** A copy that looks at something else of the statistics. */
  public ComparisonPolicy withBasis(Basis other) {
    return new ComparisonPolicy(drift, skew, other);
  }
}
