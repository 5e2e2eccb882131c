package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;

/**
 * Logistic regression by stochastic gradient descent: AdaGrad with one row a step, in an order that
 * the seed decides, and the average of the weights over all steps. Expects numbers on similar
 * scales, as a z-score gives them. No regularisation. Of several classes the probabilities are a
 * softmax; of several labels each has a regression of its own.
 *
 * @param epochs passes over the rows, at least 1; empty, the default: as many as give 30,000 steps,
 *     between 3 and 200
 * @param learningRate above 0, default 0.5
 */
public record LogisticRegression(Optional<Integer> epochs, double learningRate)
    implements Algorithm {

  public LogisticRegression {
    new Descent(epochs, learningRate);
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
    return Parameters.CLASSIFICATIONS;
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
    if (data.labels().task() == Task.MULTILABEL_CLASSIFICATION) {
      return LabelWise.fit(this, data, seed);
    }
    TribuoLog.warningsOnly();
    var descent = new Descent(epochs, learningRate);
    var base = Base.of(data, LinearSGDModel.class);
    var dataset = MatrixDataset.classes(data, base.map(Base::features).orElse(Set.of()));
    var outcome =
        descent.descend(
            data,
            dataset,
            base,
            Scale.NONE,
            (optimiser, passes) ->
                new LinearSGDTrainer(
                        new LogMulticlass(),
                        optimiser,
                        passes,
                        Descent.NO_LOG,
                        Descent.ROWS_PER_STEP,
                        seed)
                    .train(dataset));
    var fitted = outcome.model();
    boolean binary = data.labels().task() == Task.BINARY_CLASSIFICATION;
    var weights = weights(fitted, MatrixDataset.classNames(data));
    var rows = binary ? difference(weights) : weights;
    return LinearModel.of(
        NativeModel.classifier(fitted, dataset.layout(), MatrixDataset.predictedNames(data)),
        rows,
        binary ? Link.SIGMOID : Link.SOFTMAX,
        Described.of(
            fitted,
            "logistic regression",
            descent.hyperParameters(data),
            Descent.fitted(outcome, rows.length * rows[0].length)));
  }

  private static double[][] weights(LinearSGDModel fitted, List<String> classes) {
    var matrix = fitted.getWeightsCopy();
    var weights = new double[classes.size()][matrix.getDimension2Size()];
    for (int k = 0; k < weights.length; k++) {
      int id = fitted.getOutputIDInfo().getID(new Label(classes.get(k)));
      for (int i = 0; i < weights[k].length; i++) {
        weights[k][i] = matrix.get(id, i);
      }
    }
    return weights;
  }

  /** What class 1 has more than class 0: the log odds. */
  private static double[][] difference(double[][] weights) {
    var difference = new double[weights[0].length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = weights[1][i] - weights[0][i];
    }
    return new double[][] {difference};
  }
}
