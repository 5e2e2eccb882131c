package io.tributary.components.evaluator;

import io.tributary.api.Explanation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How it is found out which columns and features matter to a model: on a sample of the rows, which
 * is held in memory.
 *
 * <p>Permutation importance (Breiman, Machine Learning 45 (2001) 5): how much worse a metric
 * becomes if the model sees the values of a raw column in another order, while label, weight and
 * slices stay as they are. For models of trees also the mean absolute Shapley value of each
 * feature, see {@link io.tributary.components.explain.TreeShap}.
 *
 * @param rows of the sample at most, 2 to 1000000; default 5000
 * @param repeats orders that each column is brought into, 1 to 1000; default 5
 * @param seed of sample and orders; default 0
 * @param metrics by which it is measured; none, the default, for the headline of the task
 */
public record Importance(int rows, int repeats, long seed, List<Metric> metrics) {

  /** On 5000 rows, five times each. */
  public static final Importance DEFAULT = new Importance(5000, 5, 0, List.of());

  public Importance {
    metrics = List.copyOf(metrics);
    if (rows < 2 || rows > 1_000_000 || repeats < 1 || repeats > 1000) {
      throw new IllegalArgumentException(
          new Explanation(
                  "importance",
                  rows + " rows, " + repeats + " repeats",
                  "2 to 1000000 rows, 1 to 1000 repeats",
                  "leave them out for 5000 rows and 5 repeats")
              .toString());
    }
    for (var metric : metrics) {
      if (metric.better() == Metric.Better.NEITHER) {
        throw new IllegalArgumentException(
            new Explanation(
                    "importance > metric",
                    metric.key(),
                    "one that is better when higher, or when lower",
                    "choose another, or leave it out")
                .toString());
      }
    }
  }

  /** On a larger or smaller sample. */
  public Importance withRows(int most) {
    return new Importance(most, repeats, seed, metrics);
  }

  /** With more or fewer orders. */
  public Importance withRepeats(int number) {
    return new Importance(rows, number, seed, metrics);
  }

  /** With another sample and other orders. */
  public Importance withSeed(long other) {
    return new Importance(rows, repeats, other, metrics);
  }

  /** Measured by one more metric. */
  public Importance by(Metric metric) {
    return new Importance(
        rows, repeats, seed, Stream.concat(metrics.stream(), Stream.of(metric)).toList());
  }

  /** What it is measured by, of a task. */
  List<Metric> metrics(Task task) {
    return metrics.isEmpty() ? List.of(task.headline()) : metrics;
  }

  /** How that is evaluated: without judgement and intervals. */
  Evaluation evaluation(Evaluation given) {
    return new Evaluation(
        given.task(),
        given.slicings(),
        List.of(),
        Stream.concat(given.metrics().stream(), metrics.stream()).toList(),
        given.minimumSliceSize(),
        given.weightColumn(),
        Optional.empty(),
        given.customs());
  }
}
