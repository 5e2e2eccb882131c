package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.components.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An algorithm that learns nothing: its prediction is the first feature, a number.
 *
 * @param exportError what its ONNX graph adds to that
 */
record FirstFeature(Task task, float exportError) implements Algorithm {
  FirstFeature(Task task) {
    this(task, 0);
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    return new Fitted(exportError, data.rows(), seed);
  }

  private record Fitted(float exportError, int rows, long seed) implements FittedModel {
    @Override
    public double[] predict(FeatureMatrix features) {
      var numbers = ((FeatureColumn.Numbers) features.columns().get(0)).values();
      var predictions = new double[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        predictions[i] = numbers[i];
      }
      return predictions;
    }

    @Override
    public String appendTo(OnnxGraph graph, List<String> features) {
      return graph.node("Add", features.get(0), graph.floats(exportError));
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("model.txt"), "first feature", UTF_8);
    }

    @Override
    public ModelDescription describe() {
      return new ModelDescription(
          "first feature",
          "none",
          Map.of("export_error", exportError),
          Map.of("rows", rows, "seed", seed));
    }
  }

  /** Asks for it as a classifier. */
  static final class Classifier implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(Task.BINARY_CLASSIFICATION);
    }
  }

  /** Asks for it as a regression. */
  static final class Regression implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(Task.REGRESSION);
    }
  }

  /** Asks for one whose export is a little wrong. */
  static final class WronglyExported implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(Task.BINARY_CLASSIFICATION, 1e-5f);
    }
  }

  /** Fails before there is an algorithm. */
  static final class Failing implements Training {
    @Override
    public Algorithm define() {
      throw new IllegalArgumentException("epochs: 0 (expected: >= 1)");
    }
  }
}
