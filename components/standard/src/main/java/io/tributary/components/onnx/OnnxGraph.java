package io.tributary.components.onnx;

import static java.util.Objects.requireNonNull;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedOutputStream;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Explanation;
import io.tributary.serving.ClassNames;
import io.tributary.serving.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX model in the making: inputs, constants, nodes and outputs, appended in this order of use.
 * Every method that makes a tensor returns its name, which later nodes take as input.
 *
 * <pre>{@code
 * var graph = OnnxGraph.named("double");
 * var x = graph.input("x", DataType.FLOAT);
 * graph.output("y", graph.node("Mul", x, graph.floats(2)), DataType.FLOAT);
 * byte[] file = graph.bytes();
 * }</pre>
 *
 * <p>The same calls give the same bytes: names are counted, and neither time nor environment is
 * written. Equal constants are stored once. Not thread-safe.
 */
public final class OnnxGraph {
  /** What a negative first extent is called: the rows of a batch. */
  private static final String ROWS = "N";

  private static final String PRODUCER = "tributary";

  /** What a protobuf message, and so an ONNX file, can hold, less what is around the tensors. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (16L << 20);

  private static final long[] ROW_OF_BATCH = {-1, 1};

  private final GraphProto.Builder graph;
  private final OperatorSets operators;
  private final TensorNames tensors;
  private final TreeMap<String, String> metadata = new TreeMap<>();
  private final Map<TensorProto, String> constants = new HashMap<>();
  private final long mostBytes;
  private long bytes;
  private long weights;

  private OnnxGraph(GraphProto.Builder graph, OperatorSets operators, long mostBytes) {
    this.graph = graph;
    this.operators = operators;
    this.tensors = new TensorNames(graph.getName());
    this.mostBytes = mostBytes;
  }

  /** A graph without any node. */
  public static OnnxGraph named(String name) {
    return named(name, MOST_BYTES);
  }

  /** A graph of which so many bytes are too large a file. */
  static OnnxGraph named(String name, long mostBytes) {
    var graph = GraphProto.newBuilder().setName(requireNonNull(name, "name"));
    return new OnnxGraph(graph, OperatorSets.standard(), mostBytes);
  }

  /**
   * A graph that starts as a copy of {@code model}: all its tensors can be used by name, and its
   * constants are reused.
   *
   * @throws IllegalArgumentException if the model imports a standard operator set other than 17 to
   *     20, or keeps weights in another file
   */
  public static OnnxGraph continuing(ModelProto model) {
    return continuing(model, MOST_BYTES);
  }

  /** As {@link #continuing(ModelProto)}, where so many bytes are too large a file. */
  static OnnxGraph continuing(ModelProto model, long mostBytes) {
    var start = model.getGraph();
    var graph = new OnnxGraph(start.toBuilder(), OperatorSets.of(model), mostBytes);
    graph.bytes = start.getSerializedSize();
    model
        .getMetadataPropsList()
        .forEach(entry -> graph.metadata.put(entry.getKey(), entry.getValue()));
    start.getInputList().forEach(input -> graph.tensors.add(input.getName()));
    for (var constant : start.getInitializerList()) {
      requireInside(constant, start);
      graph.tensors.add(constant.getName());
      graph.constants.putIfAbsent(constant.toBuilder().clearName().build(), constant.getName());
    }
    start.getNodeList().forEach(node -> node.getOutputList().forEach(graph.tensors::add));
    return graph;
  }

  private static void requireInside(TensorProto constant, GraphProto graph) {
    if (constant.getDataLocation() == DataLocation.EXTERNAL) {
      throw new IllegalArgumentException(
          "model '"
              + graph.getName()
              + "': keeps '"
              + constant.getName()
              + "' in another file (expected: all weights in the file of the graph); export it as"
              + " one file");
    }
  }

