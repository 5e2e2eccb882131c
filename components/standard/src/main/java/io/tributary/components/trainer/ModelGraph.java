package io.tributary.components.trainer;

import static io.tributary.components.transform.ModelOutput.CLUSTER;
import static io.tributary.components.transform.ModelOutput.CONTRIBUTIONS;
import static io.tributary.components.transform.ModelOutput.DISTANCE;
import static io.tributary.components.transform.ModelOutput.LABEL;
import static io.tributary.components.transform.ModelOutput.LABELS;
import static io.tributary.components.transform.ModelOutput.PREDICTION;
import static io.tributary.components.transform.ModelOutput.PROBABILITIES;
import static io.tributary.components.transform.ModelOutput.PROBABILITY;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.ModelOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a fitted model into ONNX graphs. */
final class ModelGraph {
  /** The output of the graph of the model alone. */
  static final String PREDICTIONS = "predictions";

  /** Another one, if it is explained: what predictions are made of. */
  static final String SCORES = "scores";

  /** The name of what every row has, among those of contributions. */
  static final String BIAS = "bias";

  /** From this probability on, a row counts as of the class. */
  private static final float THRESHOLD = 0.5f;

  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  private ModelGraph() {}

  /**
   * The graph from raw features to predictions: the transform, continued by the model.
   *
   * @param explained the same model, if it is to tell contributions, too
   */
  static OnnxGraph joined(
      FittedTransform transform,
      FittedModel model,
      Optional<ExplainedModel> explained,
      Labels labels) {
    var graph = transform.graph();
    graph.clearOutputs();
    var tensors = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (var feature : transform.features()) {
      if (feature.kind() == Kind.VECTOR) {
        var parts = graph.split(feature.name(), Math.toIntExact(feature.size()), 1);
        for (int i = 0; i < parts.size(); i++) {
          names.add(FeatureColumn.ofVector(feature.name(), i));
        }
        tensors.addAll(parts);
      } else {
        tensors.add(feature.name());
        names.add(feature.name());
      }
    }
    append(graph, tensors, model, explained, labels, names);
    return graph;
  }

  /** The graph of the model alone, from inputs called as the columns to {@link #PREDICTIONS}. */
  static OnnxGraph alone(List<FeatureColumn> columns, FittedModel model) {
    var graph = OnnxGraph.named("model");
    var predictions = model.appendTo(graph, inputs(graph, columns));
    graph.output(PREDICTIONS, predictions, DataType.FLOAT, -1, -1);
    return graph;
  }

  /** The same, and to {@link #SCORES} and {@link ModelOutput#CONTRIBUTIONS}. */
  static OnnxGraph alone(List<FeatureColumn> columns, ExplainedModel model) {
    var graph = OnnxGraph.named("model");
    var appended = model.appendTo(graph, inputs(graph, columns));
    graph.output(PREDICTIONS, appended.predictions(), DataType.FLOAT, -1, -1);
    var scores =
        appended.scores().stream()
            .map(score -> graph.cast(score, DataType.DOUBLE))
            .toArray(String[]::new);
    var row = graph.node(OnnxDomain.STANDARD, "Concat", ALONG_ROWS, scores);
    graph.output(SCORES, row, DataType.DOUBLE, -1, -1);
    graph.output(CONTRIBUTIONS.outputName(), appended.contributions(), DataType.FLOAT, -1, -1);
    return graph;
  }

  /** Inputs that are called as the columns. */
  static List<String> inputs(OnnxGraph graph, List<FeatureColumn> columns) {
    var tensors = new ArrayList<String>(columns.size());
    for (var column : columns) {
      tensors.add(
          graph.input(
              column.name(),
              column instanceof FeatureColumn.Ids ? DataType.INT64 : DataType.FLOAT));
    }
    return tensors;
  }

  /**
   * Continues a graph by the model, to the outputs of the task.
   *
   * @param tensors of the features
   * @param names of the features
   */
  static void append(
      OnnxGraph graph,
      List<String> tensors,
      FittedModel model,
      Optional<ExplainedModel> explained,
      Labels labels,
      List<String> names) {
    if (explained.isEmpty()) {
      declare(graph, model.appendTo(graph, tensors), labels);
      return;
    }
    var appended = explained.get().appendTo(graph, tensors);
    declare(graph, appended.predictions(), labels);
    var contributed = contributed(names, labels.outputNames());
    var output = CONTRIBUTIONS.outputName();
    graph.output(output, appended.contributions(), DataType.FLOAT, -1, contributed.size());
    graph.classes(output, contributed);
  }

  /**
   * What the contributions to a row stand for, in their order.
   *
   * @param predictions names of classes or labels, if there are several
   */
  private static List<String> contributed(List<String> columns, List<String> predictions) {
    var all = new ArrayList<>(columns);
    all.add(BIAS);
    return predictions.isEmpty()
        ? all
        : predictions.stream()
            .flatMap(name -> all.stream().map(column -> name + "/" + column))
            .toList();
  }

  private static void declare(OnnxGraph graph, String predictions, Labels labels) {
    switch (labels.task()) {
      case BINARY_CLASSIFICATION -> {
        graph.output(PROBABILITY.outputName(), predictions, DataType.FLOAT);
        graph.output(LABEL.outputName(), likely(graph, predictions), DataType.INT64);
      }
      case MULTICLASS_CLASSIFICATION -> {
        graph.output(PROBABILITIES.outputName(), predictions, DataType.FLOAT, -1, labels.outputs());
        graph.classes(PROBABILITIES.outputName(), labels.classes());
        var likeliest = graph.node(OnnxDomain.STANDARD, "ArgMax", ALONG_ROWS, predictions);
        var classes = graph.vector(labels.classes().toArray(String[]::new));
        graph.output(LABEL.outputName(), graph.node("Gather", classes, likeliest), DataType.STRING);
      }
      case MULTILABEL_CLASSIFICATION -> {
        graph.output(PROBABILITIES.outputName(), predictions, DataType.FLOAT, -1, labels.outputs());
        graph.classes(PROBABILITIES.outputName(), labels.names());
        graph.output(
            LABELS.outputName(), likely(graph, predictions), DataType.INT64, -1, labels.outputs());
        graph.classes(LABELS.outputName(), labels.names());
      }
      case REGRESSION -> graph.output(PREDICTION.outputName(), predictions, DataType.FLOAT);
      case CLUSTERING -> {
        var nearest = graph.node(OnnxDomain.STANDARD, "ArgMin", ALONG_ROWS, predictions);
        graph.output(CLUSTER.outputName(), nearest, DataType.INT64);
        graph.output(
            DISTANCE.outputName(),
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
