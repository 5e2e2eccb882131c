package io.tributary.components.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.serving.Datatype;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SideBySideTest {
  private static final int COLUMNS = 100;

  private static final double[] SPECIAL = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    0,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    1,
    -1
  };

  private static final long[] SPECIAL_INTEGERS = {
    Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, (1L << 53) + 1
  };

  private static String single(OnnxGraph graph, String tensor) {
    return graph.cast(tensor, DataType.FLOAT);
  }

  private static String truth(OnnxGraph graph, String tensor) {
    return graph.cast(tensor, DataType.INT64);
  }

  /** Columns of numbers and of integers, of each of which the same follows, in many ways. */
  private static ModelProto everything() {
    var graph = OnnxGraph.named("everything");
    for (int c = 0; c < COLUMNS; c++) {
      graph.input("x" + c, DataType.FLOAT);
      graph.input("n" + c, DataType.INT64);
    }
    var random = new SplittableRandom(3);
    for (int c = 0; c < COLUMNS; c++) {
      var x = graph.cast("x" + c, DataType.DOUBLE);
      var isMissing = graph.node("IsNaN", x);
      var own = graph.doubles(random.nextDouble(-2, 2));
      var filled = graph.node("Where", isMissing, own, x);
      var centred = graph.node("Sub", filled, own);
      var share = graph.node("Div", centred, graph.doubles(random.nextInt(3)));
      var clipped =
          graph.node("Max", graph.node("Min", graph.node("Floor", share), graph.doubles(9)), own);
      graph.output("clipped" + c, single(graph, clipped), DataType.FLOAT);
      var product = graph.node("Mul", x, graph.node("Neg", graph.node("Abs", share)));
      var sum = graph.node("Add", product, graph.cast("n" + c, DataType.DOUBLE));
      graph.output("sum" + c, single(graph, sum), DataType.FLOAT);
      var bounds = graph.doubles(-1, random.nextDouble(), 2);
      var reached = truth(graph, graph.node("GreaterOrEqual", filled, bounds));
      var bucket =
          graph.node(
              OnnxDomain.STANDARD,
              "ReduceSum",
              List.of(OnnxAttribute.ofInt("keepdims", 1)),
              reached,
              graph.vector(1));
      graph.output(
          "bucket" + c,
          graph.node("Where", graph.node("Not", isMissing), bucket, graph.longs(c)),
          DataType.INT64);
      var inside =
          graph.node(
              "Or",
              graph.node(
                  "And",
                  graph.node("Less", "n" + c, graph.longs(c)),
                  graph.node("Greater", "n" + c, graph.longs(-1))),
              graph.node("Equal", "n" + c, graph.longs(Long.MIN_VALUE)));
      graph.output("inside" + c, truth(graph, inside), DataType.INT64);
      var isLittle = graph.node("LessOrEqual", graph.node("Exp", share), own);
      graph.output("little" + c, truth(graph, isLittle), DataType.INT64);
    }
    return graph.build();
  }

  private static Map<String, Tensor> rows(int rows, SplittableRandom random) {
    var inputs = new HashMap<String, Tensor>();
    for (int c = 0; c < COLUMNS; c++) {
      float[] numbers = new float[rows];
      long[] integers = new long[rows];
      for (int row = 0; row < rows; row++) {
        boolean isSpecial = random.nextInt(3) == 0;
        numbers[row] =
            (float)
                (isSpecial
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : random.nextDouble(-100, 100));
        integers[row] =
            isSpecial
                ? SPECIAL_INTEGERS[random.nextInt(SPECIAL_INTEGERS.length)]
                : random.nextLong(-20, 200);
      }
      inputs.put("x" + c, FloatTensor.column(numbers));
      inputs.put("n" + c, new Int64Tensor(Shape.of(rows, 1), integers));
    }
    return inputs;
  }

  @Test
  void allValuesAreTheSameBitForBit() {
    var columns = everything();
    var beside = SideBySide.of(columns);
    assertThat(beside.getGraph().getNodeCount())
        .isLessThan(columns.getGraph().getNodeCount() * 2 / 5);
    var random = new SplittableRandom(7);
    try (var expected = OnnxModel.of(columns.toByteArray(), "columns");
        var found = OnnxModel.of(beside.toByteArray(), "side by side")) {
      assertThat(found.signature()).isEqualTo(expected.signature());
      for (int rows : List.of(0, 1, 2, 7, 33, 500)) {
        var inputs = rows(rows, random);
        assertThat(found.infer(inputs).byName())
            .as(rows + " rows")
            .isEqualTo(expected.infer(inputs).byName());
      }
    }
  }

  /** Each of some columns times a number of its own, plus one. */
  private static ModelProto linear(int columns) {
    var graph = OnnxGraph.named("linear");
    for (int c = 0; c < columns; c++) {
      graph.input("x" + c, DataType.FLOAT);
    }
    for (int c = 0; c < columns; c++) {
      var product = graph.node("Mul", "x" + c, graph.floats(c + 2));
      graph.output("y" + c, graph.node("Add", product, graph.floats(1)), DataType.FLOAT);
    }
    return graph.build();
  }

  /** Operators with a constant for each column, which for some of the columns is a no-op. */
  private static ModelProto sometimesNothing(DataType type) {
    var graph = OnnxGraph.named("no-ops");
    for (int c = 0; c < COLUMNS; c++) {
      graph.input("x" + c, DataType.FLOAT);
      graph.input("n" + c, DataType.INT64);
    }
    double[] own = {0, -0.0, 1, -1, 0.25};
    for (int c = 0; c < COLUMNS; c++) {
      double value = own[c % own.length];
      var constant = type == DataType.FLOAT ? graph.floats((float) value) : graph.doubles(value);
      var one = type == DataType.FLOAT ? graph.floats(1) : graph.doubles(1);
      var x = graph.node("Neg", graph.cast("x" + c, type));
      for (var operator : List.of("Add", "Sub", "Mul", "Div", "Max", "Min")) {
        var plain = graph.node("Neg", graph.node(operator, x, constant));
        graph.output(operator + c, single(graph, plain), DataType.FLOAT);
        var turned = graph.node(operator, constant, x);
        // The reciprocal tells 0 from -0, whatever compares them.
        var told = graph.node("Div", one, turned);
        graph.output("told/" + operator + c, single(graph, told), DataType.FLOAT);
      }
    }
    return graph.build();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void whatIsANoOpForSomeColumnsOnlyKeepsTheSignOfZero(DataType type) {
    var columns = sometimesNothing(type);
    var beside = SideBySide.of(columns);
    assertThat(beside.getGraph().getNodeCount()).isLessThan(columns.getGraph().getNodeCount());
    try (var expected = OnnxModel.of(columns.toByteArray(), "columns");
        var found = OnnxModel.of(beside.toByteArray(), "side by side")) {
      var inputs = rows(100, new SplittableRandom(11));
      var right = expected.infer(inputs).byName();
      var differing = new HashMap<>(found.infer(inputs).byName());
      differing.entrySet().removeIf(of -> of.getValue().equals(right.get(of.getKey())));
      assertThat(differing).isEmpty();
    }
  }

  @Test
  void sumsOverRowsAreNoColumns() {
    var graph = OnnxGraph.named("sums");
    for (int c = 0; c < 20; c++) {
      graph.input("x" + c, DataType.FLOAT);
    }
    for (int c = 0; c < 20; c++) {
      var sum =
          graph.node(
              OnnxDomain.STANDARD,
              "ReduceSum",
              List.of(OnnxAttribute.ofInt("keepdims", 1)),
              "x" + c,
              graph.vector(0));
      graph.output("y" + c, graph.node("Neg", sum), DataType.FLOAT, 1, 1);
    }

    assertThat(SideBySide.of(graph.build())).isEqualTo(graph.build());
  }

  private static List<String> operators(GraphProto graph) {
    return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  @Test
  void aNodeStandsForManyAndConstantsForARow() {
    var graph = SideBySide.of(linear(20)).getGraph();

    assertThat(operators(graph)).containsExactly("Concat", "Mul", "Add", "Identity", "Split");
    assertThat(graph.getNode(4).getOutput(19)).isEqualTo("y19");
    assertThat(graph.getInitializerList())
        .extracting(constant -> constant.getDimsList())
        .containsExactlyInAnyOrder(List.of(1L, 1L), List.of(1L, 20L), List.of(20L));
  }

  @Test
  void noTwoNodesHaveTheSameName() {
    var once = SideBySide.of(everything());
    var names = once.getGraph().getNodeList().stream().map(NodeProto::getName).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(SideBySide.of(once).getGraph().getNodeList())
        .extracting(NodeProto::getName)
        .doesNotHaveDuplicates();
  }

  @Test
  void noTensorHoldsMoreThan64ColumnsAndAllHoldAboutAsMany() {
    var graph = SideBySide.of(linear(130)).getGraph();

    assertThat(graph.getNodeList())
        .filteredOn(node -> node.getOpType().equals("Concat"))
        .extracting(NodeProto::getInputCount)
        .containsExactlyInAnyOrder(43, 43, 44);
  }

  @Test
  void fewColumnsStayAsTheyAre() {
    assertThat(SideBySide.of(linear(15))).isEqualTo(linear(15));
  }

  @Test
  void whatFollowsFromAnotherIsNotBesideIt() {
    var graph = OnnxGraph.named("chain");
    var sum = graph.input("x", DataType.FLOAT);
    for (int i = 0; i < 40; i++) {
      sum = graph.node("Add", sum, graph.floats(i));
    }
    graph.output("sum", sum, DataType.FLOAT);

    assertThat(SideBySide.of(graph.build())).isEqualTo(graph.build());
  }

  @Test
  void operatorsWhoseLastBitDependsOnTheProcessorStayAsTheyAre() {
    var graph = OnnxGraph.named("logarithms");
    for (int c = 0; c < 40; c++) {
      graph.input("x" + c, DataType.FLOAT);
    }
    for (int c = 0; c < 40; c++) {
      graph.output("y" + c, graph.node("Log", "x" + c), DataType.FLOAT);
    }

    assertThat(SideBySide.of(graph.build())).isEqualTo(graph.build());
  }

  @Test
  void namesAreThoseThatTheGraphDoesNotUse() {
    var graph = OnnxGraph.named("names");
    for (int c = 0; c < 20; c++) {
      graph.input("strip/" + c, DataType.FLOAT);
    }
    for (int c = 0; c < 20; c++) {
      graph.output("beside/" + c, graph.node("Neg", "strip/" + c), DataType.FLOAT);
    }

    try (var model = OnnxModel.of(SideBySide.of(graph.build()).toByteArray(), "names")) {
      var inputs = new HashMap<String, Tensor>();
      for (int c = 0; c < 20; c++) {
        inputs.put("strip/" + c, FloatTensor.column(c));
      }
      assertThat(model.infer(inputs).floats("beside/19")).containsExactly(-19);
      assertThat(model.signature().outputs())
          .allMatch(output -> output.datatype() == Datatype.FP32);
    }
  }
}
