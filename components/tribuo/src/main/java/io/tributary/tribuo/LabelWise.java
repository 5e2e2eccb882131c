package io.tributary.tribuo;

import io.tributary.components.onnx.OnnxAttribute;
import io.tributary.components.onnx.OnnxDomain;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.trainer.Algorithm;
import io.tributary.components.trainer.ExplainedModel;
import io.tributary.components.trainer.ExplainedModel.Appended;
import io.tributary.components.trainer.FeatureMatrix;
import io.tributary.components.trainer.FittedModel;
import io.tributary.components.trainer.ModelDescription;
import io.tributary.components.trainer.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A multi-label classification as one binary classification for each label, all of them over the
 * same features. Saved as a directory for each label.
 *
 * @param names of the labels
 * @param models one for each label
 */
record LabelWise(List<String> names, List<FittedModel> models) implements FittedModel {

  /** Fits a binary classification to each label of {@code data}, with the same seed. */
  static LabelWise fit(Algorithm algorithm, TrainingData data, long seed) throws Exception {
    var models = new ArrayList<FittedModel>();
    for (int i = 0; i < data.labels().names().size(); i++) {
      models.add(algorithm.fit(data.withLabel(i), seed));
    }
    return new LabelWise(data.labels().names(), List.copyOf(models));
  }

  @Override
  public double[] predict(FeatureMatrix features) {
    var predictions = new double[features.rows() * models.size()];
    for (int label = 0; label < models.size(); label++) {
      var column = models.get(label).predict(features);
      for (int row = 0; row < column.length; row++) {
        predictions[row * models.size() + label] = column[row];
      }
    }
    return predictions;
  }

  @Override
  public String appendTo(OnnxGraph graph, List<String> features) {
    return sideBySide(graph, models.stream().map(model -> model.appendTo(graph, features)));
  }

  private static String sideBySide(OnnxGraph graph, Stream<String> tensors) {
    return graph.node(
        OnnxDomain.STANDARD,
        "Concat",
        List.of(OnnxAttribute.ofInt("axis", 1)),
        tensors.toArray(String[]::new));
  }

  @Override
  public ExplainedModel explained(TrainingData data) {
    var explained =
        IntStream.range(0, models.size())
            .mapToObj(label -> models.get(label).explained(data.withLabel(label)))
            .toList();
    return (graph, features) -> {
      var appended = explained.stream().map(model -> model.appendTo(graph, features)).toList();
      return new Appended(
          sideBySide(graph, appended.stream().map(Appended::predictions)),
          appended.stream().flatMap(model -> model.scores().stream()).toList(),
          sideBySide(graph, appended.stream().map(Appended::contributions)));
    };
  }

  @Override
  public void save(Path directory) throws IOException {
    for (int i = 0; i < models.size(); i++) {
      models.get(i).save(Files.createDirectory(directory.resolve(names.get(i))));
    }
  }

  /** What was chosen, which is the same for all labels, and what was fitted, label by label. */
  @Override
  public ModelDescription describe() {
    var first = models.get(0).describe();
    var fitted = new LinkedHashMap<String, Object>();
    for (int i = 0; i < models.size(); i++) {
      var name = names.get(i);
      models
          .get(i)
          .describe()
          .fitted()
          .forEach((key, value) -> fitted.put(name + "/" + key, value));
    }
    return new ModelDescription(
        first.algorithm(), first.library(), first.hyperParameters(), fitted);
  }
}
