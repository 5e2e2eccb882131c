package io.tributary.serving;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX models small enough to know their answers by heart. */
public final class SmallModels {
  /** Companies the taxi model knows, in the order of their ids. */
  public static final List<String> COMPANIES =
      List.of("Flash Cab", "Über", "日本交通", "😀 cab", "nul\0cab", "");

  private SmallModels() {}

  /**
   * Inputs company BYTES, fare FP32, seconds INT64; outputs probability FP32 = sigmoid(0.25 fare +
   * 0.001 seconds + 0.5 id + bias), with 0 for a missing fare, and company_id INT64, −1 for unknown
   * companies. All [N, 1].
   */
  public static byte[] taxi(float bias) {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("taxi")
            .addInput(column("company", TensorProto.DataType.STRING))
            .addInput(column("fare", TensorProto.DataType.FLOAT))
            .addInput(column("seconds", TensorProto.DataType.INT64))
            .addOutput(column("probability", TensorProto.DataType.FLOAT))
            .addOutput(column("company_id", TensorProto.DataType.INT64))
            .addInitializer(scalar("zero", 0))
            .addInitializer(scalar("w_fare", 0.25f))
            .addInitializer(scalar("w_seconds", 0.001f))
            .addInitializer(scalar("w_id", 0.5f))
            .addInitializer(scalar("bias", bias))
            .addNode(vocabulary("company", "company_id"))
            .addNode(node("IsNaN", "fare_missing", "fare"))
            .addNode(node("Where", "fare_filled", "fare_missing", "zero", "fare"))
            .addNode(cast("id_number", "company_id"))
            .addNode(cast("seconds_number", "seconds"))
            .addNode(node("Mul", "a", "fare_filled", "w_fare"))
            .addNode(node("Mul", "b", "seconds_number", "w_seconds"))
            .addNode(node("Mul", "c", "id_number", "w_id"))
            .addNode(node("Add", "ab", "a", "b"))
            .addNode(node("Add", "abc", "ab", "c"))
            .addNode(node("Add", "margin", "abc", "bias"))
            .addNode(node("Sigmoid", "probability", "margin"));
    return model(graph);
  }

  /** Input text BYTES [N, 1], output the same as echo. */
  public static byte[] echo() {
    return echo("text");
  }

  static byte[] echo(String input) {
    return model(
        GraphProto.newBuilder()
            .setName("echo")
            .addInput(column(input, TensorProto.DataType.STRING))
            .addOutput(column("echo", TensorProto.DataType.STRING))
            .addNode(node("Identity", "echo", input)));
  }

  /** One input and one output of each supported type, passed through: b, i, l, f, d, s [N, 1]. */
  public static byte[] everyType() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("everyType");
    pass(graph, "b", TensorProto.DataType.BOOL);
    pass(graph, "i", TensorProto.DataType.INT32);
    pass(graph, "l", TensorProto.DataType.INT64);
    pass(graph, "f", TensorProto.DataType.FLOAT);
    pass(graph, "d", TensorProto.DataType.DOUBLE);
    pass(graph, "s", TensorProto.DataType.STRING);
    return model(graph);
  }

  /** An input type that has no tensor here: half precision. */
  public static byte[] halfPrecision() {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("half");
    pass(graph, "h", TensorProto.DataType.FLOAT16);
    return model(graph);
  }

  private static void pass(GraphProto.Builder graph, String name, TensorProto.DataType type) {
    graph
        .addInput(column(name, type))
        .addOutput(column(name + "_out", type))
        .addNode(node("Identity", name + "_out", name));
  }

  /** Writes a model into a file of that directory. */
  public static Path write(Path directory, String name, byte[] onnx) {
    try {
      Files.createDirectories(directory);
      return Files.write(directory.resolve(name), onnx);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(9)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(19))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto column(String name, TensorProto.DataType type) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(
                            TensorShapeProto.newBuilder()
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
                                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1)))))
        .build();
  }

  private static TensorProto scalar(String name, float value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addFloatData(value)
        .build();
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static NodeProto cast(String output, String input) {
    return node("Cast", output, input).toBuilder()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT.getNumber()))
        .build();
  }

  private static NodeProto vocabulary(String input, String output) {
    AttributeProto.Builder keys =
        AttributeProto.newBuilder()
            .setName("keys_strings")
            .setType(AttributeProto.AttributeType.STRINGS);
    AttributeProto.Builder ids =
        AttributeProto.newBuilder()
            .setName("values_int64s")
            .setType(AttributeProto.AttributeType.INTS);
    for (int i = 0; i < COMPANIES.size(); i++) {
      keys.addStrings(ByteString.copyFromUtf8(COMPANIES.get(i)));
      ids.addInts(i);
    }
    return node("LabelEncoder", output, input).toBuilder()
        .setDomain("ai.onnx.ml")
        .addAttribute(keys)
        .addAttribute(ids)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("default_int64")
                .setType(AttributeProto.AttributeType.INT)
                .setI(-1))
        .build();
  }
}
