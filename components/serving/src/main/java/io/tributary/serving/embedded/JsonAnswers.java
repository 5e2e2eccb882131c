package io.tributary.serving.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tributary.serving.BoolTensor;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.Int32Tensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ModelStatistics;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The JSON of the REST protocol's answers. NaN and infinities are bare words, as Triton writes. */
final class JsonAnswers {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  private JsonAnswers() {}

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Fields fields) {
    return document(
        json -> {
          json.writeStartObject();
          fields.write(json);
          json.writeEndObject();
        });
  }

  private static byte[] document(Fields content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static byte[] error(String message) {
    return object(json -> json.writeStringField("error", message));
  }

  static byte[] server(ServerMetadata server) {
    return object(
        json -> {
          json.writeStringField("name", server.name());
          json.writeStringField("version", server.version());
          writeTexts(json, "extensions", server.extensions());
        });
  }

  private static void writeTexts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static byte[] model(ModelMetadata model) {
    return object(
        json -> {
          json.writeStringField("name", model.name());
          writeTexts(json, "versions", model.versions());
          json.writeStringField("platform", model.platform());
          writeSpecs(json, "inputs", model.signature().inputs());
          writeSpecs(json, "outputs", model.signature().outputs());
        });
  }

  private static void writeSpecs(JsonGenerator json, String field, List<TensorSpec> specs)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (TensorSpec spec : specs) {
      json.writeStartObject();
      json.writeStringField("name", spec.name());
      json.writeStringField("datatype", spec.datatype().name());
      writeShape(json, spec.shape().toArray());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeShape(JsonGenerator json, long[] dims) throws IOException {
    json.writeFieldName("shape");
    json.writeArray(dims, 0, dims.length);
  }

  static byte[] inference(String id, InferenceResult result) {
    return object(
        json -> {
          if (!id.isEmpty()) {
            json.writeStringField("id", id);
          }
          json.writeStringField("model_name", result.model());
          json.writeStringField("model_version", result.version());
          json.writeArrayFieldStart("outputs");
          for (Map.Entry<String, Tensor> output : result.outputs().byName().entrySet()) {
            Tensor tensor = output.getValue();
            json.writeStartObject();
            json.writeStringField("name", output.getKey());
            json.writeStringField("datatype", tensor.datatype().name());
            writeShape(json, tensor.shape().toArray());
            json.writeArrayFieldStart("data");
            writeData(json, tensor);
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeData(JsonGenerator json, Tensor tensor) throws IOException {
    if (tensor instanceof FloatTensor floats) {
      for (float value : floats.values()) {
        json.writeNumber(value);
      }
    } else if (tensor instanceof DoubleTensor doubles) {
      for (double value : doubles.values()) {
        json.writeNumber(value);
      }
    } else if (tensor instanceof Int64Tensor longs) {
      for (long value : longs.values()) {
        json.writeNumber(value);
      }
    } else if (tensor instanceof Int32Tensor ints) {
      for (int value : ints.values()) {
        json.writeNumber(value);
      }
    } else if (tensor instanceof BoolTensor bools) {
      for (boolean value : bools.values()) {
        json.writeBoolean(value);
      }
    } else if (tensor instanceof BytesTensor bytes) {
      for (int i = 0; i < bytes.size(); i++) {
        json.writeString(bytes.string(i));
      }
    }
  }

  static byte[] index(List<ModelIndex> index, boolean readyOnly) {
    return document(
        json -> {
          json.writeStartArray();
          for (ModelIndex entry : index) {
            if (!readyOnly || entry.ready()) {
              json.writeStartObject();
              json.writeStringField("name", entry.name());
              writeUnlessEmpty(json, "version", entry.version());
              writeUnlessEmpty(json, "state", entry.state());
              writeUnlessEmpty(json, "reason", entry.reason());
              json.writeEndObject();
            }
          }
          json.writeEndArray();
        });
  }

  private static void writeUnlessEmpty(JsonGenerator json, String field, String value)
      throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }

  static byte[] statistics(List<ModelStatistics> statistics) {
    return object(
        json -> {
          json.writeArrayFieldStart("model_stats");
          for (ModelStatistics model : statistics) {
            json.writeStartObject();
            json.writeStringField("name", model.model());
            json.writeStringField("version", model.version());
            json.writeNumberField("inference_count", model.inferences());
            json.writeNumberField("execution_count", model.executions());
            json.writeObjectFieldStart("inference_stats");
            writeTimes(json, "success", model.executions(), model.successTime());
            writeTimes(json, "fail", model.failures(), model.failureTime());
            writeTimes(json, "compute_infer", model.executions(), model.computeTime());
            json.writeEndObject();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void writeTimes(JsonGenerator json, String field, long count, Duration time)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeNumberField("count", count);
    json.writeNumberField("ns", time.toNanos());
    json.writeEndObject();
  }
}
