package io.tributary.components.evaluator;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a model is judged: by which metrics, by which columns rows are sliced, and what must hold.
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
 * @param task what the model predicts
 * @param slicings how rows are sliced, besides all rows together; what a requirement slices by is
 *     added
 * @param requirements what must hold
 * @param metrics what is computed besides the task's metrics; what a requirement is about is added
 * @param minimumSliceSize rows below which a slice is neither shown nor judged, only counted;
 *     default 1
 * @param weightColumn a numeric column with the weight of each row, missing counting as 0; empty
 *     (the default) for weights of 1
 * @param confidence how intervals are found; empty, the default, for none, unless a requirement
 *     asks for some: then by the jackknife
 * @param customs metrics of the user's
 */
public record Evaluation(
    Task task,
    List<Slicing> slicings,
    List<Requirement> requirements,
    List<Metric> metrics,
    long minimumSliceSize,
    Optional<String> weightColumn,
    Optional<Confidence> confidence,
    List<CustomMetric.Named> customs) {

  public Evaluation {
    var ofAll = List.copyOf(requirements);
    requirements = ofAll;
    requireNonNull(task, "task");
    requireNonNull(weightColumn, "weightColumn");
    slicings =
        Stream.concat(
                slicings.stream(), requirements.stream().flatMap(each -> each.slicing().stream()))
            .distinct()
            .toList();
    var usual = task.metrics();
    metrics =
        Stream.concat(metrics.stream(), requirements.stream().map(Requirement::metric))
            .distinct()
            .filter(metric -> !usual.contains(metric))
            .toList();
    customs = List.copyOf(customs);
    var own = customs.stream().map(CustomMetric.Named::metric).toList();
    metrics = metrics.stream().filter(metric -> !own.contains(metric)).toList();
    for (var metric : metrics) {
      requireKnown(task, metric);
    }
    confidence =
        confidence.or(
            () ->
                ofAll.stream()
                    .flatMap(each -> each.confidence().stream())
                    .findFirst()
                    .map(Confidence::jackknife));
    if (minimumSliceSize < 1) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > minimumSliceSize",
                  String.valueOf(minimumSliceSize),
                  "1 or more rows",
                  "leave it out to see every slice")
              .toString());
    }
    if (task instanceof Task.Ranking && weightColumn.isPresent()) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > weightColumn",
                  weightColumn.get(),
                  "none: all queries count the same",
                  "leave it out")
              .toString());
    }
  }

  private static void requireKnown(Task task, Metric metric) {
    if (!task.knows(metric)) {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > metric",
                  metric.key(),
                  "one of " + task.key() + ": " + task.metrics(),
                  "choose one of them, of a class or at a threshold where it has such")
              .toString());
    }
  }

  private static Evaluation of(Task task) {
    return new Evaluation(
        task, List.of(), List.of(), List.of(), 1, Optional.empty(), Optional.empty(), List.of());
  }

  /** Of a model that gives the probability of a 0/1 label: no slices and no requirements yet. */
  public static Evaluation binary() {
    return of(new Task.Binary(0.5));
  }

  /** Of a model that gives the probabilities of classes. */
  public static Evaluation multiclass() {
    return of(new Task.Multiclass());
  }

  /** Of a model that gives the probabilities of several labels that are each 0 or 1. */
  public static Evaluation multilabel() {
    return of(new Task.Multilabel(0.5));
  }

  /** Of a model that gives a number. */
  public static Evaluation regression() {
    return of(new Task.Regression());
  }

  /**
   * Of a model whose scores order the rows of each query.
   *
   * @param query the column whose value the rows of a query share
   */
  public static Evaluation ranking(String query) {
    return of(new Task.Ranking(query));
  }

  /** Also by each value of a column or, given several, by each combination of their values. */
  public Evaluation slice(String... columns) {
    return slice(Slicing.of(columns));
  }

  /** Also by ranges of numbers, or both ranges and values. */
  public Evaluation slice(Cut... cuts) {
    return slice(Slicing.of(cuts));
  }

  /** Also by that. */
  public Evaluation slice(Slicing slicing) {
    return new Evaluation(
        task,
        with(slicings, slicing),
        requirements,
        metrics,
        minimumSliceSize,
        weightColumn,
        confidence,
        customs);
  }

  /** With one more requirement. */
  public Evaluation require(Requirement requirement) {
    return new Evaluation(
        task,
        slicings,
        with(requirements, requirement),
        metrics,
        minimumSliceSize,
        weightColumn,
        confidence,
        customs);
  }

  /** With more metrics, such as {@code PRECISION.at(0.25)}. */
  public Evaluation measure(Metric... more) {
    var all = Stream.concat(metrics.stream(), Stream.of(more)).toList();
    return new Evaluation(
        task, slicings, requirements, all, minimumSliceSize, weightColumn, confidence, customs);
  }

  private static <E> List<E> with(List<E> some, E more) {
    var all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  /**
   * With another score from which on a row, or a label, is predicted positive.
   *
   * @throws IllegalArgumentException for a task that predicts no such
   */
  public Evaluation withDecisionThreshold(double threshold) {
    Task other;
    if (task instanceof Task.Binary) {
      other = new Task.Binary(threshold);
    } else if (task instanceof Task.Multilabel) {
      other = new Task.Multilabel(threshold);
    } else {
      throw new IllegalArgumentException(
          new Explanation(
                  "evaluation > decisionThreshold",
                  String.valueOf(threshold),
                  "none for " + task.key(),
                  "leave it out")
              .toString());
    }
    return new Evaluation(
        other,
        slicings,
        requirements,
        metrics,
        minimumSliceSize,
        weightColumn,
        confidence,
        customs);
  }

  /** Without slices of fewer rows, for instance to keep single people out of reports. */
  public Evaluation withMinimumSliceSize(long rows) {
    return new Evaluation(
        task, slicings, requirements, metrics, rows, weightColumn, confidence, customs);
  }

  /** With rows weighted by a numeric column. */
  public Evaluation weightedBy(String column) {
    return new Evaluation(
        task,
        slicings,
        requirements,
        metrics,
        minimumSliceSize,
        Optional.of(column),
        confidence,
        customs);
  }

  /** With intervals of every metric, and of its change from the baseline. */
  public Evaluation withConfidence(Confidence how) {
    return new Evaluation(
        task,
        slicings,
        requirements,
        metrics,
        minimumSliceSize,
        weightColumn,
        Optional.of(how),
        customs);
  }

  /**
   * With a metric of the user's; to be given before requirements on it.
   *
   * @param metric see {@link Metric#custom}
   */
  public Evaluation measure(Metric metric, Class<? extends CustomMetric> by) {
    return new Evaluation(
        task,
        slicings,
        requirements,
        metrics,
        minimumSliceSize,
        weightColumn,
        confidence,
        with(customs, new CustomMetric.Named(metric, by)));
  }
}
