package io.tributary.components.distribution;

/** What of the statistics a comparison looks at. */
public enum Basis {
  /**
   * The values themselves, as far as {@link io.tributary.components.statistics.StoredValues} has
   * them. Text that is listed in full is compared value by value. Where a side lists only its most
   * frequent texts, an unlisted one is taken to be as frequent as on the other side, as far as the
   * list allows: rare values can make two sides look more alike than they are, never less. Numbers
   * are compared over buckets that both sides share (see {@link Distance}).
   *
   * <p>Where the statistics are weighted, or hold no numbers, as those that TensorFlow Data
   * Validation writes, its distances are taken over its histograms instead, and the verdict says
   * so. The other distances are then of the rows without their weights, which the verdict says,
   * too.
   */
  VALUES,

  /**
   * The histograms and rank histograms of TensorFlow Data Validation, by its algorithm: for
   * Jensen–Shannon, L-infinity and the normalised absolute difference the digits are TFDV's. Over
   * ten buckets of equal width on each side's own range, one outlier can hide a drift of all other
   * numbers, and another range can look like one; NaN counts only where both sides have the same
   * bounds; of texts only the ranks that are listed count. The other distances, which TFDV does not
   * have, are taken over the values.
   */
  TFDV
}
