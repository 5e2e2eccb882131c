package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model is judged: by which columns rows are sliced, and what must hold.
 *
 * <pre>{@code
 * Evaluation.binary()
 *     .slice("trip_start_hour").slice("payment_type")
 *     .require(AUC.atLeast(0.90))
 *     .require(AUC.noWorseThanBaseline(0.01))
 *     .require(FALSE_POSITIVE_RATE.gapBetween("payment_type", atMost(0.10)));
 * }</pre>
 *
 * <p>A model is blessed when every requirement holds. Without any requirement nothing was asked of
 * it, and it is not blessed.
 *
 * @param slicings how rows are sliced, besides all rows together; what a requirement slices by is
 *     added
 * @param requirements what must hold
 * @param decisionThreshold the score from which on a row is predicted positive; default 0.5
 * @param minimumSliceSize rows below which a slice is neither shown nor judged, only counted;
 *     default 1
 * @param weightColumn a numeric column with the weight of each row, missing counting as 0; empty
 *     (the default) for weights of 1
 */
public record Evaluation(
    List<Slicing> slicings,
    List<Requirement> requirements,
    double decisionThreshold,
    long minimumSliceSize,
    Optional<String> weightColumn) {

  public Evaluation {
    requirements = List.copyOf(requirements);
    requireNonNull(weightColumn, "weightColumn");
    var all = new ArrayList<Slicing>();
    for (var slicing : slicings) {
      addNew(all, slicing);
    }
    for (var requirement : requirements) {
      requirement.slicing().ifPresent(slicing -> addNew(all, slicing));
    }
    slicings = List.copyOf(all);
    if (!(decisionThreshold >= 0 && decisionThreshold <= 1)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > decisionThreshold",
                  String.valueOf(decisionThreshold),
                  "a probability, 0 to 1",
                  "leave it out for 0.5")
              .toString());
    }
    if (minimumSliceSize < 1) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > minimumSliceSize",
                  String.valueOf(minimumSliceSize),
                  "1 or more rows",
                  "leave it out to see every slice")
              .toString());
    }
  }

  private static void addNew(List<Slicing> all, Slicing slicing) {
    if (all.stream().noneMatch(known -> known.columns().equals(slicing.columns()))) {
      all.add(slicing);
    }
  }

  /** Of a model that gives the probability of a 0/1 label: no slices and no requirements yet. */
  public static Evaluation binary() {
    return new Evaluation(List.of(), List.of(), 0.5, 1, Optional.empty());
  }

  /** Also by each value of a column or, given several, by each combination of their values. */
  public Evaluation slice(String... columns) {
    var more = new ArrayList<>(slicings);
    more.add(new Slicing(List.of(columns)));
    return new Evaluation(more, requirements, decisionThreshold, minimumSliceSize, weightColumn);
  }

  /** With one more requirement. */
  public Evaluation require(Requirement requirement) {
    var more = new ArrayList<>(requirements);
    more.add(requirement);
    return new Evaluation(slicings, more, decisionThreshold, minimumSliceSize, weightColumn);
  }

  /** With another score from which on a row is predicted positive. */
  public Evaluation withDecisionThreshold(double threshold) {
    return new Evaluation(slicings, requirements, threshold, minimumSliceSize, weightColumn);
  }

  /** Without slices of fewer rows, for instance to keep single people out of reports. */
  public Evaluation withMinimumSliceSize(long rows) {
    return new Evaluation(slicings, requirements, decisionThreshold, rows, weightColumn);
  }

  /** With rows weighted by a numeric column. */
  public Evaluation weightedBy(String column) {
    return new Evaluation(
        slicings, requirements, decisionThreshold, minimumSliceSize, Optional.of(column));
  }
}