  /**
   * Draws from at least this version of the standard operators, for one that came with it.
   *
   * @throws IllegalArgumentException if it is later than 20
   */
  public void raise(long version) {
    operators.raise(version);
  }

  /** Adds an input with one value per row, shape {@code [N, 1]}. */
  public String input(String name, DataType type) {
    return input(name, type, ROW_OF_BATCH);
  }

  /**
   * Adds an input.
   *
   * @param shape a negative extent stands for the number of rows
   */
  public String input(String name, DataType type, long... shape) {
    tensors.claim(name);
    graph.addInput(value(name, type, shape));
    return name;
  }

  /**
   * A constant FLOAT row, shape {@code [1, values]}, which meets every row of a tensor.
   *
   * <p>Not a vector, although that broadcasts alike: ONNX Runtime takes ten times as long for a
   * column and a vector of one value as for a column and a row of one.
   */
  public String floats(float... values) {
    return constant(OnnxTensor.floats(row(values.length), values));
  }

  /** A constant DOUBLE row, shape {@code [1, values]}, see {@link #floats}. */
  public String doubles(double... values) {
    return constant(OnnxTensor.doubles(row(values.length), values));
  }

  /** A constant INT64 row, shape {@code [1, values]}, see {@link #floats}. */
  public String longs(long... values) {
    return constant(OnnxTensor.longs(row(values.length), values));
  }

  /** A constant STRING row, shape {@code [1, values]}, see {@link #floats}. */
  public String strings(String... values) {
    return constant(OnnxTensor.strings(row(values.length), values));
  }

  private static long[] row(int length) {
    return new long[] {1, length};
  }

  /** A constant INT64 vector: places, extents or axes that an operator asks for, or a table. */
  public String vector(long... values) {
    return constant(OnnxTensor.longs(new long[] {values.length}, values));
  }

  /** A constant DOUBLE vector: a table to gather from. */
  public String vector(double... values) {
    return constant(OnnxTensor.doubles(new long[] {values.length}, values));
  }

  /** A constant STRING vector: a table to gather from. */
  public String vector(String... values) {
    return constant(OnnxTensor.strings(new long[] {values.length}, values));
  }

  /**
   * A constant tensor, from {@link OnnxTensor}; equal constants share one name.
   *
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if the graph does not fit into a file any more,
   *     even if all that can be has a file of its own
   */
  public String constant(TensorProto tensor) {
    var unnamed = tensor.toBuilder().clearName().build();
    var known = constants.get(unnamed);
    if (known != null) {
      return known;
    }
    var name = tensors.fresh("constant");
    if (WeightsFile.takes(unnamed)) {
      weights += unnamed.getSerializedSize();
    } else {
      take(unnamed.getSerializedSize());
    }
    graph.addInitializer(unnamed.toBuilder().setName(name));
    constants.put(unnamed, name);
    return name;
  }

  /** Adds a standard operator with one output and no attributes. */
  public String node(String operator, String... inputs) {
    return node(OnnxDomain.STANDARD, operator, List.of(), inputs);
  }

  /** Adds an operator with one output. */
  public String node(
      OnnxDomain domain, String operator, List<OnnxAttribute> attributes, String... inputs) {
    return node(domain, operator, attributes, List.of(inputs), 1).get(0);
  }

  /**
   * Adds an operator.
   *
   * @param inputs names of tensors of this graph; the empty string leaves an optional input out
   * @param outputs how many of the operator's outputs to name
   * @return the names of the outputs
   * @throws IllegalArgumentException if an input is no tensor of this graph
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if the graph does not fit into a file any more
   */
  public List<String> node(
      OnnxDomain domain,
      String operator,
      List<OnnxAttribute> attributes,
      List<String> inputs,
      int outputs) {
    operators.add(domain);
    var node = NodeProto.newBuilder().setOpType(operator).setDomain(domain.id());
    for (var input : inputs) {
      if (!input.isEmpty()) {
        tensors.require(input, operator);
      }
      node.addInput(input);
    }
    var names = new ArrayList<String>(outputs);
    for (int i = 0; i < outputs; i++) {
      names.add(tensors.fresh(operator));
    }
    take(node.addAllOutput(names).setName(names.get(0)).build().getSerializedSize());
    for (var attribute : attributes) {
      // One by one: Protobuf adds up sizes as integers, which overflow.
      take(
          CodedOutputStream.computeMessageSize(
              NodeProto.ATTRIBUTE_FIELD_NUMBER, attribute.proto()));
      node.addAttribute(attribute.proto());
    }
    graph.addNode(node);
    return List.copyOf(names);
  }

