package io.tributary.components.trainer;

import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.ModelOutput;
import io.tributary.components.transform.Task;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the graph of an external program must be.
 *
 * @param features what it may take
 * @param outputs of which it has to give one
 * @param opsets the operator sets that it may draw from, and their versions
 */
record GraphContract(
    Task task, List<Feature> features, List<Output> outputs, Map<String, Long> opsets) {
  /** What the graph's only input is called, if it takes all features in one tensor. */
  static final String MATRIX = "features";

  /** What programs call their output of distances from all centres. */
  private static final String DISTANCES = "distances";

  private static final int TWO_CLASSES = 2;

  /**
   * An output of FP32.
   *
   * @param width how many numbers there are for a row; −1 if the program may choose
   * @param hasBothClasses whether the first is the probability of class 0, which nobody asks for
   */
  record Output(String name, int width, boolean hasBothClasses) {
    Output(String name, int width) {
      this(name, width, false);
    }

    @Override
    public String toString() {
      return "'" + name + "' FP32 [N, " + (width < 0 ? "K" : width) + "]";
    }
  }

  static GraphContract of(FittedTransform transform, Labels labels) {
    var opsets = new TreeMap<String, Long>();
    var graph = transform.graph();
    opsets.put(OnnxDomain.STANDARD.id(), graph.version(OnnxDomain.STANDARD));
    opsets.put(OnnxDomain.ML.id(), graph.version(OnnxDomain.ML));
    return new GraphContract(labels.task(), transform.features(), outputs(labels), opsets);
  }

  private static List<Output> outputs(Labels labels) {
    return switch (labels.task()) {
      case BINARY_CLASSIFICATION ->
          List.of(
              new Output(ModelOutput.PROBABILITY.outputName(), 1),
              new Output(ModelOutput.PROBABILITIES.outputName(), TWO_CLASSES, true));
      case MULTICLASS_CLASSIFICATION, MULTILABEL_CLASSIFICATION ->
          List.of(new Output(ModelOutput.PROBABILITIES.outputName(), labels.outputs()));
      case REGRESSION -> List.of(new Output(ModelOutput.PREDICTION.outputName(), 1));
      case CLUSTERING -> List.of(new Output(DISTANCES, -1));
    };
  }

  /** How many numbers a row has, if all features are in one tensor. */
  long width() {
    return features.stream().mapToLong(GraphContract::parts).sum();
  }

  /** How many columns a feature is seen as. */
  static int parts(Feature feature) {
    return feature.kind() == Kind.VECTOR ? Math.toIntExact(feature.size()) : 1;
  }
}
