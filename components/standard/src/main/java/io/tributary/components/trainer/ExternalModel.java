package io.tributary.components.trainer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.GraphContract.Output;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InvalidModelException;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that an external program has made: its graph, as it wrote it. */
final class ExternalModel implements FittedModel {
  private static final String MODEL_FILE = "model.onnx";
  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  /** How far a probability may be beyond 0 or 1 for having been rounded. */
  private static final double ROUNDING = 1e-6;

  private final String where;
  private final Path directory;
  private final GraphContract contract;
  private final ModelProto model;
  private final Output output;
  private final boolean takesMatrix;
  private final ModelDescription description;

  private ExternalModel(
      String where,
      Path directory,
      GraphContract contract,
      ModelProto model,
      Output output,
      boolean takesMatrix,
      ModelDescription description) {
    this.where = where;
    this.directory = directory;
    this.contract = contract;
    this.model = model;
    this.output = output;
    this.takesMatrix = takesMatrix;
    this.description = description;
  }

  /**
   * Reads what a program has written.
   *
   * @param where what messages call the node
   * @throws ExecutionFailure that tells what is wrong with it
   */
  static ExternalModel read(
      String where, Path directory, GraphContract contract, ExternalTrainer trainer)
      throws IOException {
    var place = where + " > " + MODEL_FILE;
    var model = parse(place, directory, trainer.maxModelBytes());
    var check = new GraphCheck(contract, model, new Problems(place, Code.INVALID_DATA));
    var output = check.check();
    return new ExternalModel(
        place,
        directory,
        contract,
        only(model, output),
        output,
        check.takesMatrix(),
        ProgramReport.read(where, directory).description(trainer));
  }

