package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.ExplainedModel;
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

/** A fitted tree or a weighted sum of trees. In ONNX it is one {@link TreeEnsemble}. */
record TreesModel(NativeModel<?> model, TreeEnsemble ensemble, ModelDescription description)
    implements FittedModel {

  /** Trees whose leaves give the shares of the classes, averaged. */
  static TreesModel classifier(
      Model<Label> fitted,
      FeatureLayout layout,
      TrainingData data,
      String name,
      Map<String, Object> hyperParameters) {
    var classes = MatrixDataset.predictedNames(data);
    var ensemble = TreeEnsemble.of(classes.size());
    addAveraged(new TribuoTrees<>(ensemble, layout, leaf -> shares(leaf, classes)), fitted);
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
    var ensemble = TreeEnsemble.of(1);
    addAveraged(new TribuoTrees<>(ensemble, layout, leaf -> leaf.getOutput().getValues()), fitted);
    return of(fitted, NativeModel.regression(fitted, layout), ensemble, name, hyperParameters);
  }

  private static <T extends Output<T>> void addAveraged(TribuoTrees<T> trees, Model<T> fitted) {
    if (fitted instanceof EnsembleModel<T> forest) {
      for (Model<T> member : forest.getModels()) {
        trees.add(((TreeModel<T>) member).getRoot(), 1.0 / forest.getNumModels());
      }
    } else {
      trees.add(((TreeModel<T>) fitted).getRoot(), 1);
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
    var ensemble = TreeEnsemble.of(classes.size());
    var trees = new TribuoTrees<Label>(ensemble, layout, leaf -> vote(leaf, classes));
    var votes = ModelProtos.votes(fitted);
    double all = votes.stream().mapToDouble(Float::doubleValue).sum();
    for (int i = 0; i < votes.size(); i++) {
      var tree = (TreeModel<Label>) fitted.getModels().get(i);
      trees.add(tree.getRoot(), votes.get(i) / all);
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
      TreeEnsemble.Builder grown,
      String name,
      Map<String, Object> hyperParameters) {
    var ensemble = grown.build();
    var fitted = new LinkedHashMap<String, Object>();
    fitted.put("trees", ensemble.splits().trees());
    fitted.put("nodes", ensemble.splits().nodes());
    return new TreesModel(model, ensemble, Described.of(trained, name, hyperParameters, fitted));
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    return model.predict(features);
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    return ensemble.appendTo(graph, row(graph, features));
  }

  private String row(OnnxGraph graph, List<String> features) {
    return TreeEnsemble.row(graph, features, column -> !model.layout().isNumber(column));
  }

  /** Weighs the children of a split by the training rows that come to them, as these weigh. */
  @Override
  public ExplainedModel explained(TrainingData data) {
    var explaining =
        PathContributions.of(
            ensemble, ensemble.splits().covers(data), data.features().columns().size());
    return (graph, features) -> {
      var row = row(graph, features);
      var sums = ensemble.appendTo(graph, row);
      return new ExplainedModel.Appended(sums, List.of(sums), explaining.appendTo(graph, row));
    };
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
