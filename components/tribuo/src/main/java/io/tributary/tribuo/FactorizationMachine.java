package io.tributary.tribuo;

import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.fm.FMClassificationModel;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.sgd.AbstractFMModel;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.regression.sgd.fm.FMRegressionModel;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * A factorization machine (Rendle 2010): a linear model that also learns how pairs of features work
 * together, through a few factors for each feature. Made for many ids, whose pairs are rare.
 * Trained by stochastic gradient descent: AdaGrad with one row a step, in an order that the seed
 * decides, and the average of the weights over all steps. Expects numbers on similar scales, as a
 * z-score gives them. No regularisation.
 *
 * @param factors for each feature and prediction; at least 1, default 8
 * @param epochs passes over the rows, at least 1; empty, the default: as many as give 30,000 steps,
 *     between 3 and 200
 * @param learningRate above 0, default 0.1
 * @param initialDeviation standard deviation of the factors before training; above 0, default 0.05
 */
public record FactorizationMachine(
    int factors, Optional<Integer> epochs, double learningRate, double initialDeviation)
    implements Algorithm {

  public FactorizationMachine {
    new Descent(epochs, learningRate);
    Parameters.require("factors", factors, factors >= 1, ">= 1");
    Parameters.require(
        "initialDeviation",
        initialDeviation,
        initialDeviation > 0 && Double.isFinite(initialDeviation),
        "> 0 and finite");
  }

  /** With defaults. */
  public FactorizationMachine() {
    this(8, Optional.empty(), 0.1, 0.05);
  }

  public FactorizationMachine withFactors(int newFactors) {
    return new FactorizationMachine(newFactors, epochs, learningRate, initialDeviation);
  }

  public FactorizationMachine withEpochs(int newEpochs) {
    return new FactorizationMachine(
        factors, Optional.of(newEpochs), learningRate, initialDeviation);
  }

  public FactorizationMachine withLearningRate(double newLearningRate) {
    return new FactorizationMachine(factors, epochs, newLearningRate, initialDeviation);
  }

  public FactorizationMachine withInitialDeviation(double newInitialDeviation) {
    return new FactorizationMachine(factors, epochs, learningRate, newInitialDeviation);
  }

  @Override
  public Set<Task> tasks() {
    return Parameters.SUPERVISED;
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
    return switch (data.labels().task()) {
      case MULTILABEL_CLASSIFICATION -> LabelWise.fit(this, data, seed);
      case REGRESSION -> regression(data, seed);
      default -> classification(data, seed);
    };
  }

  private FittedModel classification(TrainingData data, long seed) throws Exception {
    var base = Base.of(data, FMClassificationModel.class);
    var dataset = MatrixDataset.classes(data, base.map(Base::features).orElse(Set.of()));
    var outcome =
        new Descent(epochs, learningRate)
            .descend(
                data,
                dataset,
                base,
                Scale.NONE,
                (optimiser, passes) ->
                    new FMClassificationTrainer(
                            new LogMulticlass(),
                            optimiser,
                            passes,
                            Descent.NO_LOG,
                            Descent.ROWS_PER_STEP,
                            seed,
                            factors,
                            initialDeviation)
                        .train(dataset));
    var fitted = outcome.model();
    var ids =
        MatrixDataset.classNames(data).stream()
            .mapToInt(name -> fitted.getOutputIDInfo().getID(new Label(name)))
            .toArray();
    boolean binary = data.labels().task() == Task.BINARY_CLASSIFICATION;
    var model =
        NativeModel.classifier(fitted, dataset.layout(), MatrixDataset.predictedNames(data));
    var link = binary ? Link.SIGMOID : Link.SOFTMAX;
    return model(model, fitted, ids, binary, link, describe(data, outcome));
  }

  private FittedModel regression(TrainingData data, long seed) throws Exception {
    var scale = Scale.of(data);
    var base = Base.of(data, FMRegressionModel.class);
    var dataset = MatrixDataset.numbers(data, scale, base.map(Base::features).orElse(Set.of()));
    var outcome =
        new Descent(epochs, learningRate)
            .descend(
                data,
                dataset,
                base,
                scale,
                (optimiser, passes) ->
                    new FMRegressionTrainer(
                            new SquaredLoss(),
                            optimiser,
                            passes,
                            Descent.NO_LOG,
                            Descent.ROWS_PER_STEP,
                            seed,
                            factors,
                            initialDeviation,
                            false)
                        .train(dataset));
    var model = NativeModel.regression(outcome.model(), dataset.layout());
    return model(
        model, outcome.model(), new int[] {0}, false, Link.IDENTITY, describe(data, outcome));
  }

  /** With Tribuo's outputs in the order of {@code ids}. */
  private FittedModel model(
      NativeModel<?> model,
      AbstractFMModel<?> fitted,
      int[] ids,
      boolean binary,
      Link link,
      ModelDescription description) {
    var biases = IntStream.of(ids).mapToDouble(id -> fitted.getBiasesCopy().get(id)).toArray();
    var linear = fitted.getLinearWeightsCopy();
    var weights = IntStream.of(ids).mapToObj(id -> row(linear, id)).toArray(double[][]::new);
    var tensors = fitted.getFactorsCopy();
    var rows = new double[factors * ids.length][];
    for (int factor = 0; factor < factors; factor++) {
      for (int k = 0; k < ids.length; k++) {
        rows[factor * ids.length + k] = row((DenseMatrix) tensors[ids[k]], factor);
      }
    }
    return new FactorizationModel(model, biases, weights, rows, binary, link, description);
  }

  private static double[] row(DenseMatrix matrix, int row) {
    return IntStream.range(0, matrix.getDimension2Size())
        .mapToDouble(column -> matrix.get(row, column))
        .toArray();
  }

  private ModelDescription describe(
      TrainingData data, Descent.Outcome<? extends AbstractFMModel<?>> outcome) {
    var parameters = new Descent(epochs, learningRate).hyperParameters(data);
    parameters.put("factors", factors);
    parameters.put("initial_deviation", initialDeviation);
    int outputs = outcome.model().getBiasesCopy().size();
    int features = outcome.model().getFeatureIDMap().size();
    return Described.of(
        outcome.model(),
        "factorization machine",
        parameters,
        Descent.fitted(outcome, outputs * (1 + features * (1 + factors))));
  }
}
