package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Optional;
import java.util.Set;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Linear regression by stochastic gradient descent: AdaGrad with one row a step, in an order that
 * the seed decides, and the average of the weights over all steps. Expects numbers on similar
 * scales, as a z-score gives them; the scale of the label does not matter. No regularisation.
 *
 * @param epochs passes over the rows, at least 1; empty, the default: as many as give 30,000 steps,
 *     between 3 and 200
 * @param learningRate above 0, in standard deviations of the label; default 0.1
 */
public record LinearRegression(Optional<Integer> epochs, double learningRate) implements Algorithm {

  public LinearRegression {
    new Descent(epochs, learningRate);
  }

  /** With defaults. */
  public LinearRegression() {
    this(Optional.empty(), 0.1);
  }

  public LinearRegression withEpochs(int newEpochs) {
    return new LinearRegression(Optional.of(newEpochs), learningRate);
  }

  public LinearRegression withLearningRate(double newLearningRate) {
    return new LinearRegression(epochs, newLearningRate);
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION);
  }

  @Override
  public boolean explains() {
    return true;
  }

  @Override
  public boolean stopsEarly() {
    return true;
  }

  @Override
  public boolean startsWarm() {
    return true;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) throws Exception {
    TribuoLog.warningsOnly();
    var descent = new Descent(epochs, learningRate);
    var scale = Scale.of(data);
    var base = Base.of(data, LinearSGDModel.class);
    var dataset = MatrixDataset.numbers(data, scale, base.map(Base::features).orElse(Set.of()));
    var outcome =
        descent.descend(
            data,
            dataset,
            base,
            scale,
            (optimiser, passes) ->
                new LinearSGDTrainer(
                        new SquaredLoss(),
                        optimiser,
                        passes,
                        Descent.NO_LOG,
                        Descent.ROWS_PER_STEP,
                        seed)
                    .train(dataset));
    var matrix = outcome.model().getWeightsCopy();
    var weights = new double[1][matrix.getDimension2Size()];
    for (int i = 0; i < weights[0].length; i++) {
      weights[0][i] = matrix.get(0, i);
    }
    return LinearModel.of(
        NativeModel.regression(outcome.model(), dataset.layout()),
        weights,
        Link.IDENTITY,
        Described.of(
            outcome.model(),
            "linear regression",
            descent.hyperParameters(data),
            Descent.fitted(outcome, weights[0].length)));
  }
}
