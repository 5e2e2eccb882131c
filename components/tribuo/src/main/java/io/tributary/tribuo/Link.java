package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import java.util.List;

/** How sums become predictions, in a graph: from DOUBLE {@code [N,K]} to FLOAT {@code [N,K]}. */
enum Link {
  /** The sum is the value. */
  IDENTITY {
    @Override
    String append(OnnxGraph graph, String sums) {
      return graph.cast(sums, DataType.FLOAT);
    }
  },
  /** Each sum is the log odds of a probability. */
  SIGMOID {
    @Override
    String append(OnnxGraph graph, String sums) {
      return graph.node("Sigmoid", graph.cast(sums, DataType.FLOAT));
    }
  },
  /** The sums are logarithms of probabilities, but for a constant. */
  SOFTMAX {
    @Override
    String append(OnnxGraph graph, String sums) {
      // The greatest becomes 0 before the rounding, which would blur differences of large sums.
      var greatest = graph.node(OnnxDomain.STANDARD, "ArgMax", ALONG_ROWS, sums);
      var top = graph.node(OnnxDomain.STANDARD, "GatherElements", ALONG_ROWS, sums, greatest);
      var differences = graph.cast(graph.node("Sub", sums, top), DataType.FLOAT);
      return graph.node(OnnxDomain.STANDARD, "Softmax", ALONG_ROWS, differences);
    }
  },
  /** Each sum is the log odds of one class against the rest; probabilities are scaled to sum 1. */
  ONE_AGAINST_REST {
    @Override
    String append(OnnxGraph graph, String sums) {
      // The logarithm of the sigmoid is min(x, 0) - log(1 + exp(-|x|)).
      var small = graph.node("Exp", graph.node("Neg", graph.node("Abs", sums)));
      var logarithm = graph.node("Log", graph.node("Add", graph.doubles(1), small));
      var rounded = graph.cast(graph.cast(logarithm, DataType.FLOAT), DataType.DOUBLE);
      var negative = graph.node("Min", sums, graph.doubles(0));
      return SOFTMAX.append(graph, graph.node("Sub", negative, rounded));
    }
  };

  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  abstract String append(OnnxGraph graph, String sums);
}
