package io.tributary.components.trainer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Kind;
import java.util.ArrayList;
import java.util.List;

/** Puts a fitted model into ONNX graphs. */
final class ModelGraph {
  static final String PROBABILITY = "probability";
  static final String PROBABILITIES = "probabilities";
  private static final String LABEL = "label";
  private static final String LABELS = "labels";
  static final String PREDICTION = "prediction";
  private static final String CLUSTER = "cluster";
  private static final String DISTANCE = "distance";

  /** What programs call their output of distances from all centres. */
  static final String DISTANCES = "distances";

  /** The output of the graph of the model alone. */
  static final String PREDICTIONS = "predictions";

  /** From this probability on, a row counts as of the class. */
  private static final float THRESHOLD = 0.5f;

  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  private ModelGraph() {}

  /** The graph from raw features to predictions: the transform, continued by the model. */
  static OnnxGraph joined(FittedTransform transform, FittedModel model, Labels labels) {
    var graph = transform.graph();
    graph.clearOutputs();
    var tensors = new ArrayList<String>();
    for (var feature : transform.features()) {
      if (feature.kind() == Kind.VECTOR) {
        tensors.addAll(graph.split(feature.name(), Math.toIntExact(feature.size()), 1));
      } else {
        tensors.add(feature.name());
      }
    }
    declare(graph, model.appendTo(graph, tensors), labels);
    return graph;
  }

  /** The graph of the model alone, from inputs called as the columns to {@link #PREDICTIONS}. */
  static OnnxGraph alone(List<FeatureColumn> columns, FittedModel model) {
    var graph = OnnxGraph.named("model");
    graph.output(PREDICTIONS, append(graph, columns, model), DataType.FLOAT, -1, -1);
    return graph;
  }

  /** The graph from inputs called as the columns to the outputs of the task. */
  static OnnxGraph withOutputs(List<FeatureColumn> columns, FittedModel model, Labels labels) {
    var graph = OnnxGraph.named("model");
    declare(graph, append(graph, columns, model), labels);
    return graph;
  }

  private static String append(OnnxGraph graph, List<FeatureColumn> columns, FittedModel model) {
    var tensors = new ArrayList<String>(columns.size());
    for (var column : columns) {
      tensors.add(
          graph.input(
              column.name(),
              column instanceof FeatureColumn.Ids ? DataType.INT64 : DataType.FLOAT));
    }
    return model.appendTo(graph, tensors);
  }

  private static void declare(OnnxGraph graph, String predictions, Labels labels) {
    switch (labels.task()) {
      case BINARY_CLASSIFICATION -> {
        graph.output(PROBABILITY, predictions, DataType.FLOAT);
        graph.output(LABEL, likely(graph, predictions), DataType.INT64);
      }
      case MULTICLASS_CLASSIFICATION -> {
        graph.output(PROBABILITIES, predictions, DataType.FLOAT, -1, labels.outputs());
        graph.classes(PROBABILITIES, labels.classes());
        var likeliest = graph.node(OnnxDomain.STANDARD, "ArgMax", ALONG_ROWS, predictions);
        var classes = graph.vector(labels.classes().toArray(String[]::new));
        graph.output(LABEL, graph.node("Gather", classes, likeliest), DataType.STRING);
      }
      case MULTILABEL_CLASSIFICATION -> {
        graph.output(PROBABILITIES, predictions, DataType.FLOAT, -1, labels.outputs());
        graph.classes(PROBABILITIES, labels.names());
        graph.output(LABELS, likely(graph, predictions), DataType.INT64, -1, labels.outputs());
        graph.classes(LABELS, labels.names());
      }
      case REGRESSION -> graph.output(PREDICTION, predictions, DataType.FLOAT);
      case CLUSTERING -> {
        var nearest = graph.node(OnnxDomain.STANDARD, "ArgMin", ALONG_ROWS, predictions);
        graph.output(CLUSTER, nearest, DataType.INT64);
        graph.output(
            DISTANCE,
            graph.node(OnnxDomain.STANDARD, "GatherElements", ALONG_ROWS, predictions, nearest),
            DataType.FLOAT);
      }
    }
  }

  private static String likely(OnnxGraph graph, String probabilities) {
    var likely = graph.node("GreaterOrEqual", probabilities, graph.floats(THRESHOLD));
    return graph.cast(likely, DataType.INT64);
  }
}
