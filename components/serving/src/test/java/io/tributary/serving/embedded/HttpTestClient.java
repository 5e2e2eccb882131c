package io.tributary.serving.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.Datatype;
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ModelStatistics;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.ServingException;
import io.tributary.serving.ServingException.Code;
import io.tributary.serving.Shape;
import io.tributary.serving.Signature;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import io.tributary.serving.Tensors;
import io.tributary.serving.grpc.ConfigJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The REST protocol as another program would speak it: JDK's client, Jackson's tree. */
final class HttpTestClient implements InferenceClient {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  HttpTestClient(String address) {
    this.address = address;
  }

  HttpResponse<String> send(String method, String path, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(address + path))
              .timeout(Duration.ofMinutes(2))
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode call(String method, String path, String body) {
    HttpResponse<String> response = send(method, path, body);
    try {
      JsonNode json = JSON.readTree(response.body());
      if (response.statusCode() == 200) {
        return json;
      }
      Code code =
          switch (response.statusCode()) {
            case 400 -> Code.INVALID_ARGUMENT;
            case 404 -> Code.NOT_FOUND;
            case 413 -> Code.RESOURCE_EXHAUSTED;
            case 501 -> Code.UNIMPLEMENTED;
            case 503 -> Code.UNAVAILABLE;
            default -> Code.INTERNAL;
          };
      throw new ServingException(code, address, json.path("error").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  private static String path(String model, String version) {
    return "/v2/models/" + model + (version.isEmpty() ? "" : "/versions/" + version);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public boolean serverLive() {
    return send("GET", "/v2/health/live", "").statusCode() == 200;
  }

  @Override
  public boolean serverReady() {
    return send("GET", "/v2/health/ready", "").statusCode() == 200;
  }

  @Override
  public boolean modelReady(String model, String version) {
    return send("GET", path(model, version) + "/ready", "").statusCode() == 200;
  }

  @Override
  public ServerMetadata serverMetadata() {
    JsonNode json = call("GET", "/v2", "");
    return new ServerMetadata(
        json.path("name").asText(), json.path("version").asText(), texts(json.path("extensions")));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Override
  public ModelMetadata modelMetadata(String model, String version) {
    JsonNode json = call("GET", path(model, version), "");
    return new ModelMetadata(
        json.path("name").asText(),
        texts(json.path("versions")),
        json.path("platform").asText(),
        new Signature(specs(json.path("inputs")), specs(json.path("outputs"))));
  }

  private static List<TensorSpec> specs(JsonNode array) {
    List<TensorSpec> specs = new ArrayList<>();
    for (JsonNode spec : array) {
      specs.add(
          new TensorSpec(
              spec.path("name").asText(),
              Datatype.valueOf(spec.path("datatype").asText()),
              shape(spec)));
    }
    return specs;
  }

  private static Shape shape(JsonNode spec) {
    List<Long> dims = new ArrayList<>();
    spec.path("shape").forEach(dim -> dims.add(dim.asLong()));
    return new Shape(dims);
  }

  @Override
  public InferenceResult infer(
      String model, String version, Map<String, Tensor> inputs, Set<String> outputs) {
    ObjectNode request = JSON.createObjectNode();
    request.put("id", "7");
    ArrayNode list = request.putArray("inputs");
    inputs.forEach(
        (name, tensor) -> {
          ObjectNode input = list.addObject();
          write(input.putArray("data"), tensor);
          input.put("name", name).put("datatype", tensor.datatype().name());
          ArrayNode shape = input.putArray("shape");
          tensor.shape().dims().forEach(shape::add);
        });
    outputs.forEach(name -> request.withArray("outputs").addObject().put("name", name));
    JsonNode answer = call("POST", path(model, version) + "/infer", request.toString());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (JsonNode output : answer.path("outputs")) {
      tensors.put(output.path("name").asText(), read(output));
    }
    if (!answer.path("id").asText().equals("7")) {
      throw new IllegalStateException("id not sent back: " + answer.path("id"));
    }
    return new InferenceResult(
        answer.path("model_name").asText(),
        answer.path("model_version").asText(),
        new Tensors(tensors));
  }

  private static void write(ArrayNode data, Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      // One row a nested array, which the protocol allows beside flat data.
      ArrayNode row = data.addArray();
      if (tensor instanceof FloatTensor floats) {
        row.add(floats.values()[i]);
      } else if (tensor instanceof DoubleTensor doubles) {
        row.add(doubles.values()[i]);
      } else if (tensor instanceof Int64Tensor longs) {
        row.add(longs.values()[i]);
      } else if (tensor instanceof BytesTensor bytes) {
        row.add(bytes.string(i));
      } else {
        throw new IllegalArgumentException(tensor.toString());
      }
    }
  }

  private static Tensor read(JsonNode output) {
    JsonNode data = output.path("data");
    Shape shape = shape(output);
    return switch (output.path("datatype").asText()) {
      case "FP32" -> {
        float[] values = new float[data.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) data.path(i).asDouble();
        }
        yield new FloatTensor(shape, values);
      }
      case "INT64" -> {
        long[] values = new long[data.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = data.path(i).asLong();
        }
        yield new Int64Tensor(shape, values);
      }
      case "BYTES" -> BytesTensor.of(shape, texts(data).toArray(new String[0]));
      default -> throw new IllegalArgumentException(output.toString());
    };
  }

  @Override
  public ModelConfig modelConfig(String model, String version) {
    return ConfigJson.parse(call("GET", path(model, version) + "/config", "").toString());
  }

  @Override
  public List<ModelStatistics> statistics(String model, String version) {
    JsonNode json =
        call("GET", model.isEmpty() ? "/v2/models/stats" : path(model, version) + "/stats", "");
    List<ModelStatistics> all = new ArrayList<>();
    for (JsonNode stats : json.path("model_stats")) {
      JsonNode times = stats.path("inference_stats");
      all.add(
          new ModelStatistics(
              stats.path("name").asText(),
              stats.path("version").asText(),
              stats.path("inference_count").asLong(),
              stats.path("execution_count").asLong(),
              times.path("fail").path("count").asLong(),
              Duration.ofNanos(times.path("success").path("ns").asLong()),
              Duration.ofNanos(times.path("fail").path("ns").asLong()),
              Duration.ofNanos(times.path("compute_infer").path("ns").asLong())));
    }
    return all;
  }

  @Override
  public List<ModelIndex> repositoryIndex() {
    List<ModelIndex> index = new ArrayList<>();
    for (JsonNode entry : call("POST", "/v2/repository/index", "")) {
      index.add(
          new ModelIndex(
              entry.path("name").asText(),
              entry.path("version").asText(),
              entry.path("state").asText(),
              entry.path("reason").asText()));
    }
    return index;
  }

  @Override
  public void load(String model) {
    call("POST", "/v2/repository/models/" + model + "/load", "");
  }

  @Override
  public void load(String model, ModelConfig override) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("parameters").put("config", ConfigJson.print(override));
    call("POST", "/v2/repository/models/" + model + "/load", body.toString());
  }

  @Override
  public void unload(String model) {
    call("POST", "/v2/repository/models/" + model + "/unload", "");
  }

  @Override
  public void close() {}
}
