package io.tributary.tribuo;

import io.tributary.components.trainer.TrainingData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tribuo.math.FeedForwardParameters;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;

/**
 * Stochastic gradient descent with one row a step, in an order that the seed decides: AdaGrad, and
 * the average of the weights over all steps. With evaluation rows it finds the number of epochs
 * whose weights do best on them: it trains until {@link Watch} has seen enough, and then once more,
 * in the same order, for as many epochs as were best.
 *
 * @param epochs passes over the rows; with evaluation rows, at most; empty for as many as give
 *     30,000 steps, between 3 and 200, or for 200 with evaluation rows
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

  /** Lets Tribuo train over so many epochs; called twice if need be. */
  interface Training<M> {
    M train(StochasticGradientOptimiser optimiser, int epochs);
  }

  /**
   * What came of it.
   *
   * @param loss of the evaluation rows, see {@link Watch}; empty without
   */
  record Outcome<M>(M model, int epochs, Optional<Double> loss) {}

  /** Trains for classes or, with a scale, for numbers. */
  <M> Outcome<M> descend(
      TrainingData data,
      MatrixDataset<?> dataset,
      Optional<Base> base,
      Scale scale,
      Training<M> training) {
    int most = mostEpochs(data);
    var watched = new Route(data, dataset, base, scale, data.evaluation().isPresent());
    Optional<M> model = Optional.empty();
    try {
      model = Optional.of(training.train(optimiser(watched), most));
    } catch (Watch.Enough e) {
      // The watch knows which epoch was best.
    }
    if (watched.watch.isEmpty()) {
      return new Outcome<>(model.orElseThrow(), most, Optional.empty());
    }
    int best = watched.watch.get().best();
    if (best < most) {
      var plain = new Route(data, dataset, base, scale, false);
      model = Optional.of(training.train(optimiser(plain), best));
    }
    return new Outcome<>(model.orElseThrow(), best, Optional.of(watched.watch.get().least()));
  }

  private int mostEpochs(TrainingData data) {
    if (data.evaluation().isPresent()) {
      return epochs.orElse(MOST_EPOCHS);
    }
    int needed = (ENOUGH_STEPS + data.rows() - 1) / data.rows();
    return epochs.orElse(Math.max(FEWEST_EPOCHS, Math.min(needed, MOST_EPOCHS)));
  }

  private AveragedAdaGrad optimiser(AveragedAdaGrad.Course course) {
    return new AveragedAdaGrad(learningRate, EPSILON, course);
  }

  /** What a model card says of it. */
  Map<String, Object> hyperParameters(TrainingData data) {
    var parameters = new LinkedHashMap<String, Object>();
    parameters.put("epochs", mostEpochs(data));
    parameters.put("learning_rate", learningRate);
    parameters.put("optimiser", "AdaGrad, averaged weights");
    return parameters;
  }

  /** What a model card says of what came of it. */
  static Map<String, Object> fitted(Outcome<?> outcome, int weights) {
    var fitted = new LinkedHashMap<String, Object>();
    fitted.put("weights", weights);
    outcome
        .loss()
        .ifPresent(
            loss -> {
              fitted.put("epochs", outcome.epochs());
              fitted.put("evaluation_loss", loss);
            });
    return fitted;
  }

  /** From the weights of the base, watched, to weights for the labels as they are. */
  private final class Route implements AveragedAdaGrad.Course {
    private final TrainingData data;
    private final MatrixDataset<?> dataset;
    private final Optional<Base> base;
    private final Scale scale;
    private final boolean watches;
    private Optional<Watch> watch = Optional.empty();

    Route(
        TrainingData data,
        MatrixDataset<?> dataset,
        Optional<Base> base,
        Scale scale,
        boolean watches) {
      this.data = data;
      this.dataset = dataset;
      this.base = base;
      this.scale = scale;
      this.watches = watches;
    }

    @Override
    public void start(FeedForwardParameters parameters) {
      if (base.isPresent()) {
        base.get().copyTo(parameters.get(), dataset.layout(), dataset.getOutputIDInfo());
        shift(parameters.get(), -scale.mean());
        stretch(parameters.get(), 1 / scale.deviation());
      }
      if (watches) {
        var rows = data.evaluation().orElseThrow();
        watch =
            Optional.of(
                new Watch(
                    rows.features(),
                    dataset.layout(),
                    dataset.targets(rows.labels()),
                    scale.equals(Scale.NONE),
                    parameters instanceof LinearParameters));
      }
    }

    @Override
    public void step(int steps, FeedForwardParameters parameters, AveragedAdaGrad optimiser) {
      if (watch.isPresent() && steps % data.rows() == 0) {
        watch.get().look(steps / data.rows(), parameters, optimiser.averaged());
      }
    }

    @Override
    public void end(FeedForwardParameters parameters) {
      var weights = parameters.get();
      requireFinite(weights);
      stretch(weights, scale.deviation());
      shift(weights, scale.mean());
    }
  }

  /**
   * Multiplies what is predicted. Tensors from the third on are factors, two of which make a
   * product.
   */
  private static void stretch(Tensor[] weights, double factor) {
    for (int i = 0; i < weights.length && factor != 1; i++) {
      weights[i].scaleInPlace(i < 2 ? factor : Math.sqrt(factor));
    }
  }

  /** Adds to what is predicted, through the bias. */
  private static void shift(Tensor[] weights, double term) {
    if (term != 0 && weights[0] instanceof DenseVector biases) {
      biases.add(0, term);
    } else if (term != 0) {
      var matrix = (DenseMatrix) weights[0];
      matrix.add(0, matrix.getDimension2Size() - 1, term);
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
}
