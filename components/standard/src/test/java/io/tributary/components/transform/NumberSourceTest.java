package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.TextFormat;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.proto.tfmd.Schema;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers that are read without a graph have the bits that the graph gives. */
class NumberSourceTest {
  private static final int ROWS = 20_000;

  private static final List<Float> FLOATS =
      List.of(
          0f,
          -0f,
          0.1f,
          Float.NaN,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          Float.MAX_VALUE,
          -Float.MAX_VALUE,
          Float.MIN_VALUE,
          Float.MIN_NORMAL);
  private static final List<Long> LONGS =
      List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, (1L << 53) + 1);

  private static Map<String, Tensor> rows(long seed) {
    var random = new Random(seed);
    var x = new float[ROWS];
    var n = new long[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] =
          random.nextInt(4) == 0
              ? FLOATS.get(random.nextInt(FLOATS.size()))
              : Float.intBitsToFloat(random.nextInt());
      n[i] =
          random.nextInt(4) == 0
              ? LONGS.get(random.nextInt(LONGS.size()))
              : random.nextLong() >> random.nextInt(64);
    }
    return Map.of("x", FloatTensor.column(x), "n", Int64Tensor.column(n));
  }

  private static Features features() throws TextFormat.ParseException {
    return new Features(
        new RawColumns(
            TextFormat.parse(
                "feature { name: 'x' type: FLOAT } feature { name: 'n' type: INT }",
                Schema.class)));
  }

  @Test
  void plainNumbersHaveTheBitsOfTheGraph() throws Exception {
    var f = features();
    var columns =
        List.of(
            f.number("x"),
            f.number("x").fillMissing(0.1),
            f.number("x").fillMissing(1e300),
            f.number("x").fillMissing(-0.0).fillMissing(3),
            f.number("n"),
            f.number("n").fillMissing(0.1),
            f.number("n").fillMissing(-7));
    var positions = new ArrayList<Integer>();
    columns.forEach(column -> positions.add(column.position()));
    var graph = OnnxGraph.named("numbers");
    var emission = new Emission(graph, Fitted.nothing(f.program()), Emission.Precision.SINGLE);
    emission.emit(positions);
    for (int position : positions) {
      graph.output("value/" + position, emission.tensor(position), DataType.DOUBLE);
    }
    try (var model = OnnxModel.of(graph.bytes(), "numbers")) {
      for (long seed = 1; seed <= 3; seed++) {
        var rows = rows(seed);
        var computed = model.infer(rows);
        for (int position : positions) {
          var source = NumberSource.of(f.program(), position).orElseThrow();
          long[] read = bits(source.of(rows.get(source.raw().column())));
          long[] expected = bits(computed.doubles("value/" + position));
          assertThat(Arrays.mismatch(read, expected))
              .as("first row that differs in " + f.program().source(position))
              .isEqualTo(-1);
        }
      }
    }
  }

  /** All NaN are one. */
  private static long[] bits(double[] values) {
    var bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Double.doubleToLongBits(values[i]);
    }
    return bits;
  }

  @Test
  void whatANodeComputesIsNotPlain() throws Exception {
    var f = features();
    for (var column :
        List.of(
            f.number("x").plus(1),
            f.number("x").plus(1).fillMissing(0),
            f.number("x").fillMissing(f.number("n")),
            f.integer("n").fillMissing(3).asNumber())) {
      assertThat(NumberSource.of(f.program(), column.position())).isEmpty();
    }
  }
}
