package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.Task;
import io.tributary.components.trainer.TrainingData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;

/**
 * Logistic regression by stochastic gradient descent: AdaGrad with one row a step, in an order that
 * the seed decides, and the average of the weights over all steps. Expects numbers on similar
 * scales, as a z-score gives them. No regularisation.
 *
 * @param epochs passes over the rows, at least 1; empty, the default: as many as give 30,000 steps,
 *     from 3 to 200
 * @param learningRate of the first step; above 0, default 0.5
 */
public record LogisticRegression(Optional<Integer> epochs, double learningRate)
    implements Algorithm {
  /** What is made small: the logarithmic loss of two classes. */
  static final LogMulticlass OBJECTIVE = new LogMulticlass();

  private static final double EPSILON = 0.1;
  private static final int ROWS_PER_STEP = 1;
  private static final int NO_LOG = -1;
  private static final int ENOUGH_STEPS = 30_000;
  private static final int FEWEST_EPOCHS = 3;
  private static final int MOST_EPOCHS = 200;

  public LogisticRegression {
    epochs.ifPresent(passes -> Parameters.require("epochs", passes, passes >= 1, ">= 1"));
    Parameters.require(
        "learningRate",
        learningRate,
        learningRate > 0 && Double.isFinite(learningRate),
        "> 0 and finite");
  }

  /** With defaults. */
  public LogisticRegression() {
    this(Optional.empty(), 0.5);
  }

  public LogisticRegression withEpochs(int newEpochs) {
    return new LogisticRegression(Optional.of(newEpochs), learningRate);
  }

  public LogisticRegression withLearningRate(double newLearningRate) {
    return new LogisticRegression(epochs, newLearningRate);
  }

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.BINARY_CLASSIFICATION);
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    TribuoLog.warningsOnly();
    var dataset = new MatrixDataset(data);
    int passes = epochs.orElseGet(() -> epochsFor(data.rows()));
    var trainer =
        new LinearSGDTrainer(
            OBJECTIVE,
            new AveragedAdaGrad(learningRate, EPSILON),
            passes,
            NO_LOG,
            ROWS_PER_STEP,
            seed);
    return new LinearClassifier(
        trainer.train(dataset), dataset, data.features().columns(), hyperParameters(passes));
  }

  private static int epochsFor(int rows) {
    int needed = (ENOUGH_STEPS + rows - 1) / rows;
    return Math.max(FEWEST_EPOCHS, Math.min(needed, MOST_EPOCHS));
  }

  private Map<String, Object> hyperParameters(int passes) {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("epochs", passes);
    parameters.put("learning_rate", learningRate);
    parameters.put("optimiser", "AdaGrad, averaged weights");
    return parameters;
  }
}
