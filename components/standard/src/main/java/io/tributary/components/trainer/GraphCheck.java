package io.tributary.components.trainer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Holds a graph against what was asked for. */
final class GraphCheck {
  /** The version of ai.onnx.ml whose LabelEncoder is another; all else has only grown. */
  private static final long NEW_LABEL_ENCODER = 2;

  private final GraphContract contract;
  private final ModelProto model;
  private final Problems problems;
  private final Set<String> foreign = new TreeSet<>();
  private final Set<String> outside = new TreeSet<>();
  private boolean encodesLabels;

  GraphCheck(GraphContract contract, ModelProto model, Problems problems) {
    this.contract = contract;
    this.model = model;
    this.problems = problems;
  }

  /**
   * Checks everything that can be seen without running it.
   *
   * @return the output to use
   * @throws io.tributary.api.ExecutionFailure that tells all that is wrong
   */
  GraphContract.Output check() {
    look(model.getGraph());
    checkOperatorSets();
    if (model.getFunctionsCount() > 0) {
      problems.add(
          "functions",
          model.getFunctionsList().stream().map(function -> function.getName()).toList().toString(),
          "operators alone",
          "inline the functions when you export");
    }
    if (!foreign.isEmpty()) {
      problems.add(
          "operators",
          foreign.toString(),
          "operators of ai.onnx and ai.onnx.ml",
          "export the model without operators of its own, which no server would know");
    }
    if (!outside.isEmpty()) {
      problems.add(
          "external data",
          outside.toString(),
          "all weights in the file",
          "save the graph as one file, of at most two gigabytes");
    }
    checkInputs();
    var output = checkOutput();
    problems.throwIfAny();
    return output.orElseThrow();
  }

  private void checkOperatorSets() {
    if (model.getOpsetImportCount() == 0) {
      problems.add(
          "operator sets", "none", contract.opsets().toString(), "write the file to its end");
    }
    for (var opset : model.getOpsetImportList()) {
      var wanted = contract.opsets().get(OnnxDomain.canonical(opset.getDomain()));
      // Other domains do not matter unless an operator is of them.
      if (wanted != null && wanted != opset.getVersion() && !isOlder(opset, wanted)) {
        problems.add(
            "operator set '" + opset.getDomain() + "'",
            Long.toString(opset.getVersion()),
            wanted + ", which the transform draws from",
            "export with the versions in 'opset' of the request");
      }
    }
  }

  /** Exporters import the oldest operators of machine learning that have all they need. */
  private boolean isOlder(OperatorSetIdProto opset, long wanted) {
    return opset.getDomain().equals(OnnxDomain.ML.id())
        && opset.getVersion() < wanted
        && (opset.getVersion() >= NEW_LABEL_ENCODER || !encodesLabels);
  }

  private void look(GraphProto graph) {
    graph.getInitializerList().forEach(this::look);
    graph.getSparseInitializerList().forEach(tensor -> look(tensor.getValues()));
    for (var node : graph.getNodeList()) {
      if (!contract.opsets().containsKey(OnnxDomain.canonical(node.getDomain()))) {
        foreign.add(node.getDomain() + "." + node.getOpType());
      }
      encodesLabels |= node.getOpType().equals("LabelEncoder");
      node.getAttributeList().forEach(this::look);
    }
  }

  private void look(AttributeProto attribute) {
    if (attribute.hasT()) {
      look(attribute.getT());
    }
    attribute.getTensorsList().forEach(this::look);
    if (attribute.hasG()) {
      look(attribute.getG());
    }
    attribute.getGraphsList().forEach(this::look);
  }

  private void look(TensorProto tensor) {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL) {
      outside.add(tensor.getName());
    }
  }

  private void checkInputs() {
    var inputs = inputs(model.getGraph());
    if (inputs.isEmpty()) {
      problems.add("inputs", "none", expectedInputs(), "export a graph that takes the features");
    }
    for (var input : inputs) {
      var place = "input '" + input.getName() + "'";
      var feature = feature(input.getName());
      if (isMatrix(inputs)) {
        checkTensor(place, input, DataType.FLOAT, contract.width());
      } else if (feature.isEmpty()) {
        problems.add(
            place, "no feature", expectedInputs(), "name the graph's inputs as the features");
      } else {
        checkTensor(place, input, type(feature.get()), GraphContract.parts(feature.get()));
      }
    }
  }

  /** Whether there is one input for all features. */
  boolean takesMatrix() {
    return isMatrix(inputs(model.getGraph()));
  }

  private boolean isMatrix(List<ValueInfoProto> inputs) {
    return inputs.size() == 1
        && inputs.get(0).getName().equals(GraphContract.MATRIX)
        && feature(GraphContract.MATRIX).isEmpty();
  }

  /** Graphs of early versions have constants among their inputs. */
  static List<ValueInfoProto> inputs(GraphProto graph) {
    var constants =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return graph.getInputList().stream()
        .filter(input -> !constants.contains(input.getName()))
        .toList();
  }

  private Optional<Feature> feature(String name) {
    return contract.features().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static DataType type(Feature feature) {
    return feature.kind() == Kind.ID ? DataType.INT64 : DataType.FLOAT;
  }

  private String expectedInputs() {
    var names = contract.features().stream().map(one -> "'" + one.name() + "'").toList();
    return "some of "
        + names
        + ", or '"
        + GraphContract.MATRIX
        + "' alone, FLOAT [N, "
        + contract.width()
        + "]";
  }

  private Optional<GraphContract.Output> checkOutput() {
    for (var wanted : contract.outputs()) {
      for (var output : model.getGraph().getOutputList()) {
        if (output.getName().equals(wanted.name())) {
          checkTensor("output '" + wanted.name() + "'", output, DataType.FLOAT, wanted.width());
          return Optional.of(wanted);
        }
      }
    }
    problems.add(
        "outputs",
        model.getGraph().getOutputList().stream()
            .map(output -> "'" + output.getName() + "'")
            .toList()
            .toString(),
        contract.outputs().stream()
            .map(GraphContract.Output::toString)
            .collect(Collectors.joining(", or ", "", ", for a " + contract.task())),
        "give the output that name when you export");
    return Optional.empty();
  }

  private void checkTensor(String place, ValueInfoProto value, DataType type, long width) {
    if (!value.getType().hasTensorType()) {
      problems.add(
          place,
          "no tensor",
          type + " [N, " + text(width) + "]",
          "export without maps of classes (skl2onnx: zipmap=False)");
      return;
    }
    var tensor = value.getType().getTensorType();
    var dims = tensor.getShape().getDimList();
    boolean fits =
        dims.size() == 2
            && !dims.get(0).hasDimValue()
            && (!dims.get(1).hasDimValue() || width < 0 || dims.get(1).getDimValue() == width);
    if (tensor.getElemType() != type.getNumber() || !fits) {
      problems.add(
          place,
          DataType.forNumber(tensor.getElemType()) + " " + text(dims),
          type + " [N, " + text(width) + "], with any number of rows N",
          "export it with that type and shape");
    }
  }

  private static String text(long width) {
    return width < 0 ? "K" : Long.toString(width);
  }

  private static String text(List<Dimension> dims) {
    return dims.stream()
        .map(
            dim ->
                dim.hasDimValue()
                    ? Long.toString(dim.getDimValue())
                    : dim.getDimParam().isEmpty() ? "?" : dim.getDimParam())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
