package io.tributary.components.statistics;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Optional;

/**
 * What is told of features together.
 *
 * @param correlations whether covariance and Pearson's correlation of every two columns of numbers
 *     are told, as {@code cross_features}, over the rows in which both are finite numbers; the work
 *     grows with the square of the number of columns
 * @param label a column of text, bytes, integers or booleans with at most 64 different values:
 *     every other column that is no list and no struct gets two custom statistics, {@code
 *     mutual_information} with it in bits, and {@code adjusted_mutual_information}
 */
public record Relations(boolean correlations, Optional<String> label) implements Serializable {
  /** Nothing. */
  public static final Relations NONE = new Relations(false, Optional.empty());

  public Relations {
    requireNonNull(label, "label");
  }
}
