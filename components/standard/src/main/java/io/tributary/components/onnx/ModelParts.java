package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Parts of a model that give some of its outputs. Immutable and thread-safe. */
public final class ModelParts {
  /** Stands for several inputs. */
  private static final String SEVERAL = "";

  private final ModelProto whole;
  private final Map<String, String> soleInputs = new HashMap<>();

  /**
   * Of a model whose nodes, in the order in which they can be computed, hold no graphs of their
   * own.
   */
  public ModelParts(ModelProto whole) {
    this.whole = whole;
    whole.getGraph().getInputList().forEach(input -> tell(input.getName(), input.getName()));
    for (var node : whole.getGraph().getNodeList()) {
      for (var tensor : node.getInputList()) {
        var input = soleInputs.get(tensor);
        if (input != null) {
          node.getOutputList().forEach(output -> tell(output, input));
        }
      }
    }
  }

  private void tell(String tensor, String input) {
    soleInputs.merge(tensor, input, (one, other) -> one.equals(other) ? one : SEVERAL);
  }

  /** The input that an output follows from; empty if there are several, or none. */
  public Optional<ValueInfoProto> soleInput(String output) {
    var sole = soleInputs.get(output);
    return whole.getGraph().getInputList().stream()
        .filter(input -> input.getName().equals(sole))
        .findFirst();
  }

  /**
   * The nodes, constants and inputs that some outputs need, and nothing else.
   *
   * @param outputs names of outputs, which keep their order
   */
  public ModelProto of(Collection<String> outputs) {
    var graph = whole.getGraph();
    var needed = new HashSet<>(outputs);
    var nodes = new ArrayList<NodeProto>();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      var node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        nodes.add(node);
      }
    }
    Collections.reverse(nodes);
    var part =
        GraphProto.newBuilder()
            .setName(graph.getName())
            .addAllNode(nodes)
            .addAllInput(only(graph.getInputList(), needed))
            .addAllOutput(only(graph.getOutputList(), Set.copyOf(outputs)));
    graph.getInitializerList().stream()
        .filter(constant -> needed.contains(constant.getName()))
        .forEach(part::addInitializer);
    return whole.toBuilder().setGraph(part).build();
  }

  /**
   * A part whose inputs, all of the same type and of shape {@code [N, 1]}, come as one, each with a
   * number of rows of its own. Its first input is that one, of the same type and shape; the second,
   * INT64 of shape {@code [inputs]}, how many of the rows are whose, in the order of the inputs of
   * {@link #of}. No output may follow from several of them.
   *
   * @param outputs names of outputs, which keep their order
   */
  public ModelProto stacked(Collection<String> outputs) {
    var part = of(outputs);
    var graph = part.getGraph().toBuilder();
    var inputs = graph.getInputList();
    var stack = inputs.get(0).toBuilder().setName(unused("stack")).build();
    var rows = OnnxGraph.value(unused("rows"), DataType.INT64, inputs.size());
    var split =
        NodeProto.newBuilder()
            .setOpType("Split")
            .addAttribute(OnnxAttribute.ofInt("axis", 0).proto())
            .addInput(stack.getName())
            .addInput(rows.getName());
    inputs.forEach(input -> split.addOutput(input.getName()));
    var nodes = graph.getNodeList();
    var results = graph.getOutputList();
    graph.clearInput().addInput(stack).addInput(rows);
    graph.clearNode().addNode(split).addAllNode(nodes);
    graph.clearOutput();
    results.forEach(output -> graph.addOutput(ofAnyRows(output)));
    return part.toBuilder().setGraph(graph).build();
  }

  /** The name, lengthened as long as there is a tensor that is called so. */
  private String unused(String name) {
    var graph = whole.getGraph();
    boolean isUsed =
        soleInputs.containsKey(name)
            || graph.getInitializerList().stream().anyMatch(it -> it.getName().equals(name))
            || graph.getNodeList().stream().anyMatch(it -> it.getOutputList().contains(name));
    return isUsed ? unused(name + "_") : name;
  }

  /** Without the name that says that all outputs have as many rows. */
  private static ValueInfoProto ofAnyRows(ValueInfoProto output) {
    var value = output.toBuilder();
    value.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(0).clear();
    return value.build();
  }

  private static List<ValueInfoProto> only(List<ValueInfoProto> values, Set<String> names) {
    return values.stream().filter(value -> names.contains(value.getName())).toList();
  }
}
