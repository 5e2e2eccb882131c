package io.tributary.components.trainer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.util.ArrayList;
import java.util.List;

/** Puts a fitted model into ONNX graphs. */
final class ModelGraph {
  /** Output of a binary classification: the probability of class 1. */
  static final String PROBABILITY = "probability";

  /** Output of a binary classification: the likelier class, 0 or 1. */
  static final String LABEL = "label";

  /** Output of a regression. */
  static final String PREDICTION = "prediction";

  /** From this probability on, a row counts as class 1. */
  private static final float THRESHOLD = 0.5f;

  private ModelGraph() {}

  /** Names of the outputs of a model for {@code task}. */
  static List<String> outputs(Task task) {
    return switch (task) {
      case BINARY_CLASSIFICATION -> List.of(PROBABILITY, LABEL);
      case REGRESSION -> List.of(PREDICTION);
    };
  }

  /** The graph from raw features to predictions: the transform, continued by the model. */
  static OnnxGraph joined(FittedTransform transform, FittedModel model, Task task) {
    var graph = transform.graph();
    graph.clearOutputs();
    append(graph, transform.features().stream().map(Feature::name).toList(), model, task);
    return graph;
  }

  /** The graph of the model alone, from transformed features named {@link #feature}. */
  static OnnxGraph alone(List<Feature> features, FittedModel model, Task task) {
    var graph = OnnxGraph.named("model");
    var tensors = new ArrayList<String>(features.size());
    for (int i = 0; i < features.size(); i++) {
      tensors.add(
          graph.input(
              feature(i), features.get(i).kind() == Kind.ID ? DataType.INT64 : DataType.FLOAT));
    }
    append(graph, tensors, model, task);
    return graph;
  }

  /** Name of an input of the graph of the model alone. */
  static String feature(int index) {
    return "feature/" + index;
  }

  private static void append(OnnxGraph graph, List<String> features, FittedModel model, Task task) {
    var predictions = model.appendTo(graph, features);
    switch (task) {
      case BINARY_CLASSIFICATION -> {
        graph.output(PROBABILITY, predictions, DataType.FLOAT);
        var positive = graph.node("GreaterOrEqual", predictions, graph.floats(THRESHOLD));
        graph.output(LABEL, graph.cast(positive, DataType.INT64), DataType.INT64);
      }
      case REGRESSION -> graph.output(PREDICTION, predictions, DataType.FLOAT);
    }
  }
}
