package io.tributary.components.trainer;

import io.tributary.components.json.Json;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code model_card.json}: what a model is, what it was made of and with. Holds nothing that
 * differs between equal trainings.
 *
 * @param training class name of the author's training
 * @param examplesDigest content digest of the training examples
 * @param transformDigest content digest of the transform
 * @param split the split that was learned from
 */
record ModelCard(
    ModelDescription description,
    String training,
    long seed,
    String examplesDigest,
    String transformDigest,
    String split,
    int rows,
    Labels labels,
    List<Feature> features) {

  byte[] toJson() {
    var card = new LinkedHashMap<String, Object>();
    card.put("algorithm", description.algorithm());
    card.put("library", description.library());
    card.put("task", labels.task().toString());
    card.put("training", training);
    card.put("seed", seed);
    card.put("hyper_parameters", description.hyperParameters());
    card.put("fitted", description.fitted());
    card.put("data", data());
    card.put("features", features.stream().map(ModelCard::fields).toList());
    return Json.write(card);
  }

  private Map<String, Object> data() {
    var data = new LinkedHashMap<String, Object>();
    data.put("examples_digest", examplesDigest);
    data.put("transform_graph_digest", transformDigest);
    data.put("split", split);
    data.put("rows", rows);
    data.put("labels", labels.names());
    var counts = labels.counts();
    if (counts.length > 0) {
      boolean classes = labels.task() == Task.MULTICLASS_CLASSIFICATION;
      var names = classes ? labels.classes() : labels.names();
      var byName = new LinkedHashMap<String, Object>();
      for (int i = 0; i < counts.length; i++) {
        byName.put(names.get(i), counts[i]);
      }
      data.put(classes ? "rows_of_class" : "positive_rows", byName);
    }
    return data;
  }

  private static Map<String, Object> fields(Feature feature) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", feature.name());
    fields.put("kind", feature.kind().name().toLowerCase(Locale.ROOT));
    if (feature.kind() != Kind.NUMBER) {
      fields.put("size", feature.size());
    }
    return fields;
  }
}