  private void take(int more) {
    bytes += Integer.toUnsignedLong(more);
    requireRoom(bytes);
  }

  private void requireRoom(long needed) {
    if (needed > mostBytes) {
      throw new ExecutionFailure(
          ExecutionFailure.Code.RESOURCE_EXHAUSTED,
          new Explanation(
              "graph '" + graph.getName() + "'",
              "more than " + mostBytes + " bytes of constants and nodes",
              "what fits into one ONNX file, 2 GiB",
              "choose fewer terms with topK, hash large vocabularies, or train a smaller model"));
    }
  }

  /**
   * Cuts a tensor of shape {@code [N, parts * width]} into tensors of shape {@code [N, width]}. The
   * sizes are given, because operator sets from 18 on do not take the number of outputs for them.
   */
  public List<String> split(String tensor, int parts, int width) {
    if (parts == 1) {
      return List.of(tensor);
    }
    var sizes = new long[parts];
    Arrays.fill(sizes, width);
    return node(
        OnnxDomain.STANDARD,
        "Split",
        List.of(OnnxAttribute.ofInt("axis", 1)),
        List.of(tensor, vector(sizes)),
        parts);
  }

  /**
   * Appends all that another graph computes, under names of its own. Its operators must mean the
   * same in the versions that this graph draws from: see {@link #version}.
   *
   * @param inputs a tensor of this graph for each input of the other
   * @param output one of the other's outputs
   * @return what that output is called here
   */
  public String inline(GraphProto added, Map<String, String> inputs, String output) {
    for (var node : added.getNodeList()) {
      OnnxDomain.of(node.getDomain()).ifPresent(operators::add);
    }
    inputs.values().forEach(tensor -> tensors.require(tensor, "inlined graph"));
    var renaming = new Renaming(tensors.prefix(), inputs);
    for (var constant : added.getInitializerList()) {
      var name = renaming.of(constant.getName());
      tensors.claim(name);
      graph.addInitializer(constant.toBuilder().setName(name));
    }
    for (var constant : added.getSparseInitializerList()) {
      var renamed = renaming.of(constant);
      tensors.claim(renamed.getValues().getName());
      graph.addSparseInitializer(renamed);
    }
    for (var node : added.getNodeList()) {
      var renamed = renaming.of(node);
      renamed.getOutputList().stream().filter(name -> !name.isEmpty()).forEach(tensors::claim);
      graph.addNode(renamed);
    }
    return renaming.of(output);
  }

  /** Version of an operator set as the graph imports it, or would. */
  public long version(OnnxDomain domain) {
    return operators.version(domain);
  }

  /** Converts {@code tensor} to another element type. */
  public String cast(String tensor, DataType type) {
    return node(
        OnnxDomain.STANDARD, "Cast", List.of(OnnxAttribute.ofInt("to", type.getNumber())), tensor);
  }

  /** Declares an output with one value per row, shape {@code [N, 1]}. */
  public void output(String name, String tensor, DataType type) {
    output(name, tensor, type, ROW_OF_BATCH);
  }

