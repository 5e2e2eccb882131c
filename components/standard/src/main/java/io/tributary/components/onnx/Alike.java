package io.tributary.components.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Which nodes of a graph do the same to different columns: the operator is the same, they take
 * columns {@code [N, 1]} and constants {@code [1, 1]} in the same places, and so it is with the
 * nodes before and behind them. None of such nodes needs what another one gives.
 */
final class Alike {
  /** Operators on each value for itself, whose results IEEE 754 prescribes to the last bit. */
  private static final Set<String> EXACT =
      Set.of(
          "Abs",
          "Add",
          "And",
          "Cast",
          "Ceil",
          "Div",
          "Equal",
          "Floor",
          "Greater",
          "GreaterOrEqual",
          "Identity",
          "IsNaN",
          "Less",
          "LessOrEqual",
          "Max",
          "Min",
          "Mul",
          "Neg",
          "Not",
          "Or",
          "Sqrt",
          "Sub",
          "Where");

  private static final Set<String> TRUTHS =
      Set.of("Equal", "Greater", "GreaterOrEqual", "IsNaN", "Less", "LessOrEqual");

  private static final Set<DataType> FLOATING = Set.of(DataType.FLOAT, DataType.DOUBLE);

  /** What ReduceSum is told to make of each row one value. */
  private static final TensorProto OF_ROWS = OnnxTensor.longs(new long[] {1}, 1);

  private static final Set<DataType> TYPES =
      Set.of(DataType.FLOAT, DataType.DOUBLE, DataType.INT64, DataType.BOOL);

  /**
   * What is known of a tensor {@code [N, width]} or {@code [1, width]}; nothing of others.
   *
   * @param isConstant whether it is an initializer
   * @param isNarrow whether its width is 1
   */
  private record Facts(DataType type, boolean isConstant, boolean isNarrow) {}

  /** A node, what follows from it, its zero, and where its operands come from. */
  private record Likeness(int behind, int depth, long zero, List<Object> before) {}

  private final GraphProto graph;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, Facts> facts = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();

  /** The nodes that may be done side by side, by the column that they make. */
  private final Map<String, NodeProto> able = new LinkedHashMap<>();

  /**
   * Of a graph whose nodes stand in the order in which they can be computed, and hold no graphs of
   * their own.
   */
  Alike(GraphProto graph) {
    this.graph = graph;
    graph.getInitializerList().forEach(this::learn);
    graph.getInputList().forEach(this::learn);
    graph.getNodeList().forEach(this::learn);
  }

  private void learn(TensorProto constant) {
    constants.put(constant.getName(), constant);
    if (constant.getDimsCount() == 2 && constant.getDims(0) == 1) {
      // What is not in raw form could not be put side by side.
      boolean isNarrow = constant.getDims(1) == 1 && !constant.getRawData().isEmpty();
      var type = DataType.forNumber(constant.getDataType());
      facts.put(constant.getName(), new Facts(type, true, isNarrow));
    }
  }

  private void learn(ValueInfoProto input) {
    var type = input.getType().getTensorType();
    var dims = type.getShape().getDimList();
    if (dims.size() == 2 && dims.get(1).getDimValue() == 1) {
      facts.put(input.getName(), new Facts(DataType.forNumber(type.getElemType()), false, true));
    }
  }

  private void learn(NodeProto node) {
    int depth = 1 + node.getInputList().stream().mapToInt(this::depth).max().orElse(0);
    node.getOutputList().forEach(output -> depths.put(output, depth));
    if (node.getOpType().equals("LabelEncoder")) {
      learnLookUp(node);
    } else if (node.getOpType().equals("ReduceSum")) {
      learnSum(node);
    } else if (EXACT.contains(node.getOpType()) && node.getDomain().isEmpty()) {
      learnExact(node);
    }
  }

  private void learnLookUp(NodeProto node) {
    var text = facts.get(node.getInput(0));
    if (text != null && !text.isConstant() && attribute(node, "values_int64s").isPresent()) {
      facts.put(node.getOutput(0), new Facts(DataType.INT64, false, text.isNarrow()));
    }
  }

  /** The sum of each row stays a column. */
  private void learnSum(NodeProto node) {
    var rows = facts.get(node.getInput(0));
    if (rows != null
        && !rows.isConstant()
        && isOfRows(node)
        && attribute(node, "keepdims").filter(keep -> keep.getI() == 1).isPresent()) {
      facts.put(node.getOutput(0), new Facts(rows.type(), false, true));
    }
  }

  private boolean isOfRows(NodeProto sum) {
    var axes = sum.getInputCount() == 2 ? constants.get(sum.getInput(1)) : null;
    return axes != null && axes.toBuilder().clearName().build().equals(OF_ROWS);
  }

