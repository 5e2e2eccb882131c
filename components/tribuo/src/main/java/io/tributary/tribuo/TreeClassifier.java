package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.FeatureColumn;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Tribuo;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.TreeModel;

/**
 * A fitted tree or forest. In ONNX it is one tree ensemble over a row of all features as numbers,
 * ids included: a split on an id asks whether the feature is that id, so no one-hot vector is made,
 * and an id out of range is none of them.
 */
final class TreeClassifier implements FittedModel {
  private final NativeModel model;
  private final List<FeatureColumn> columns;
  private final TreeEnsemble ensemble;
  private final int trees;
  private final String name;
  private final Map<String, Object> hyperParameters;

  TreeClassifier(
      NativeModel model,
      List<FeatureColumn> columns,
      List<TreeModel<Label>> trees,
      String name,
      Map<String, Object> hyperParameters) {
    this.model = model;
    this.columns = columns;
    this.trees = trees.size();
    this.name = name;
    this.hyperParameters = hyperParameters;
    ensemble = new TreeEnsemble(model.layout(), this.trees);
    trees.forEach(tree -> ensemble.add(tree.getRoot()));
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    return model.predict(features);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    var cells = new String[features.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] =
          columns.get(i) instanceof FeatureColumn.Ids
              ? graph.cast(features.get(i), DataType.FLOAT)
              : features.get(i);
    }
    var row =
        cells.length == 1
            ? cells[0]
            : graph.node(
                OnnxDomain.STANDARD, "Concat", List.of(OnnxAttribute.ofInt("axis", 1)), cells);
    return graph.node(
        OnnxDomain.ML,
        "TreeEnsembleRegressor",
        ensemble.attributes(),
        graph.cast(row, DataType.DOUBLE));
  }

  @Override
  public void save(Path directory) throws IOException {
    model.save(directory);
  }

  @Override
  public ModelDescription describe() {
    var fitted = new LinkedHashMap<String, Object>();
    fitted.put("trees", trees);
    fitted.put("nodes", ensemble.nodes());
    return new ModelDescription(name, "Tribuo " + Tribuo.VERSION, hyperParameters, fitted);
  }
}
