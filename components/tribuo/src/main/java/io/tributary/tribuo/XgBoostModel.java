package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.ExplainedModel;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.Labels;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import io.tributary.components.transform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Fitted trees of XGBoost. In ONNX they are one {@link TreeEnsemble}.
 *
 * <p>XGBoost finds the leaf that a row reaches in each tree; what the leaves say is added up in
 * double precision, natively as in ONNX. XGBoost's own sums are in single precision, whose rounding
 * shows from the sixth digit on.
 */
final class XgBoostModel implements FittedModel {
  static final String FILE = "model.json";

  /** Few rows are asked for natively. */
  private static final int THREADS = 1;

  private static final List<OnnxAttribute> ALONG_ROWS = List.of(OnnxAttribute.ofInt("axis", 1));

  private final Labels labels;
  private final OneHotLayout layout;
  private final List<BoostedTrees> boosters;
  private final Map<String, Object> hyperParameters;

  /**
   * A model.
   *
   * @param boosters one for each label of a multi-label classification, else one
   */
  XgBoostModel(
      Labels labels,
      OneHotLayout layout,
      List<BoostedTrees> boosters,
      Map<String, Object> hyperParameters) {
    this.labels = labels;
    this.layout = layout;
    this.boosters = boosters;
    this.hyperParameters = hyperParameters;
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    int outputs = labels.outputs();
    var predictions = new double[features.rows() * outputs];
    try {
      var matrix = layout.matrix(features, THREADS);
      try {
        int first = 0;
        for (var booster : boosters) {
          addUp(booster, matrix, predictions, first, outputs);
          first += booster.bases().length;
        }
      } finally {
        matrix.dispose();
      }
    } catch (XGBoostError | IOException e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
    link(predictions);
    return predictions;
  }

  private static void addUp(
      BoostedTrees boosted, DMatrix matrix, double[] sums, int first, int outputs)
      throws XGBoostError, IOException {
    var booster = XGBoost.loadModel(boosted.json());
    try {
      booster.setParam("nthread", THREADS);
      var leaves = booster.predictLeaf(matrix, 0);
      for (int row = 0; row < leaves.length; row++) {
        int start = row * outputs + first;
        for (int tree = 0; tree < boosted.targets().length; tree++) {
          sums[start + boosted.targets()[tree]] +=
              boosted.trees().get(tree).conditions()[(int) leaves[row][tree]];
        }
        for (int k = 0; k < boosted.bases().length; k++) {
          sums[start + k] += boosted.bases()[k];
        }
      }
    } finally {
      booster.dispose();
    }
  }

  private void link(double[] sums) {
    switch (labels.task()) {
      case BINARY_CLASSIFICATION, MULTILABEL_CLASSIFICATION -> {
        for (int i = 0; i < sums.length; i++) {
          sums[i] = 1 / (1 + Math.exp(-sums[i]));
        }
      }
      case MULTICLASS_CLASSIFICATION -> {
        for (int row = 0; row < sums.length; row += labels.outputs()) {
          softmax(sums, row, row + labels.outputs());
        }
      }
      default -> {}
    }
  }

  private static void softmax(double[] sums, int from, int to) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, sums[i]);
    }
    double all = 0;
    for (int i = from; i < to; i++) {
      sums[i] = Math.exp(sums[i] - greatest);
      all += sums[i];
    }
    for (int i = from; i < to; i++) {
      sums[i] /= all;
    }
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var row = TreeEnsemble.row(graph, features, layout::isId);
    return linked(graph, ensemble().appendTo(graph, row));
  }

  /** Weighs the children of a split as XGBoost does: by the second derivatives of the loss. */
  @Override
  public ExplainedModel explained(TrainingData data) {
    var ensemble = ensemble();
    var explaining =
        PathContributions.of(ensemble, ensemble.splits().covers(), layout.names().size());
    return (graph, features) -> {
      var row = TreeEnsemble.row(graph, features, layout::isId);
      var sums = ensemble.appendTo(graph, row);
      return new ExplainedModel.Appended(
          linked(graph, sums), List.of(sums), explaining.appendTo(graph, row));
    };
  }

  private TreeEnsemble ensemble() {
    var ensemble = TreeEnsemble.boosted();
    boosters.forEach(booster -> booster.addTo(ensemble, layout));
    return ensemble.build();
  }

  private String linked(OnnxGraph graph, String sums) {
    return switch (labels.task()) {
      case BINARY_CLASSIFICATION, MULTILABEL_CLASSIFICATION -> graph.node("Sigmoid", sums);
      case MULTICLASS_CLASSIFICATION ->
          graph.node(OnnxDomain.STANDARD, "Softmax", ALONG_ROWS, sums);
      default -> sums;
    };
  }

  /** Writes {@code model.json}, for several labels one in a directory of each label's name. */
  @Override
  public void save(Path directory) throws IOException {
    for (int i = 0; i < boosters.size(); i++) {
      var target =
          labels.task() == Task.MULTILABEL_CLASSIFICATION
              ? Files.createDirectory(directory.resolve(labels.names().get(i)))
              : directory;
      Files.write(target.resolve(FILE), boosters.get(i).json());
    }
  }

  /** Among what was fitted are the shares of the features in what all splits have gained. */
  @Override
  public ModelDescription describe() {
    int trees = 0;
    int nodes = 0;
    double all = 0;
    var gains = new double[layout.names().size()];
    for (var booster : boosters) {
      for (var tree : booster.trees()) {
        trees++;
        nodes += tree.nodes();
        for (int node = 0; node < tree.nodes(); node++) {
          if (!tree.isLeaf(node)) {
            gains[layout.feature(tree.columns()[node])] += tree.gains()[node];
            all += tree.gains()[node];
          }
        }
      }
    }
    var fitted = new LinkedHashMap<String, Object>();
    fitted.put("trees", trees);
    fitted.put("nodes", nodes);
    for (int i = 0; i < gains.length; i++) {
      if (gains[i] > 0) {
        fitted.put("gain_share/" + layout.names().get(i), gains[i] / all);
      }
    }
    return new ModelDescription(
        "gradient boosted trees", "XGBoost " + boosters.get(0).version(), hyperParameters, fitted);
  }
}