  /**
   * Declares an output.
   *
   * @param name its name; a tensor that is called otherwise gets this as a second name
   * @param shape a negative first extent stands for the number of rows, a later one is not known
   */
  public void output(String name, String tensor, DataType type, long... shape) {
    tensors.require(tensor, "output '" + name + "'");
    if (!name.equals(tensor)) {
      tensors.claim(name);
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Identity")
              .setName(name)
              .addInput(tensor)
              .addOutput(name));
    }
    graph.addOutput(value(name, type, shape));
  }

  /**
   * Says what the values of a row of an output stand for; {@code signature.json} tells it to those
   * who ask the model.
   */
  public void classes(String output, List<String> classes) {
    metadata.put(ClassNames.key(output), ClassNames.write(classes));
  }

  /** Names of the declared inputs, in order. */
  public List<String> inputs() {
    return graph.getInputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** Names of the declared outputs, in order. */
  public List<String> outputs() {
    return graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** Whether {@code name} is an input, a constant or made by a node. */
  public boolean has(String name) {
    return tensors.has(name);
  }

  /**
   * Declares no outputs any more. Their tensors stay, to be used by name: so a model continues a
   * transform.
   */
  public void clearOutputs() {
    graph.clearOutput();
  }

  /**
   * The model so far.
   *
   * @throws ExecutionFailure RESOURCE_EXHAUSTED if it is too large for one file: {@link #write} can
   *     write it
   */
  public ModelProto build() {
    requireRoom(bytes + weights);
    return model(graph);
  }

  private ModelProto model(GraphProto.Builder content) {
    var names = new LinkedHashSet<>(outputs());
    if (names.size() != graph.getOutputCount()) {
      throw new IllegalStateException(
          "graph '"
              + graph.getName()
              + "': outputs "
              + outputs()
              + " (expected: each name once); declare every output once");
    }
    var model = ModelProto.newBuilder().setProducerName(PRODUCER).setGraph(content.build());
    operators.declare(model);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  /** The content of an {@code .onnx} file, see {@link #build}. */
  public byte[] bytes() {
    return build().toByteArray();
  }

  /**
   * Writes an {@code .onnx} file, which is not there yet. Weights of a model that is too large for
   * one file go into another one beside it, {@code <name>.data}.
   */
  public void write(Path file) throws IOException {
    if (bytes + weights <= mostBytes) {
      Files.write(file, bytes());
      return;
    }
    var lean = graph.clone();
    try (var outside = WeightsFile.beside(file)) {
      for (int i = 0; i < graph.getInitializerCount(); i++) {
        var constant = graph.getInitializer(i);
        if (WeightsFile.takes(constant)) {
          lean.setInitializer(i, outside.put(constant));
        }
      }
    }
    Files.write(file, model(lean).toByteArray());
  }

  /**
   * Opens the model: from memory, or, if it is too large for that, from files, as long as it is
   * open.
   *
   * @param folder where these are written; exists
   * @param origin what messages call it
   */
  public OpenGraph open(Path folder, String origin) throws IOException {
    if (bytes + weights <= mostBytes) {
      return new OpenGraph(OnnxModel.of(bytes(), origin), List.of());
    }
    var own = Files.createTempDirectory(folder, "model");
    var file = own.resolve("model.onnx");
    var files = List.of(file, WeightsFile.path(file), own);
    boolean isOpen = false;
    try {
      write(file);
      var open = new OpenGraph(OnnxModel.open(file), files);
      isOpen = true;
      return open;
    } finally {
      if (!isOpen) {
        OpenGraph.delete(files);
      }
    }
  }

  static ValueInfoProto value(String name, DataType type, long... shape) {
    var dims = TensorShapeProto.newBuilder();
    for (int i = 0; i < shape.length; i++) {
      var dim = TensorShapeProto.Dimension.newBuilder();
      if (shape[i] >= 0) {
        dim.setDimValue(shape[i]);
      } else if (i == 0) {
        dim.setDimParam(ROWS);
      }
      dims.addDim(dim);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dims)))
        .build();
  }
}