  private void learnExact(NodeProto node) {
    var operands = new ArrayList<Facts>();
    for (var input : node.getInputList()) {
      var known = facts.get(input);
      if (known == null) {
        return;
      }
      operands.add(known);
    }
    if (operands.stream().allMatch(Facts::isConstant)) {
      return;
    }
    boolean isNarrow = operands.stream().allMatch(Facts::isNarrow);
    var type = type(node, operands);
    facts.put(node.getOutput(0), new Facts(type, false, isNarrow));
    if (isNarrow && isExact(node, type, operands)) {
      able.put(node.getOutput(0), node);
    }
  }

  private static DataType type(NodeProto node, List<Facts> operands) {
    if (TRUTHS.contains(node.getOpType())) {
      return DataType.BOOL;
    }
    return switch (node.getOpType()) {
      case "Cast" -> DataType.forNumber((int) attribute(node, "to").orElseThrow().getI());
      case "Where" -> operands.get(1).type();
      default -> operands.get(0).type();
    };
  }

  private boolean isExact(NodeProto node, DataType type, List<Facts> operands) {
    if (!TYPES.contains(type) || !operands.stream().allMatch(it -> TYPES.contains(it.type()))) {
      return false;
    }
    return switch (node.getOpType()) {
      // What no integer equals is converted as the processor likes.
      case "Cast" -> type != DataType.INT64 || operands.get(0).type() == DataType.BOOL;
      // A name for what is not computed here needs no company.
      case "Identity" -> able.containsKey(node.getInput(0));
      default -> true;
    };
  }

  /** How many nodes stand one behind another at most on the way to a tensor. */
  int depth(String tensor) {
    return depths.getOrDefault(tensor, 0);
  }

  boolean isConstant(String tensor) {
    return facts.containsKey(tensor) && requireNonNull(facts.get(tensor)).isConstant();
  }

  /** All nodes that may be done side by side, those that do the same together. */
  Collection<List<NodeProto>> groups() {
    var behind = behind();
    var groups = new LinkedHashMap<Likeness, List<NodeProto>>();
    var groupOf = new HashMap<String, Likeness>();
    var numberOf = new HashMap<Likeness, Integer>();
    for (var node : able.values()) {
      var before = new ArrayList<Object>();
      for (var input : node.getInputList()) {
        var group = groupOf.get(input);
        before.add(
            group == null ? requireNonNull(facts.get(input)) : requireNonNull(numberOf.get(group)));
      }
      var made = node.getOutput(0);
      var likeness =
          new Likeness(
              requireNonNull(behind.get(made)), depth(made), zero(node), List.copyOf(before));
      groups.computeIfAbsent(likeness, none -> new ArrayList<>()).add(node);
      groupOf.put(made, likeness);
      numberOf.putIfAbsent(likeness, numberOf.size());
    }
    return groups.values();
  }

  /**
   * The constant zero, as bits, of a node in which ONNX Runtime treats a zero that is alone and one
   * in a row otherwise; 1 if it has none. What adds nothing to a column it leaves out, so that -0
   * stays -0, and which zero is the greater one depends on the loop.
   */
  private long zero(NodeProto node) {
    var values = node.getInputList().stream().flatMapToDouble(this::value);
    var zeros =
        switch (node.getOpType()) {
          case "Add", "Max", "Min" -> values.filter(value -> value == 0);
          case "Sub" -> values.filter(value -> Double.compare(value, -0.0) == 0);
          default -> DoubleStream.empty();
        };
    return zeros.mapToLong(Double::doubleToRawLongBits).findFirst().orElse(1);
  }

  private DoubleStream value(String input) {
    var constant = constants.get(input);
    return constant != null && FLOATING.contains(DataType.forNumber(constant.getDataType()))
        ? DoubleStream.of(OnnxTensor.numbers(constant)[0])
        : DoubleStream.empty();
  }

  /**
   * A number for each column that is made: the same where the same is done to make it and after.
   */
  private Map<String, Integer> behind() {
    var outputs = new HashSet<String>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    var users = new HashMap<String, List<String>>();
    var numbers = new HashMap<List<Object>, Integer>();
    var behind = new HashMap<String, Integer>();
    var nodes = new ArrayList<>(graph.getNodeList());
    Collections.reverse(nodes);
    for (var node : nodes) {
      var made = node.getOutput(0);
      var likeness = new ArrayList<Object>();
      likeness.add(node.getOpType());
      boolean isAble = able.containsKey(made);
      if (isAble) {
        likeness.add(node.getAttributeList());
        var uses = users.getOrDefault(made, new ArrayList<>());
        Collections.sort(uses);
        likeness.add(uses);
        likeness.add(outputs.contains(made));
      }
      int number = numbers.computeIfAbsent(likeness, none -> numbers.size());
      behind.put(made, number);
      for (int i = 0; i < node.getInputCount(); i++) {
        users.computeIfAbsent(node.getInput(i), none -> new ArrayList<>()).add(number + "/" + i);
      }
    }
    return behind;
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }
}
