package io.tributary.components.trainer;

import io.tributary.components.json.Json;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code model_card.json}: what a model is, what it was made of and with. Holds nothing that
 * differs between equal trainings.
 *
 * @param training class name of the author's training
 * @param examplesDigest content digest of the training examples
 * @param transformDigest content digest of the transform
 * @param split the split that was learned from
 * @param positives how many labels are 1; of no meaning for a regression
 */
record ModelCard(
    ModelDescription description,
    Task task,
    String training,
    long seed,
    String examplesDigest,
    String transformDigest,
    String split,
    int rows,
    long positives,
    String label,
    List<Feature> features) {

  byte[] toJson() {
    var data = new LinkedHashMap<String, Object>();
    data.put("examples_digest", examplesDigest);
    data.put("transform_graph_digest", transformDigest);
    data.put("split", split);
    data.put("rows", rows);
    data.put("label", label);
    if (task == Task.BINARY_CLASSIFICATION) {
      data.put("positive_rows", positives);
    }
    var card = new LinkedHashMap<String, Object>();
    card.put("algorithm", description.algorithm());
    card.put("library", description.library());
    card.put("task", task.toString());
    card.put("training", training);
    card.put("seed", seed);
    card.put("hyper_parameters", description.hyperParameters());
    card.put("fitted", description.fitted());
    card.put("data", data);
    card.put("features", features.stream().map(ModelCard::fields).toList());
    return Json.write(card);
  }

  private static Map<String, Object> fields(Feature feature) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", feature.name());
    fields.put("kind", feature.kind() == Kind.ID ? "id" : "number");
    if (feature.kind() == Kind.ID) {
      fields.put("size", feature.size());
    }
    return fields;
  }
}
