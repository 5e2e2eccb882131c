package io.tributary.serving.embedded;

import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.ClosedModelException;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.InferenceResult;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.ModelMetadata;
import io.tributary.serving.ModelStatistics;
import io.tributary.serving.ServerMetadata;
import io.tributary.serving.ServingException;
import io.tributary.serving.ServingException.Code;
import io.tributary.serving.Tensor;
import io.tributary.serving.Tensors;
import io.tributary.serving.repository.ModelRepository;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations of the embedded tier in this process; what its ports answer with, too. */
final class EmbeddedClient implements InferenceClient {
  static final String ADDRESS = "in-process";
  private static final List<String> EXTENSIONS =
      List.of("model_repository", "model_configuration", "statistics");

  private final ModelRepository repository;
  private final LoadedModels models;
  private volatile boolean live = true;

  EmbeddedClient(ModelRepository repository, LoadedModels models) {
    this.repository = repository;
    this.models = models;
  }

  void stop() {
    live = false;
  }

  static ServingException stopping() {
    return new ServingException(Code.UNAVAILABLE, ADDRESS, "the server is stopping");
  }

  @Override
  public String address() {
    return ADDRESS;
  }

  @Override
  public boolean serverLive() {
    return live;
  }

  @Override
  public boolean serverReady() {
    return live && models.complete();
  }

  @Override
  public boolean modelReady(String model, String version) {
    ServedModel served = models.find(model);
    return live
        && served != null
        && (version.isEmpty() || served.versions().containsKey(number(model, version)));
  }

  @Override
  public ServerMetadata serverMetadata() {
    String version = EmbeddedClient.class.getPackage().getImplementationVersion();
    return new ServerMetadata("tributary", version == null ? "" : version, EXTENSIONS);
  }

  @Override
  public ModelMetadata modelMetadata(String model, String version) {
    ServedModel served = model(model);
    return new ModelMetadata(
        model,
        served.versions().keySet().stream().map(String::valueOf).toList(),
        "onnxruntime_onnx",
        version(served, version).model().signature());
  }

  @Override
  public InferenceResult infer(
      String model, String version, Map<String, Tensor> inputs, Set<String> outputs) {
    while (true) {
      ServedVersion served = version(model(model), version);
      long began = System.nanoTime();
      try {
        Tensors answers = served.model().infer(inputs, outputs);
        served.statistics().succeeded(rows(inputs), System.nanoTime() - began);
        return new InferenceResult(model, Long.toString(served.number()), answers);
      } catch (ClosedModelException e) {
        // Replaced between look-up and use: the entry of its successor is there already.
        if (!live) {
          throw new ServingException(Code.UNAVAILABLE, ADDRESS, "the server is stopping", e);
        }
      } catch (ServingException e) {
        served.statistics().failed(System.nanoTime() - began);
        throw new ServingException(
            e.code(),
            ADDRESS,
            "model '" + model + "' version " + served.number() + ": " + e.serverMessage(),
            e);
      }
    }
  }

  private static long rows(Map<String, Tensor> inputs) {
    Iterator<Tensor> tensors = inputs.values().iterator();
    if (!tensors.hasNext()) {
      return 1;
    }
    Tensor first = tensors.next();
    return first.shape().rank() == 0 ? 1 : first.shape().dim(0);
  }

  @Override
  public ModelConfig modelConfig(String model, String version) {
    ServedModel served = model(model);
    version(served, version);
    return served.config();
  }

  @Override
  public List<ModelStatistics> statistics(String model, String version) {
    List<ModelStatistics> all = new ArrayList<>();
    for (ServedModel served : model.isEmpty() ? models.all() : List.of(model(model))) {
      if (version.isEmpty()) {
        served.versions().values().forEach(v -> all.add(statistics(served, v)));
      } else {
        all.add(statistics(served, version(served, version)));
      }
    }
    return all;
  }

  private static ModelStatistics statistics(ServedModel model, ServedVersion version) {
    return version.statistics().read(model.name(), Long.toString(version.number()));
  }

  @Override
  public List<ModelIndex> repositoryIndex() {
    return models.index();
  }

  @Override
  public void load(String model) {
    loadWith(model, null);
  }

  @Override
  public void load(String model, ModelConfig override) {
    loadWith(model, override);
  }

  private void loadWith(String model, @Nullable ModelConfig override) {
    if (!live) {
      throw stopping();
    }
    if (!repository.models().contains(model)) {
      throw new ServingException(
          Code.NOT_FOUND,
          ADDRESS,
          "model '"
              + model
              + "' is not in the repository "
              + repository.root()
              + " (expected: one of "
              + repository.models()
              + "); publish it first");
    }
    try {
      models.load(model, override);
    } catch (LoadFailure e) {
      throw new ServingException(Code.INTERNAL, ADDRESS, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void unload(String model) {
    if (!models.unload(model)) {
      throw new ServingException(Code.NOT_FOUND, ADDRESS, unknown(model));
    }
  }

  private ServedModel model(String model) {
    if (!live) {
      throw stopping();
    }
    ServedModel served = models.find(model);
    if (served == null) {
      throw new ServingException(Code.NOT_FOUND, ADDRESS, unknown(model));
    }
    return served;
  }

  private String unknown(String model) {
    List<String> names = models.all().stream().map(ServedModel::name).toList();
    return "model '"
        + model
        + "' is not served (expected: "
        + (names.isEmpty() ? "none is, see the repository index" : "one of " + names)
        + "); load it, or correct the name";
  }

  private static ServedVersion version(ServedModel model, String version) {
    ServedVersion served =
        version.isEmpty()
            ? model.versions().lastEntry().getValue()
            : model.versions().get(number(model.name(), version));
    if (served == null) {
      throw new ServingException(
          Code.NOT_FOUND,
          ADDRESS,
          "model '"
              + model.name()
              + "' version "
              + version
              + " is not served (expected: one of "
              + model.versions().keySet()
              + ")");
    }
    return served;
  }

  private static long number(String model, String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw new ServingException(
          Code.INVALID_ARGUMENT,
          ADDRESS,
          "model '" + model + "' version '" + version + "' (expected: a number, or empty)",
          e);
    }
  }

  /** Nothing to free: the server belongs to who started it. */
  @Override
  public void close() {}
}
