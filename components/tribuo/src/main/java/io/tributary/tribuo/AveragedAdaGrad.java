package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseSparseMatrix;
import org.tribuo.math.la.Matrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.ParameterAveraging;

/**
 * AdaGrad with averaged weights for a linear model: what Tribuo's {@link ParameterAveraging} of an
 * {@link AdaGrad} computes, to the last bit, and its provenance. Those two go over a gradient four
 * times, through an object per value, which is most of a training's time; this goes over it once.
 * Not thread-safe.
 */
final class AveragedAdaGrad implements StochasticGradientOptimiser {
  private static final Tensor[] NOTHING_LEFT_TO_ADD = {};

  private final double learningRate;
  private final double epsilon;
  private DenseMatrix weights = new DenseMatrix(0, 0);
  private double[][] squares = {};
  private double[][] sums = {};
  private int steps;

  AveragedAdaGrad(double learningRate, double epsilon) {
    this.learningRate = learningRate;
    this.epsilon = epsilon;
  }

  @Override
  public void initialise(Parameters parameters) {
    weights = ((LinearParameters) parameters).getWeightMatrix();
    int rows = weights.getDimension1Size();
    int columns = weights.getDimension2Size();
    squares = new double[rows][columns];
    sums = new double[rows][columns];
  }

  /** Changes the weights itself, and leaves the caller nothing to add to them. */
  @Override
  public Tensor[] step(Tensor[] gradients, double weight) {
    steps++;
    var gradient = (Matrix) gradients[0];
    for (int row = 0; row < gradient.getDimension1Size(); row++) {
      if (gradient instanceof DenseSparseMatrix sparse) {
        for (var entry : sparse.getRow(row)) {
          step(row, entry.index, entry.value, weight);
        }
      } else {
        for (int column = 0; column < gradient.getDimension2Size(); column++) {
          step(row, column, gradient.get(row, column), weight);
        }
      }
    }
    return NOTHING_LEFT_TO_ADD;
  }

  private void step(int row, int column, double gradient, double weight) {
    double square = squares[row][column] + gradient * gradient * weight * weight;
    squares[row][column] = square;
    double change = gradient * (weight * learningRate / (epsilon + Math.sqrt(square)));
    weights.add(row, column, change);
    sums[row][column] += change * steps;
  }

  /** Takes the average: each change counts for the share of the steps that came after it. */
  @Override
  public void finalise() {
    for (int row = 0; row < sums.length; row++) {
      for (int column = 0; column < sums[row].length; column++) {
        weights.add(row, column, -sums[row][column] / steps);
      }
    }
  }

  @Override
  public void reset() {
    weights = new DenseMatrix(0, 0);
    squares = new double[0][];
    sums = new double[0][];
    steps = 0;
  }

  @Override
  public AveragedAdaGrad copy() {
    return new AveragedAdaGrad(learningRate, epsilon);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return peer().getProvenance();
  }

  /** Tribuo's own, which this equals. */
  StochasticGradientOptimiser peer() {
    return new ParameterAveraging(new AdaGrad(learningRate, epsilon));
  }
}
