package io.tributary.components.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An algorithm that learns nothing: its first prediction is the first feature, a number, its second
 * the negative of that, and so on minus two times, minus three times.
 *
 * @param exportError what its ONNX graph adds to that
 * @param explanationError what its contributions have beyond the score
 * @param everyOption whether it puts up with every option of the Trainer
 */
record FirstFeature(Set<Task> tasks, float exportError, float explanationError, boolean everyOption)
    implements Algorithm {
  private static final int CLUSTERS = 3;

  FirstFeature(Set<Task> tasks, float exportError, boolean everyOption) {
    this(tasks, exportError, 0, everyOption);
  }

  @Override
  public boolean explains() {
    return everyOption;
  }

  @Override
  public boolean weighsRows() {
    return everyOption;
  }

  @Override
  public boolean stopsEarly() {
    return everyOption;
  }

  @Override
  public boolean startsWarm() {
    return everyOption;
  }

  @Override
  public FittedModel fit(TrainingData data, long seed) {
    int outputs = data.labels().task() == Task.CLUSTERING ? CLUSTERS : data.labels().outputs();
    var fitted = new TreeMap<String, Object>();
    fitted.put("rows", data.rows());
    fitted.put("seed", seed);
    data.weights().ifPresent(weights -> fitted.put("weights", Arrays.toString(weights)));
    data.evaluation()
        .ifPresent(rows -> fitted.put("evaluation", Arrays.toString(rows.labels().values())));
    data.base().ifPresent(base -> fitted.put("base", Files.exists(base.resolve("model.txt"))));
    return new Fitted(exportError, explanationError, outputs, fitted);
  }

  record Fitted(float exportError, float explanationError, int outputs, Map<String, Object> fitted)
      implements FittedModel {

    /** The same, of which one thing more is told. */
    Fitted with(String name, Object value) {
      var more = new TreeMap<>(fitted);
      more.put(name, value);
      return new Fitted(exportError, explanationError, outputs, more);
    }

    private static float factor(int output) {
      return output == 0 ? 1 : -output;
    }

    @Override
    public double[] predict(FeatureMatrix features) {
      var numbers = ((FeatureColumn.Numbers) features.columns().get(0)).values();
      var predictions = new double[numbers.length * outputs];
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] = numbers[i / outputs] * factor(i % outputs);
      }
      return predictions;
    }

    @Override
    public String appendTo(OnnxGraph graph, List<String> features) {
      var factors = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        factors[i] = factor(i);
      }
      var products = graph.node("Mul", features.get(0), graph.floats(factors));
      return graph.node("Add", products, graph.floats(exportError));
    }

    /** All is due to the first feature. */
    @Override
    public ExplainedModel explained(TrainingData data) {
      return (graph, features) -> {
        var scores = appendTo(graph, features);
        var none = graph.node("Mul", features.get(0), graph.floats(0));
        var contributions = new ArrayList<String>();
        for (var score : graph.split(scores, outputs, 1)) {
          contributions.add(score);
          contributions.addAll(Collections.nCopies(features.size() - 1, none));
          contributions.add(graph.node("Add", none, graph.floats(explanationError)));
        }
        var row =
            graph.node(
                OnnxDomain.STANDARD,
                "Concat",
                List.of(OnnxAttribute.ofInt("axis", 1)),
                contributions.toArray(String[]::new));
        return new ExplainedModel.Appended(scores, List.of(scores), row);
      };
    }

    @Override
    public void save(Path directory) throws IOException {
      Files.writeString(directory.resolve("model.txt"), "first feature", UTF_8);
    }

    @Override
    public ModelDescription describe() {
      return new ModelDescription(
          "first feature", "none", Map.of("export_error", exportError), fitted);
    }
  }

  /** Asks for it, whatever the labels are. */
  static final class Any implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(EnumSet.allOf(Task.class), 0, true);
    }
  }

  /** Asks for one that only classifies. */
  static final class Classifier implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(
          EnumSet.of(Task.BINARY_CLASSIFICATION, Task.MULTICLASS_CLASSIFICATION), 0, false);
    }
  }

  /** Asks for one that only clusters. */
  static final class Clustering implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(EnumSet.of(Task.CLUSTERING), 0, false);
    }
  }

  /** Asks for one whose export is a little wrong. */
  static final class WronglyExported implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(EnumSet.of(Task.BINARY_CLASSIFICATION), 1e-5f, false);
    }
  }

  /** Asks for one whose contributions are a little wrong. */
  static final class WronglyExplained implements Training {
    @Override
    public Algorithm define() {
      return new FirstFeature(EnumSet.of(Task.BINARY_CLASSIFICATION), 0, 1e-4f, true);
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
