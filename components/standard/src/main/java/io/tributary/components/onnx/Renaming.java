package io.tributary.components.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;

/**
 * Gives the tensors and nodes of a graph, those of graphs inside its nodes included, other names.
 *
 * @param prefix what names begin with
 * @param given the new names of some tensors
 */
record Renaming(String prefix, Map<String, String> given) {

  /** The new name; the empty one, of an input or output that is left out, stays. */
  String of(String name) {
    return name.isEmpty() ? name : given.getOrDefault(name, prefix + name);
  }

  NodeProto of(NodeProto node) {
    var renamed = node.toBuilder().clearInput().clearOutput().clearAttribute();
    node.getInputList().forEach(name -> renamed.addInput(of(name)));
    node.getOutputList().forEach(name -> renamed.addOutput(of(name)));
    node.getAttributeList().forEach(attribute -> renamed.addAttribute(of(attribute)));
    return renamed.setName(prefix + node.getName()).build();
  }

  private AttributeProto of(AttributeProto attribute) {
    var renamed = attribute.toBuilder();
    if (attribute.hasG()) {
      renamed.setG(of(attribute.getG()));
    }
    renamed.clearGraphs();
    attribute.getGraphsList().forEach(graph -> renamed.addGraphs(of(graph)));
    return renamed.build();
  }

  SparseTensorProto of(SparseTensorProto tensor) {
    var values = tensor.getValues();
    return tensor.toBuilder().setValues(values.toBuilder().setName(of(values.getName()))).build();
  }

  private GraphProto of(GraphProto graph) {
    var renamed = GraphProto.newBuilder().setName(graph.getName());
    values(graph.getInputList()).forEach(renamed::addInput);
    values(graph.getOutputList()).forEach(renamed::addOutput);
    graph
        .getInitializerList()
        .forEach(
            tensor -> renamed.addInitializer(tensor.toBuilder().setName(of(tensor.getName()))));
    graph.getSparseInitializerList().forEach(tensor -> renamed.addSparseInitializer(of(tensor)));
    graph.getNodeList().forEach(node -> renamed.addNode(of(node)));
    return renamed.build();
  }

  private List<ValueInfoProto> values(List<ValueInfoProto> values) {
    return values.stream()
        .map(value -> value.toBuilder().setName(of(value.getName())).build())
        .toList();
  }
}
