package io.tributary.components.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Graphs of many columns with fewer nodes: where the same is done to many columns {@code [N, 1]},
 * it is done to some of them at a time, which lie side by side in a tensor {@code [N, columns]}.
 * Values are the same, bit for bit, for only operators take part whose results follow from the
 * standard of floating-point numbers; but a zero may have the other sign where 0 is added to an
 * input of the graph as it comes, or the sum is an output as it is. Names of inputs and outputs
 * stay.
 */
public final class SideBySide {
  /** Fewer are left as they are. */
  private static final int LEAST = 16;

  /** At most so many lie side by side: 2 MB of a batch of 4,096 rows. */
  private static final int MOST = 64;

  /**
   * Nodes that become one.
   *
   * @param tensor what it makes
   */
  private record Strip(String tensor, List<NodeProto> nodes, int depth) {}

  /** Where a column lies. */
  private record Lane(Strip strip, int index) {}

  /** Nodes of the new graph, and when they can be computed. */
  private record Placed(int depth, List<NodeProto> nodes) {}

  private final GraphProto graph;
  private final Alike alike;
  private final Set<String> names = new HashSet<>();
  private final Map<String, TensorProto> constants = new LinkedHashMap<>();
  private final Map<TensorProto, String> rows = new HashMap<>();
  private final List<Strip> strips = new ArrayList<>();
  private final Map<String, Lane> lanes = new HashMap<>();

  /** The strips of which columns are needed, too, by their tensors. */
  private final Map<String, Strip> cut = new LinkedHashMap<>();

  private final GraphProto.Builder result;
  private int counter;

  private SideBySide(GraphProto graph) {
    this.graph = graph;
    this.alike = new Alike(graph);
    this.result = graph.toBuilder().clearNode().clearInitializer();
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    for (var constant : graph.getInitializerList()) {
      names.add(constant.getName());
      constants.put(constant.getName(), constant);
    }
  }

  /**
   * A model that computes the same.
   *
   * @param model its nodes stand in the order in which they can be computed, and hold no graphs of
   *     their own
   */
  public static ModelProto of(ModelProto model) {
    return model.toBuilder().setGraph(new SideBySide(model.getGraph()).rewritten()).build();
  }

  private GraphProto rewritten() {
    for (var group : alike.groups()) {
      if (group.size() >= LEAST) {
        divide(group);
      }
    }
    if (strips.isEmpty()) {
      return graph;
    }
    var placed = new ArrayList<Placed>();
    for (var node : graph.getNodeList()) {
      if (!lanes.containsKey(node.getOutput(0))) {
        node.getInputList().forEach(this::require);
        placed.add(new Placed(alike.depth(node.getOutput(0)), List.of(node)));
      }
    }
    graph.getOutputList().forEach(output -> require(output.getName()));
    for (var strip : strips) {
      placed.add(new Placed(strip.depth(), joined(strip)));
    }
    for (var strip : cut.values()) {
      placed.add(new Placed(strip.depth(), List.of(split(strip))));
    }
    placed.sort(Comparator.comparingInt(Placed::depth));
    placed.forEach(each -> result.addAllNode(each.nodes()));
    addUsedConstants();
    return result.build();
  }

  /** Makes strips of about the same width. */
  private void divide(List<NodeProto> group) {
    int parts = (group.size() + MOST - 1) / MOST;
    for (int part = 0; part < parts; part++) {
      var nodes = group.subList(group.size() * part / parts, group.size() * (part + 1) / parts);
      var strip =
          new Strip(fresh("strip"), List.copyOf(nodes), alike.depth(nodes.get(0).getOutput(0)));
      strips.add(strip);
      for (int i = 0; i < nodes.size(); i++) {
        lanes.put(nodes.get(i).getOutput(0), new Lane(strip, i));
      }
    }
  }

  /** Sees to it that there is a tensor of this name. */
  private void require(String tensor) {
    var lane = lanes.get(tensor);
    if (lane != null) {
      cut.put(lane.strip().tensor(), lane.strip());
    }
  }

  /** The node that does what those of the strip do, behind what puts its operands side by side. */
  private List<NodeProto> joined(Strip strip) {
    var made = new ArrayList<NodeProto>();
    var first = strip.nodes().get(0);
    var node = first.toBuilder().clearInput().clearOutput().setName(strip.tensor());
    for (int i = 0; i < first.getInputCount(); i++) {
      int operand = i;
      var sources = strip.nodes().stream().map(each -> each.getInput(operand)).toList();
      node.addInput(beside(sources, made));
    }
    made.add(node.addOutput(strip.tensor()).build());
    return made;
  }

  /** One tensor of all sources, columns or constants. */
  private String beside(List<String> sources, List<NodeProto> made) {
    var first = sources.get(0);
    if (alike.isConstant(first)) {
      return row(sources);
    }
    var lane = lanes.get(first);
    if (lane != null && isWhole(lane.strip(), sources)) {
      return lane.strip().tensor();
    }
    sources.forEach(this::require);
    var name = fresh("beside");
    made.add(
        NodeProto.newBuilder()
            .setOpType("Concat")
            .setName(name)
            .addAttribute(OnnxAttribute.ofInt("axis", 1).proto())
            .addAllInput(sources)
            .addOutput(name)
            .build());
    return name;
  }

  private static boolean isWhole(Strip strip, List<String> sources) {
    return strip.nodes().stream().map(node -> node.getOutput(0)).toList().equals(sources);
  }

  private String row(List<String> sources) {
    var scalars = sources.stream().map(name -> requireNonNull(constants.get(name))).toList();
    var values = scalars.stream().map(TensorProto::getRawData).toList();
    if (Set.copyOf(values).size() == 1) {
      return sources.get(0);
    }
    return constant(
        TensorProto.newBuilder()
            .setDataType(scalars.get(0).getDataType())
            .addDims(1)
            .addDims(values.size())
            .setRawData(ByteString.copyFrom(values))
            .build());
  }

  private String constant(TensorProto unnamed) {
    return rows.computeIfAbsent(
        unnamed,
        tensor -> {
          var name = fresh("row");
          constants.put(name, tensor.toBuilder().setName(name).build());
          return name;
        });
  }

  /** Cuts a strip up; named as the first of its nodes was. */
  private NodeProto split(Strip strip) {
    long[] widths = new long[strip.nodes().size()];
    Arrays.fill(widths, 1);
    var node =
        NodeProto.newBuilder()
            .setOpType("Split")
            .setName(strip.nodes().get(0).getName())
            .addAttribute(OnnxAttribute.ofInt("axis", 1).proto())
            .addInput(strip.tensor())
            .addInput(constant(OnnxTensor.longs(new long[] {widths.length}, widths)));
    strip.nodes().forEach(each -> node.addOutput(each.getOutput(0)));
    return node.build();
  }

  private void addUsedConstants() {
    var used = new HashSet<String>();
    result.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    graph.getOutputList().forEach(output -> used.add(output.getName()));
    constants.values().stream()
        .filter(constant -> used.contains(constant.getName()))
        .forEach(result::addInitializer);
  }

  private String fresh(String what) {
    String name;
    do {
      name = what + "/" + counter++;
    } while (!names.add(name));
    return name;
  }
}
