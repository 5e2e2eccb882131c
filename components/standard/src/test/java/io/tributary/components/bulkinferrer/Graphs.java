package io.tributary.components.bulkinferrer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.OnnxTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Model files of a few nodes. */
final class Graphs {
  private Graphs() {}

  /** From a text, a number and a whole number to an output of every type and shape. */
  static Path everyOutput(Path file) throws IOException {
    var graph = OnnxGraph.named("every-output");
    var number = graph.input("number", DataType.FLOAT);
    var text = graph.input("text", DataType.STRING);
    var whole = graph.input("whole", DataType.INT64);
    var factors = graph.constant(OnnxTensor.floats(new long[] {1, 3}, 1, -2, 0.5f));
    var three = graph.node("Mul", number, factors);
    graph.output("probabilities", three, DataType.FLOAT, -1, 3);
    graph.classes("probabilities", List.of("low", "größer", "a,b"));
    graph.output("unnamed", three, DataType.FLOAT, -1, 3);
    graph.output("open", threeTimes(graph, number, whole), DataType.FLOAT, -1, -1);
    graph.output("double", graph.cast(number, DataType.DOUBLE), DataType.DOUBLE);
    graph.output("whole_out", whole, DataType.INT64);
    graph.output("small", graph.cast(whole, DataType.INT32), DataType.INT32);
    var isPositive = graph.node("Greater", number, graph.floats(0));
    graph.output("positive", isPositive, DataType.BOOL);
    var word = graph.node("Where", isPositive, graph.strings("größer"), graph.strings(""));
    graph.output("word", word, DataType.STRING);
    graph.output("flat", graph.node("Squeeze", whole, graph.vector(1)), DataType.INT64, -1);
    graph.output("id", id(graph, text), DataType.INT64);
    return Files.write(file, graph.bytes());
  }

  /** In a row as often as the values say, so that nobody knows the shape before. */
  private static String threeTimes(OnnxGraph graph, String number, String whole) {
    var axis = List.of(OnnxAttribute.ofInt("axis", 0));
    var three = graph.constant(OnnxTensor.longs(new long[] {1, 1}, 3));
    var threes = graph.node("Add", graph.node("Mul", whole, graph.longs(0)), graph.longs(3));
    var all = graph.node(OnnxDomain.STANDARD, "Concat", axis, three, threes);
    var most =
        graph.node(OnnxDomain.STANDARD, "ReduceMax", List.of(OnnxAttribute.ofInts("axes", 0)), all);
    var times =
        graph.node(
            OnnxDomain.STANDARD,
            "Concat",
            axis,
            graph.vector(1),
            graph.node("Squeeze", most, graph.vector(1)));
    return graph.node("Tile", number, times);
  }

  private static String id(OnnxGraph graph, String text) {
    return graph.node(
        OnnxDomain.ML,
        "LabelEncoder",
        List.of(
            OnnxAttribute.ofStrings("keys_strings", List.of("Cash", "", "🚕")),
            OnnxAttribute.ofInts("values_int64s", 1, 2, 3),
            OnnxAttribute.ofInt("default_int64", -1)),
        text);
  }

  /** Of several values a row each, as other libraries export them. */
  static Path ofMatrices(Path file) throws IOException {
    var graph = OnnxGraph.named("matrices");
    graph.output(
        "numbers_out", graph.input("numbers", DataType.FLOAT, -1, 2), DataType.FLOAT, -1, 2);
    graph.output("wholes_out", graph.input("wholes", DataType.INT64, -1, 3), DataType.INT64, -1, 3);
    var isCash =
        graph.node(
            OnnxDomain.ML,
            "LabelEncoder",
            List.of(
                OnnxAttribute.ofStrings("keys_strings", List.of("Cash")),
                OnnxAttribute.ofInts("values_int64s", 1),
                OnnxAttribute.ofInt("default_int64", 0)),
            graph.input("texts", DataType.STRING, -1, 2));
    graph.output("is_cash", isCash, DataType.INT64, -1, 2);
    graph.output("flat_out", graph.input("flat", DataType.INT64, -1), DataType.INT64, -1);
    return Files.write(file, graph.bytes());
  }

  /** As a library of another domain would export it; takes a matrix besides. */
  static Path withCustomOperator(Path file) throws IOException {
    var graph = OnnxGraph.named("custom");
    var number = graph.input("number", DataType.FLOAT);
    graph.input("matrix", DataType.FLOAT, -1, 4);
    graph.input("absent", DataType.STRING);
    graph.output("prediction", number, DataType.FLOAT);
    graph.output("count", graph.vector(7), DataType.INT64, 1);
    var model = ModelProto.parseFrom(graph.bytes()).toBuilder();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.acme").setVersion(1));
    model
        .getGraphBuilder()
        .addNode(
            NodeProto.newBuilder()
                .setDomain("com.acme")
                .setOpType("Fancy")
                .addInput("number")
                .addOutput("fancy"));
    return Files.write(file, model.build().toByteArray());
  }
}
