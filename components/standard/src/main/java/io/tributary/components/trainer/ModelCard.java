package io.tributary.components.trainer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.FittedTransform.Kind;
import java.io.IOException;
import java.io.StringWriter;
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

  String toJson() throws IOException {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      var indenter = new DefaultIndenter("  ", "\n");
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
      write(json);
    }
    return text.append('\n').toString();
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("algorithm", description.algorithm());
    json.writeStringField("library", description.library());
    json.writeStringField("task", task.toString());
    json.writeStringField("training", training);
    json.writeNumberField("seed", seed);
    writeValues(json, "hyper_parameters", description.hyperParameters());
    writeValues(json, "fitted", description.fitted());
    json.writeObjectFieldStart("data");
    json.writeStringField("examples_digest", examplesDigest);
    json.writeStringField("transform_graph_digest", transformDigest);
    json.writeStringField("split", split);
    json.writeNumberField("rows", rows);
    json.writeStringField("label", label);
    if (task == Task.BINARY_CLASSIFICATION) {
      json.writeNumberField("positive_rows", positives);
    }
    json.writeEndObject();
    json.writeArrayFieldStart("features");
    for (var feature : features) {
      json.writeStartObject();
      json.writeStringField("name", feature.name());
      json.writeStringField("kind", feature.kind() == Kind.ID ? "id" : "number");
      if (feature.kind() == Kind.ID) {
        json.writeNumberField("size", feature.size());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeValues(JsonGenerator json, String name, Map<String, Object> values)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : values.entrySet()) {
      json.writeFieldName(entry.getKey());
      var value = entry.getValue();
      if (value instanceof String text) {
        json.writeString(text);
      } else if (value instanceof Boolean truth) {
        json.writeBoolean(truth);
      } else if (value instanceof Integer || value instanceof Long) {
        json.writeNumber(((Number) value).longValue());
      } else if (value instanceof Float number) {
        json.writeNumber(number);
      } else {
        json.writeNumber((Double) value);
      }
    }
    json.writeEndObject();
  }
}
