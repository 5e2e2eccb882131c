package io.tributary.tribuo;

import io.tributary.components.trainer.FeatureMatrix;
import org.tribuo.classification.Label;
import org.tribuo.math.FeedForwardParameters;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.SGDVector;
import org.tribuo.math.la.SparseVector;
import org.tribuo.math.la.Tensor;

/**
 * Looks at the loss over evaluation rows after every epoch, and finds the epoch after which it was
 * least: the mean logarithmic loss of classes, the mean squared error of numbers. Rows of unknown
 * classes do not count. Not thread-safe.
 */
final class Watch {
  /** So many epochs without a lower loss are enough. */
  static final int PATIENCE = 5;

  /** A loss is lower only if it is by this share of the least. */
  private static final double LOWER = 1e-4;

  /** Ends a training that has seen enough. */
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Enough() {
      super("enough epochs", null, false, false);
    }
  }

  private final SGDVector[] rows;
  private final double[] targets;
  private final boolean classes;
  private int best;
  private double least = Double.POSITIVE_INFINITY;

  /**
   * A watch over evaluation rows.
   *
   * @param targets for each row the id of its class, −1 for none, or the number, as Tribuo learns
   *     it
   * @param withBias whether the weights of the bias are those of one more feature
   */
  Watch(
      FeatureMatrix features,
      FeatureLayout layout,
      double[] targets,
      boolean classes,
      boolean withBias) {
    this.targets = targets;
    this.classes = classes;
    var unknown = new Label(Label.UNKNOWN);
    rows = new SGDVector[features.rows()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          SparseVector.createSparseVector(
              new RowExample<>(features, layout, i, unknown), layout.domain(), withBias);
    }
  }

  /**
   * Looks at the weights after an epoch.
   *
   * @throws Enough if the loss has not been lower for {@link #PATIENCE} epochs
   * @throws ArithmeticException if the loss is no number
   */
  void look(int epoch, FeedForwardParameters parameters, Tensor[] weights) {
    var averaged = parameters.copy();
    averaged.set(weights);
    double loss = loss(averaged);
    if (Double.isNaN(loss)) {
      throw new ArithmeticException(
          "evaluation loss: NaN after "
              + epoch
              + " epochs (expected: a number); scale the numbers with zScore(), or choose a smaller"
              + " learning rate");
    }
    if (best == 0 || loss < least - LOWER * Math.abs(least)) {
      best = epoch;
      least = loss;
    } else if (epoch - best >= PATIENCE) {
      throw new Enough();
    }
  }

  private double loss(FeedForwardParameters parameters) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (!classes) {
        double error = parameters.predict(rows[i]).get(0) - targets[i];
        sum += error * error;
        count++;
      } else if (targets[i] >= 0) {
        sum += logLoss(parameters.predict(rows[i]), (int) targets[i]);
        count++;
      }
    }
    return sum / count;
  }

  private static double logLoss(DenseVector scores, int id) {
    double greatest = scores.maxValue();
    double sum = 0;
    for (int k = 0; k < scores.size(); k++) {
      sum += Math.exp(scores.get(k) - greatest);
    }
    return Math.log(sum) + greatest - scores.get(id);
  }

  /** The epoch after which the loss was least. */
  int best() {
    return best;
  }

  /** The least loss. */
  double least() {
    return least;
  }
}
