package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.Task;
import io.tributary.components.trainer.TrainingData;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tribuo.Tribuo;
import org.tribuo.classification.Label;
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
  public FittedModel fit(TrainingData data, long seed) throws Exception {
    if (data.labels().task() == Task.MULTILABEL_CLASSIFICATION) {
      return LabelWise.fit(this, data, seed);
    }
    TribuoLog.warningsOnly();
    var descent = new Descent(epochs, learningRate);
    var dataset = MatrixDataset.classes(data);
    var fitted =
        new LinearSGDTrainer(
                new LogMulticlass(),
                descent.optimiser(),
                descent.epochsFor(data.rows()),
                Descent.NO_LOG,
                Descent.ROWS_PER_STEP,
                seed)
            .train(dataset);
    var classes = MatrixDataset.classNames(data);
    int size = dataset.layout().size();
    var matrix = fitted.getWeightsCopy();
    var weights = new double[classes.size()][size + 1];
    for (int k = 0; k < weights.length; k++) {
      int id = fitted.getOutputIDInfo().getID(new Label(classes.get(k)));
      for (int i = 0; i <= size; i++) {
        weights[k][i] = matrix.get(id, i);
      }
    }
    boolean binary = data.labels().task() == Task.BINARY_CLASSIFICATION;
    return LinearModel.of(
        NativeModel.classifier(fitted, dataset.layout(), MatrixDataset.predictedNames(data)),
        binary ? difference(weights) : weights,
        binary ? Link.SIGMOID : Link.SOFTMAX,
        new ModelDescription(
            "logistic regression",
            "Tribuo " + Tribuo.VERSION,
            descent.hyperParameters(data.rows()),
            Map.of("weights", (binary ? 1 : weights.length) * (size + 1))));
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
