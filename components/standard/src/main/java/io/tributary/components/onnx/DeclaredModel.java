package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tributary.serving.Datatype;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import io.tributary.serving.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an ONNX file says of itself, for messages about one that ONNX Runtime does not take. */
record DeclaredModel(ModelProto model) {
  /** Domains whose operators ONNX Runtime brings along. */
  private static final Set<String> KNOWN =
      Set.of(
          "",
          "ai.onnx",
          "ai.onnx.ml",
          "ai.onnx.preview.training",
          "ai.onnx.training",
          "com.microsoft",
          "com.microsoft.experimental",
          "com.microsoft.nchwc",
          "com.ms.internal.nhwc",
          "org.pytorch.aten");

  /** Of a file; says nothing if it is none, or no ONNX. */
  static DeclaredModel of(Path onnx) {
    try (var file = Files.newInputStream(onnx)) {
      return new DeclaredModel(ModelProto.parseFrom(file));
    } catch (IOException e) {
      return new DeclaredModel(ModelProto.getDefaultInstance()); // why, the refusal has said
    }
  }

  /** Inputs and outputs that are tensors. */
  Signature signature() {
    var constants = new HashSet<String>();
    model.getGraph().getInitializerList().forEach(each -> constants.add(each.getName()));
    var inputs =
        model.getGraph().getInputList().stream()
            .filter(input -> !constants.contains(input.getName()))
            .toList();
    return new Signature(specs(inputs), specs(model.getGraph().getOutputList()));
  }

  private static List<TensorSpec> specs(List<ValueInfoProto> values) {
    var specs = new ArrayList<TensorSpec>();
    var names = new HashSet<String>();
    for (var value : values) {
      var tensor = value.getType().getTensorType();
      var type = DataType.forNumber(tensor.getElemType());
      var datatype = type == null ? List.<Datatype>of() : datatype(type);
      if (!value.getName().isEmpty() && !datatype.isEmpty() && names.add(value.getName())) {
        specs.add(new TensorSpec(value.getName(), datatype.get(0), shape(tensor.getShape())));
      }
    }
    return specs;
  }

  private static Shape shape(TensorShapeProto declared) {
    return Shape.of(
        declared.getDimList().stream()
            .mapToLong(dim -> dim.hasDimValue() ? dim.getDimValue() : Shape.ANY)
            .toArray());
  }

  private static List<Datatype> datatype(DataType type) {
    return switch (type) {
      case FLOAT -> List.of(Datatype.FP32);
      case DOUBLE -> List.of(Datatype.FP64);
      case INT64 -> List.of(Datatype.INT64);
      case INT32 -> List.of(Datatype.INT32);
      case BOOL -> List.of(Datatype.BOOL);
      case STRING -> List.of(Datatype.BYTES);
      default -> List.of(); // the refusal has named it
    };
  }

  /** Operators of other domains that the file does not define itself, as {@code domain:Name}. */
  Set<String> foreignOperators() {
    var own = new HashSet<String>();
    model.getFunctionsList().forEach(each -> own.add(each.getDomain() + ":" + each.getName()));
    var foreign = new TreeSet<String>();
    collect(model.getGraph(), foreign);
    model.getFunctionsList().forEach(function -> collect(function.getNodeList(), foreign));
    foreign.removeAll(own);
    return foreign;
  }

  private static void collect(GraphProto graph, Set<String> foreign) {
    collect(graph.getNodeList(), foreign);
  }

  private static void collect(List<NodeProto> nodes, Set<String> foreign) {
    for (var node : nodes) {
      if (!KNOWN.contains(node.getDomain())) {
        foreign.add(node.getDomain() + ":" + node.getOpType());
      }
      for (var attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          collect(attribute.getG(), foreign);
        }
        attribute.getGraphsList().forEach(graph -> collect(graph, foreign));
      }
    }
  }
}
