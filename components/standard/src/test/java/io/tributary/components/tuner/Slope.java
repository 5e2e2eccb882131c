package io.tributary.components.tuner;

import io.tributary.components.hyperparameter.Choice;
import io.tributary.components.hyperparameter.NumberRange;
import io.tributary.components.hyperparameter.SearchSpace;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.trainer.TunableTraining;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An algorithm that learns nothing: it predicts the first feature times a slope. */
record Slope(double slope) implements Algorithm {
  private static final NumberRange SLOPE = NumberRange.linear("slope", 0, 4, 1);
  private static final Choice MOOD = Choice.of("mood", "good", "throws", "diverges");

  @Override
  public Set<Task> tasks() {
    return Set.of(Task.REGRESSION, Task.BINARY_CLASSIFICATION);
  }

  @Override
  public boolean weighsRows() {
    return false;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    return new Fitted((float) slope);
  }

  private record Fitted(float slope) implements FittedModel {
    @Override
    public double[] predict(FeatureMatrix features) {
      var numbers = ((FeatureColumn.Numbers) features.columns().get(0)).values();
      var predictions = new double[numbers.length];
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] = numbers[i] * slope;
      }
      return predictions;
    }

    @Override
    public String appendTo(OnnxGraph graph, List<String> features) {
      return graph.node("Mul", features.get(0), graph.floats(slope));
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("slope.txt"), Float.toString(slope));
    }

    @Override
    public ModelDescription describe() {
      return new ModelDescription("slope", "none", Map.of("slope", slope), Map.of());
    }
  }

  /** Any slope, of which some are tried in vain. */
  static final class Tuned implements TunableTraining {
    @Override
    public SearchSpace space() {
      return SearchSpace.of(SLOPE, MOOD);
    }

    @Override
    public Algorithm define(Setting chosen) {
      return switch (chosen.get(MOOD)) {
        case "throws" -> throw new IllegalArgumentException("in no mood");
        case "diverges" -> new Slope(Double.NaN);
        default -> new Slope(chosen.get(SLOPE));
      };
    }
  }

  /** The same space for another training. */
  static final class Other implements TunableTraining {
    @Override
    public SearchSpace space() {
      return new Tuned().space();
    }

    @Override
    public Algorithm define(Setting chosen) {
      return new Tuned().define(chosen);
    }
  }

  /** Nothing that works. */
  static final class Moody implements TunableTraining {
    @Override
    public SearchSpace space() {
      return SearchSpace.of(SLOPE);
    }

    @Override
    public Algorithm define(Setting chosen) {
      throw new IllegalArgumentException("slope " + chosen.get(SLOPE) + " is too steep");
    }
  }

  /** Nothing to choose. */
  static final class Empty implements TunableTraining {
    @Override
    public SearchSpace space() {
      return SearchSpace.of();
    }

    @Override
    public Algorithm define(Setting chosen) {
      return new Slope(1);
    }
  }
}
