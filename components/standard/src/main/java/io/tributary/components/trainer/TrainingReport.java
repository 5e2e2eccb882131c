package io.tributary.components.trainer;

import io.tributary.components.json.Json;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import io.tributary.components.transform.Task;
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
 * @param vocabularies digests of the vocabularies of id features, by feature
 * @param options what the Trainer was asked for beside the training
 * @param warnings what people should know before they use the model
 */
record TrainingReport(
    ModelDescription description,
    String training,
    long seed,
    String examplesDigest,
    String transformDigest,
    String split,
    int rows,
    Labels labels,
    List<Feature> features,
    Map<String, String> vocabularies,
    Map<String, Object> options,
    List<String> warnings) {

  byte[] toJson() {
    var card = new LinkedHashMap<String, Object>();
    card.put("algorithm", description.algorithm());
    card.put("library", description.library());
    card.put("task", labels.task().toString());
    card.put("training", training);
    card.put("seed", seed);
    card.put("hyper_parameters", description.hyperParameters());
    card.put("options", options);
    card.put("fitted", description.fitted());
    card.put("data", data());
    card.put("features", features(features, vocabularies));
    card.put("warnings", warnings);
    card.put("provenance", description.provenance());
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

  /** What a card says of features. */
  static List<Map<String, Object>> features(
      List<Feature> features, Map<String, String> vocabularies) {
    return features.stream().map(feature -> fields(feature, vocabularies)).toList();
  }

  private static Map<String, Object> fields(Feature feature, Map<String, String> vocabularies) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", feature.name());
    fields.put("kind", feature.kind().name().toLowerCase(Locale.ROOT));
    if (feature.kind() != Kind.NUMBER) {
      fields.put("size", feature.size());
    }
    var vocabulary = vocabularies.get(feature.name());
    if (vocabulary != null) {
      fields.put("vocabulary_digest", vocabulary);
    }
    return fields;
  }
}
