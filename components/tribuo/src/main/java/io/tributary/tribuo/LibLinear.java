package io.tributary.tribuo;

import de.bwaldvogel.liblinear.Model;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.classification.Label;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.regression.liblinear.LibLinearRegressionTrainer;
import org.tribuo.regression.liblinear.LinearRegressionType;

/**
 * Linear models by LibLinear (Fan et al. 2008), which looks at all rows at once and stops where the
 * weights are best: logistic regression with L2 regularisation for classes, a support vector
 * regression with L2 regularisation and squared loss for numbers. Of several classes each has a
 * model against the rest, and their probabilities are scaled to sum 1; of several labels each has a
 * model of its own. Holds about 32 bytes of memory for each value that is not zero. The seed has no
 * influence.
 *
 * @param cost of errors against that of weights; above 0, default 1
 * @param maxIterations at least 1, default 1000
 */
public record LibLinear(double cost, int maxIterations) implements Algorithm {
  private static final double TOLERANCE = 0.001;

  /** Errors of less than this many standard deviations of the label cost nothing. */
  private static final double INSENSITIVE = 0.1;

  public LibLinear {
    Parameters.require("cost", cost, cost > 0 && Double.isFinite(cost), "> 0 and finite");
    Parameters.require("maxIterations", maxIterations, maxIterations >= 1, ">= 1");
  }

  /** With defaults. */
  public LibLinear() {
    this(1, 1000);
  }

  public LibLinear withCost(double newCost) {
    return new LibLinear(newCost, maxIterations);
  }

  public LibLinear withMaxIterations(int newMaxIterations) {
    return new LibLinear(cost, newMaxIterations);
  }

  @Override
  public Set<Task> tasks() {
    return Parameters.SUPERVISED;
  }

  @Override
  public boolean explains() {
    return true;
  }

  /** No: to the library all rows of a class count the same. */
  @Override
  public boolean weighsRows() {
    return false;
  }

  @Override
  public boolean weighsClasses() {
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

  private FittedModel classification(TrainingData data, long seed) {
    var dataset = MatrixDataset.classes(data);
    var trainer =
        new LibLinearClassificationTrainer(
            new LinearClassificationType(LinearClassificationType.LinearType.L2R_LR),
            cost,
            maxIterations,
            TOLERANCE,
            seed);
    trainer.setLabelWeights(classWeights(data));
    var fitted = trainer.train(dataset);
    var inner = fitted.getInnerModels().get(0);
    var classes = MatrixDataset.predictedNames(data);
    var ids = fitted.getOutputIDInfo();
    var asked = classes.stream().mapToInt(name -> ids.getID(new Label(name))).toArray();
    boolean two = inner.getNrClass() == 2;
    var weights =
        IntStream.of(asked)
            .mapToObj(id -> two ? ofTwo(inner, id) : ofMany(inner, id))
            .toArray(double[][]::new);
    return LinearModel.of(
        NativeModel.classifier(fitted, dataset.layout(), classes),
        weights,
        two ? Link.SIGMOID : Link.ONE_AGAINST_REST,
        describe(fitted, "LibLinear logistic regression", weights));
  }

  /** The weights of classes, all of whose rows weigh the same. */
  private static Map<Label, Float> classWeights(TrainingData data) {
    var weights = new LinkedHashMap<Label, Float>();
    if (data.weights().isEmpty()) {
      return weights;
    }
    var names = MatrixDataset.classNames(data);
    var ofClasses = new float[names.size()];
    for (int row = 0; row < data.rows(); row++) {
      int classNumber = (int) data.labels().values()[row];
      float known = ofClasses[classNumber];
      float weight = data.weight(row);
      if (known == 0) {
        ofClasses[classNumber] = weight;
        weights.put(new Label(names.get(classNumber)), weight);
      } else if (known != weight) {
        throw new IllegalArgumentException(
            "weights: "
                + known
                + " and "
                + weight
                + " in class '"
                + names.get(classNumber)
                + "' (expected: one weight a class); choose another algorithm for weights of rows");
      }
    }
    return weights;
  }

  /** Of two classes LibLinear has one row of weights, for the one that it lists first. */
  private static double[] ofTwo(Model inner, int id) {
    return weights(inner, 0, 1, inner.getLabels()[0] == id ? 1 : -1);
  }

  private static double[] ofMany(Model inner, int id) {
    var listed = inner.getLabels();
    int row =
        IntStream.range(0, listed.length).filter(i -> listed[i] == id).findFirst().orElseThrow();
    return weights(inner, row, listed.length, 1);
  }

  private static double[] weights(Model inner, int row, int rows, int sign) {
    var all = inner.getFeatureWeights();
    var weights = new double[all.length / rows];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = sign * all[i * rows + row];
    }
    return weights;
  }

  private FittedModel regression(TrainingData data, long seed) {
    var dataset = MatrixDataset.numbers(data);
    var fitted =
        new LibLinearRegressionTrainer(
                new LinearRegressionType(LinearRegressionType.LinearType.L2R_L2LOSS_SVR),
                cost,
                maxIterations,
                TOLERANCE,
                INSENSITIVE * Scale.of(data).deviation(),
                seed)
            .train(dataset);
    var weights = new double[][] {weights(fitted.getInnerModels().get(0), 0, 1, 1)};
    return LinearModel.of(
        NativeModel.regression(fitted, dataset.layout()),
        weights,
        Link.IDENTITY,
        describe(fitted, "LibLinear support vector regression", weights));
  }

  private ModelDescription describe(org.tribuo.Model<?> fitted, String name, double[][] weights) {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("cost", cost);
    parameters.put("max_iterations", maxIterations);
    return Described.of(
        fitted, name, parameters, Map.of("weights", weights.length * weights[0].length));
  }
}
