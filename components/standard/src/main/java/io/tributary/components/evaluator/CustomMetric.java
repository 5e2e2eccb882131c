package io.tributary.components.evaluator;

import io.tributary.api.UserCode;
import io.tributary.api.data.Aggregation;
import java.io.Serializable;

/**
 * A metric of the user's: by an aggregation over the labelled rows of a slice, whose result is the
 * figure, NaN if it is undefined for these rows.
 *
 * <p>Batches have the columns {@code label}, {@code prediction} and {@code weight}, all FLOAT64 and
 * without missing values. With several labels or classes the columns are {@code label/0}, {@code
 * prediction/0} and so on, in the order of the model's names; the label of a class is its number,
 * that of an unknown class the number of classes. Predictions are the model's scores or numbers. It
 * has no intervals.
 */
public interface CustomMetric extends UserCode {

  /** What gives the figure; the same of every call. */
  Aggregation<?, Double> aggregation();

  /**
   * Under which metric a class of them is shown, and required.
   *
   * @param metric see {@link Metric#custom}
   */
  record Named(Metric metric, Class<? extends CustomMetric> by) implements Serializable {

    /** One of that class. */
    CustomMetric make() {
      try {
        var constructor = by.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "metric " + metric + ": " + by.getName() + " cannot be made: " + e, e);
      }
    }
  }
}
