package io.tributary.tribuo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;

/**
 * Stochastic gradient descent with one row a step, in an order that the seed decides: AdaGrad, and
 * the average of the weights over all steps.
 *
 * @param epochs passes over the rows; empty for as many as give 30,000 steps, between 3 and 200
 */
record Descent(Optional<Integer> epochs, double learningRate) {
  static final int NO_LOG = -1;
  static final int ROWS_PER_STEP = 1;

  private static final double EPSILON = 0.1;
  private static final int ENOUGH_STEPS = 30_000;
  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_EPOCHS = 200;

  Descent {
    epochs.ifPresent(passes -> Parameters.require("epochs", passes, passes >= 1, ">= 1"));
    Parameters.require(
        "learningRate",
        learningRate,
        learningRate > 0 && Double.isFinite(learningRate),
        "> 0 and finite");
  }

  int epochsFor(int rows) {
    int needed = (ENOUGH_STEPS + rows - 1) / rows;
    return epochs.orElse(Math.max(FEWEST_EPOCHS, Math.min(needed, MOST_EPOCHS)));
  }

  /** For classes. */
  AveragedAdaGrad optimiser() {
    return optimiser(Scale.NONE, 0);
  }

  /**
   * For numbers that were moved and scaled: in the end it moves and scales the weights back.
   *
   * @param factors from which tensor on weights are factors, of which two make a product
   */
  AveragedAdaGrad optimiser(Scale scale, int factors) {
    return new AveragedAdaGrad(
        learningRate,
        EPSILON,
        new AveragedAdaGrad.Course() {
          @Override
          public void end(Tensor[] weights) {
            requireFinite(weights);
            if (!scale.equals(Scale.NONE)) {
              scaleBack(weights, scale, factors);
            }
          }
        });
  }

  private static void scaleBack(Tensor[] weights, Scale scale, int factors) {
    for (int i = 0; i < weights.length; i++) {
      weights[i].scaleInPlace(i < factors ? scale.deviation() : Math.sqrt(scale.deviation()));
    }
    if (weights[0] instanceof DenseVector biases) {
      biases.add(0, scale.mean());
    } else {
      var matrix = (DenseMatrix) weights[0];
      matrix.add(0, matrix.getDimension2Size() - 1, scale.mean());
    }
  }

  private void requireFinite(Tensor[] weights) {
    for (var tensor : weights) {
      double norm = tensor.twoNorm();
      if (!Double.isFinite(norm)) {
        throw new ArithmeticException(
            "weights: of norm "
                + norm
                + " after training with learning rate "
                + learningRate
                + " (expected: finite weights); scale the numbers with zScore(), or choose a"
                + " smaller learning rate");
      }
    }
  }

  /** What a model card says of it. */
  Map<String, Object> hyperParameters(int rows) {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("epochs", epochsFor(rows));
    parameters.put("learning_rate", learningRate);
    parameters.put("optimiser", "AdaGrad, averaged weights");
    return parameters;
  }
}
