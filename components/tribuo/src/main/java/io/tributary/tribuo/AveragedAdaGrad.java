package io.tributary.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.math.FeedForwardParameters;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseSparseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Matrix;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.math.optimisers.ParameterAveraging;

/**
 * AdaGrad with averaged weights: what Tribuo's {@link ParameterAveraging} of an {@link AdaGrad}
 * computes, to the last bit, and its provenance. Those two go over a gradient four times, through
 * an object per value, which is most of a training's time; this goes over it once. Not thread-safe.
 */
final class AveragedAdaGrad implements StochasticGradientOptimiser {
  private static final Tensor[] NOTHING_LEFT_TO_ADD = {};

  private final double learningRate;
  private final double epsilon;
  private final Course course;
  private final List<Slot> slots = new ArrayList<>();
  private FeedForwardParameters parameters = new LinearParameters(0, 0);
  private int steps;

  /** What else happens to the weights. */
  interface Course {
    /** Nothing. */
    Course PLAIN = new Course() {};

    /** May change the weights that training starts from. */
    default void start(FeedForwardParameters parameters) {}

    /** After a step: may look at {@link #averaged}. */
    default void step(int steps, FeedForwardParameters parameters, AveragedAdaGrad optimiser) {}

    /** May change the weights that training has found. */
    default void end(FeedForwardParameters parameters) {}
  }

  AveragedAdaGrad(double learningRate, double epsilon, Course course) {
    this.learningRate = learningRate;
    this.epsilon = epsilon;
    this.course = course;
  }

  @Override
  public void initialise(Parameters initial) {
    parameters = (FeedForwardParameters) initial;
    course.start(parameters);
    for (var tensor : parameters.get()) {
      slots.add(
          tensor instanceof DenseMatrix matrix
              ? new MatrixSlot(matrix)
              : new VectorSlot((DenseVector) tensor));
    }
  }

  /** Changes the weights itself, and leaves the caller nothing to add to them. */
  @Override
  public Tensor[] step(Tensor[] gradients, double weight) {
    steps++;
    for (int i = 0; i < gradients.length; i++) {
      slots.get(i).step(gradients[i], weight);
    }
    course.step(steps, parameters, this);
    return NOTHING_LEFT_TO_ADD;
  }

  /** The averages so far, as new tensors. */
  Tensor[] averaged() {
    var averages = slots.stream().map(slot -> slot.weights().copy()).toArray(Tensor[]::new);
    for (int i = 0; i < averages.length; i++) {
      slots.get(i).average(averages[i]);
    }
    return averages;
  }

  /** Takes the average: each change counts for the share of the steps that came after it. */
  @Override
  public void finalise() {
    slots.forEach(slot -> slot.average(slot.weights()));
    course.end(parameters);
  }

  @Override
  public void reset() {
    slots.clear();
    steps = 0;
  }

  @Override
  public AveragedAdaGrad copy() {
    return new AveragedAdaGrad(learningRate, epsilon, course);
  }

  @Override
  public ConfiguredObjectProvenance getProvenance() {
    return peer().getProvenance();
  }

  /** Tribuo's own, which this equals. */
  StochasticGradientOptimiser peer() {
    return new ParameterAveraging(new AdaGrad(learningRate, epsilon));
  }

  /** The weights of one tensor, and what is remembered of their gradients. */
  private abstract class Slot {
    private final double[][] squares;
    private final double[][] sums;

    Slot(int rows, int columns) {
      squares = new double[rows][columns];
      sums = new double[rows][columns];
    }

    abstract Tensor weights();

    abstract void step(Tensor gradient, double weight);

    abstract void add(Tensor weights, int row, int column, double change);

    final void step(int row, int column, double gradient, double weight) {
      double square = squares[row][column] + gradient * gradient * weight * weight;
      squares[row][column] = square;
      double change = gradient * (weight * learningRate / (epsilon + Math.sqrt(square)));
      add(weights(), row, column, change);
      sums[row][column] += change * steps;
    }

    /** Makes averages of weights. */
    final void average(Tensor weights) {
      for (int row = 0; row < sums.length; row++) {
        for (int column = 0; column < sums[row].length; column++) {
          add(weights, row, column, -sums[row][column] / steps);
        }
      }
    }
  }

  private final class MatrixSlot extends Slot {
    private final DenseMatrix weights;

    MatrixSlot(DenseMatrix weights) {
      super(weights.getDimension1Size(), weights.getDimension2Size());
      this.weights = weights;
    }

    @Override
    Tensor weights() {
      return weights;
    }

    @Override
    void step(Tensor gradient, double weight) {
      var matrix = (Matrix) gradient;
      for (int row = 0; row < matrix.getDimension1Size(); row++) {
        if (matrix instanceof DenseSparseMatrix sparse) {
          for (var entry : sparse.getRow(row)) {
            step(row, entry.index, entry.value, weight);
          }
        } else {
          for (int column = 0; column < matrix.getDimension2Size(); column++) {
            step(row, column, matrix.get(row, column), weight);
          }
        }
      }
    }

    @Override
    void add(Tensor matrix, int row, int column, double change) {
      ((DenseMatrix) matrix).add(row, column, change);
    }
  }

  private final class VectorSlot extends Slot {
    private final DenseVector weights;

    VectorSlot(DenseVector weights) {
      super(1, weights.size());
      this.weights = weights;
    }

    @Override
    Tensor weights() {
      return weights;
    }

    @Override
    void step(Tensor gradient, double weight) {
      var vector = (DenseVector) gradient;
      for (int i = 0; i < vector.size(); i++) {
        step(0, i, vector.get(i), weight);
      }
    }

    @Override
    void add(Tensor vector, int row, int column, double change) {
      ((DenseVector) vector).add(column, change);
    }
  }
}
