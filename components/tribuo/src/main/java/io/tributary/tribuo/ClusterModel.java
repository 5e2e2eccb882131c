package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Model;

/**
 * Fitted centres of clusters, and a row's Euclidean distances from them. An id is 1 in its own
 * feature of the layout and 0 in those of the other ids.
 *
 * @param centres for each cluster a number for each feature of the layout
 */
record ClusterModel(
    Model<?> model, FeatureLayout layout, double[][] centres, ModelDescription description)
    implements FittedModel {

  @Override
  public double[] predict(FeatureMatrix features) {
    var squares = squares();
    var distances = new double[features.rows() * centres.length];
    for (int i = 0; i < distances.length; i++) {
      int cluster = i % centres.length;
      double sum = 0;
      for (int column = 0; column < layout.columns(); column++) {
        sum += squaredDistance(features, i / centres.length, column, cluster, squares);
      }
      distances[i] = Math.sqrt(Math.max(sum, 0));
    }
    return distances;
  }

  private double squaredDistance(
      FeatureMatrix features, int row, int column, int cluster, double[][] squares) {
    if (features.columns().get(column) instanceof FeatureColumn.Ids ids) {
      int index = layout.ofId(column, ids.values()[row]);
      return squares[column][cluster] + moved(cluster, index);
    }
    var numbers = (FeatureColumn.Numbers) features.columns().get(column);
    double difference = numbers.values()[row] - centres[cluster][layout.ofNumber(column)];
    return difference * difference;
  }

  /** By how much a known id changes the squared distance of an unknown one: (1 − c)² − c². */
  private double moved(int cluster, int index) {
    return index < 0 ? 0 : 1 - 2 * centres[cluster][index];
  }

  /** Squared distances of unknown ids, column by column, from each centre. */
  private double[][] squares() {
    var squares = new double[layout.columns()][centres.length];
    for (int column = 0; column < squares.length; column++) {
      for (int id = 0; id < layout.size(column) && !layout.isNumber(column); id++) {
        int index = layout.ofId(column, id);
        for (int cluster = 0; index >= 0 && cluster < centres.length; cluster++) {
          squares[column][cluster] += centres[cluster][index] * centres[cluster][index];
        }
      }
    }
    return squares;
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var order = IntStream.range(0, layout.columns()).toArray();
    var terms = new FeatureTerms(graph, layout, order, features, centres.length);
    var squares = squares();
    var sum =
        terms.sum(
            terms.terms(
                centres,
                (numbers, places) -> square(graph, graph.node("Sub", numbers, places)),
                (column, cluster, index) -> squares[column][cluster] + moved(cluster, index)));
    var root = graph.node("Sqrt", graph.node("Max", sum, graph.doubles(0)));
    return graph.cast(root, DataType.FLOAT);
  }

  private static String square(OnnxGraph graph, String numbers) {
    return graph.node("Mul", numbers, numbers);
  }

  @Override
  public void save(Path directory) throws IOException {
    NativeModel.save(model, directory);
  }

  @Override
  public ModelDescription describe() {
    return description;
  }
}
