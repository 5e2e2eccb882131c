package io.tributary.tribuo;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.regression.Regressor;

/**
 * A fitted tree or a weighted sum of trees. In ONNX it is one tree ensemble over a row of all
 * features as numbers, ids included: a split on an id asks whether the feature is that id, so no
 * one-hot vector is made, and an id out of range is none of them.
 */
record TreesModel(NativeModel<?> model, TreeEnsemble<?> ensemble, ModelDescription description)
    implements FittedModel {

  /** Trees whose leaves give the shares of the classes, averaged. */
  static TreesModel classifier(
      Model<Label> fitted,
      FeatureLayout layout,
      TrainingData data,
      String name,
      Map<String, Object> hyperParameters) {
    var classes = MatrixDataset.predictedNames(data);
    var ensemble = new TreeEnsemble<Label>(layout, classes.size(), leaf -> shares(leaf, classes));
    addAveraged(ensemble, fitted);
    return of(
        fitted, NativeModel.classifier(fitted, layout, classes), ensemble, name, hyperParameters);
  }

  private static double[] shares(LeafNode<Label> leaf, List<String> classes) {
    return classes.stream()
        .mapToDouble(
            name -> {
              var label = leaf.getDistribution().get(name);
              return label == null ? 0 : label.getScore();
            })
        .toArray();
  }

  /** Trees whose leaves give numbers, averaged. */
  static TreesModel regression(
      Model<Regressor> fitted,
      FeatureLayout layout,
      String name,
      Map<String, Object> hyperParameters) {
    var ensemble = new TreeEnsemble<Regressor>(layout, 1, leaf -> leaf.getOutput().getValues());
    addAveraged(ensemble, fitted);
    return of(fitted, NativeModel.regression(fitted, layout), ensemble, name, hyperParameters);
  }

  private static <T extends Output<T>> void addAveraged(TreeEnsemble<T> ensemble, Model<T> fitted) {
    if (fitted instanceof EnsembleModel<T> forest) {
      for (Model<T> member : forest.getModels()) {
        ensemble.add(((TreeModel<T>) member).getRoot(), 1.0 / forest.getNumModels());
      }
    } else {
      ensemble.add(((TreeModel<T>) fitted).getRoot(), 1);
    }
  }

  /** Trees each of which votes for one class. */
  static TreesModel voting(
      WeightedEnsembleModel<Label> fitted,
      FeatureLayout layout,
      TrainingData data,
      String name,
      Map<String, Object> hyperParameters) {
    var classes = MatrixDataset.predictedNames(data);
    var ensemble = new TreeEnsemble<Label>(layout, classes.size(), leaf -> vote(leaf, classes));
    var votes = ModelProtos.votes(fitted);
    double all = votes.stream().mapToDouble(Float::doubleValue).sum();
    for (int i = 0; i < votes.size(); i++) {
      var tree = (TreeModel<Label>) fitted.getModels().get(i);
      ensemble.add(tree.getRoot(), votes.get(i) / all);
    }
    return of(
        fitted, NativeModel.classifier(fitted, layout, classes), ensemble, name, hyperParameters);
  }

  private static double[] vote(LeafNode<Label> leaf, List<String> classes) {
    return classes.stream()
        .mapToDouble(name -> leaf.getOutput().getLabel().equals(name) ? 1 : 0)
        .toArray();
  }

  private static TreesModel of(
      Model<?> trained,
      NativeModel<?> model,
      TreeEnsemble<?> ensemble,
      String name,
      Map<String, Object> hyperParameters) {
    var fitted = new LinkedHashMap<String, Object>();
    fitted.put("trees", ensemble.trees());
    fitted.put("nodes", ensemble.nodes());
    return new TreesModel(model, ensemble, Described.of(trained, name, hyperParameters, fitted));
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
          model.layout().isNumber(i)
              ? features.get(i)
              : graph.cast(features.get(i), DataType.FLOAT);
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
    return description;
  }
}