  private static ModelProto parse(String place, Path directory, long most) throws IOException {
    var file = directory.resolve(MODEL_FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              place,
              "no such file, only " + names(directory),
              "the graph that the program has to write",
              "write it to 'model_directory' of the request"));
    }
    long size = Files.size(file);
    if (size > most) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              place,
              size + " bytes",
              "at most " + most,
              "train a smaller model, or raise maxModelBytes"));
    }
    try {
      var model = ModelProto.parseFrom(Files.readAllBytes(file));
      if (model.getGraph().getNodeCount() > 0) {
        return model;
      }
      throw notWhole(place, size, "it has no nodes", null);
    } catch (InvalidProtocolBufferException e) {
      throw notWhole(place, size, e.getMessage(), e);
    }
  }

  private static ExecutionFailure notWhole(
      String place, long size, @Nullable String why, @Nullable Throwable cause) {
    return new ExecutionFailure(
        Code.INVALID_DATA,
        new Explanation(
            place,
            size + " bytes that are no whole ONNX model: " + why,
            "an ONNX model",
            "write it to its end, and end with another exit code than 0 if that fails"),
        cause);
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** The model without its other outputs, which need not even be tensors. */
  private static ModelProto only(ModelProto model, Output output) {
    var graph = model.getGraph();
    var kept =
        graph.getOutputList().stream()
            .filter(value -> value.getName().equals(output.name()))
            .toList();
    return model.toBuilder()
        .setGraph(graph.toBuilder().clearOutput().addAllOutput(kept))
        .clearMetadataProps()
        .build();
  }

  /** Runs the graph as the program has written it. */
  @Override
  public double[] predict(FeatureMatrix features) {
    try (var onnx = OnnxModel.of(model.toByteArray(), where)) {
      var answer = onnx.infer(inputs(features)).get(output.name());
      var values = ((FloatTensor) answer).values();
      int width = width(answer.shape(), features.rows());
      int step = output.hasBothClasses() ? width : 1;
      var predictions = new double[values.length / step];
      for (int i = 0; i < predictions.length; i++) {
        predictions[i] = values[i * step + step - 1];
        requireProbability(predictions[i]);
      }
      return predictions;
    } catch (InvalidModelException | ServingException e) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              where,
              String.valueOf(e.getMessage()),
              "a graph that ONNX Runtime loads, and that answers for the rows it was trained on",
              "correct how the program exports it"),
          e);
    }
  }

  private int width(Shape shape, int rows) {
    boolean right =
        shape.rank() == 2
            && shape.dim(0) == rows
            && (output.width() < 0 || shape.dim(1) == output.width());
    if (!right) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              where + " > output '" + output.name() + "'",
              "shape " + shape + " for " + rows + " rows",
              output.toString(),
              "correct how the program exports the graph"));
    }
    return Math.toIntExact(shape.dim(1));
  }

  private void requireProbability(double value) {
    boolean wanted =
        switch (contract.task()) {
          case BINARY_CLASSIFICATION, MULTICLASS_CLASSIFICATION, MULTILABEL_CLASSIFICATION -> true;
          case REGRESSION, CLUSTERING -> false;
        };
    if (wanted && (value < -ROUNDING || value > 1 + ROUNDING)) {
      throw new ExecutionFailure(
          Code.INVALID_DATA,
          new Explanation(
              where + " > output '" + output.name() + "'",
              value + " for a row that it was trained on",
              "probabilities, from 0 to 1",
              "export probabilities, not scores or margins"));
    }
  }

  private Map<String, Tensor> inputs(FeatureMatrix features) {
    if (takesMatrix) {
      return Map.of(GraphContract.MATRIX, tensor(features.columns(), features.rows()));
    }
    var tensors = new LinkedHashMap<String, Tensor>();
    int at = 0;
    for (var feature : contract.features()) {
      int parts = GraphContract.parts(feature);
      if (takes(feature)) {
        var columns = features.columns().subList(at, at + parts);
        tensors.put(
            feature.name(),
            feature.kind() == Kind.VECTOR
                ? tensor(columns, features.rows())
                : columns.get(0).tensor());
      }
      at += parts;
    }
    return tensors;
  }

  /** Columns side by side. */
  private static Tensor tensor(List<FeatureColumn> columns, int rows) {
    int width = columns.size();
    var values = new float[rows * width];
    for (int column = 0; column < width; column++) {
      for (int row = 0; row < rows; row++) {
        values[row * width + column] = columns.get(column).number(row);
      }
    }
    return new FloatTensor(Shape.of(rows, width), values);
  }

  private boolean takes(Feature feature) {
    return GraphCheck.inputs(model.getGraph()).stream()
        .map(ValueInfoProto::getName)
        .anyMatch(feature.name()::equals);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var predictions = graph.inline(model.getGraph(), inputs(graph, features), output.name());
    return output.hasBothClasses()
        ? graph.node(
            OnnxDomain.STANDARD,
            "Gather",
            ALONG_ROWS,
            predictions,
            graph.vector(output.width() - 1))
        : predictions;
  }

  private Map<String, String> inputs(OnnxGraph graph, List<String> tensors) {
    var inputs = new LinkedHashMap<String, String>();
    var row = new ArrayList<String>();
    int at = 0;
    for (var feature : contract.features()) {
      int parts = GraphContract.parts(feature);
      var own = tensors.subList(at, at + parts);
      if (!takesMatrix && takes(feature)) {
        inputs.put(feature.name(), joined(graph, own));
      } else if (takesMatrix && feature.kind() == Kind.ID) {
        row.add(graph.cast(own.get(0), DataType.FLOAT));
      } else {
        row.addAll(own);
      }
      at += parts;
    }
    if (takesMatrix) {
      inputs.put(GraphContract.MATRIX, joined(graph, row));
    }
    return inputs;
  }

  private static String joined(OnnxGraph graph, List<String> tensors) {
    return tensors.size() == 1
        ? tensors.get(0)
        : graph.node(OnnxDomain.STANDARD, "Concat", ALONG_ROWS, tensors.toArray(String[]::new));
  }

  /** Saves all that the program has written. */
  @Override
  public void save(Path target) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.filter(found -> !found.equals(directory)).toList()) {
        var copy = target.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(copy);
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.copy(file, copy);
        } else {
          throw new ExecutionFailure(
              Code.INVALID_DATA,
              new Explanation(
                  where.replace(MODEL_FILE, "model directory"),
                  "'" + directory.relativize(file) + "' is a link, or something else",
                  "files and directories",
                  "write files there"));
        }
      }
    }
  }

  @Override
  public ModelDescription describe() {
    return description;
  }
}
