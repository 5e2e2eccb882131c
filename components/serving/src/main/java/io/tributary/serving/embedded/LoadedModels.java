package io.tributary.serving.embedded;

import io.tributary.proto.inference.ModelConfig;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.ServingException;
import io.tributary.serving.repository.ModelRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models in memory, and why others are not. A load prepares all versions aside and then swaps
 * the model's entry; who is being answered by an old version ends on it. Thread-safe: loads follow
 * one another, look-ups wait for nothing.
 */
final class LoadedModels {
  private final ModelRepository repository;
  private boolean closed;
  private final Map<String, ServedModel> served = new ConcurrentHashMap<>();

  /** By model, then by version ("" for the model as a whole): why the last load failed. */
  private final Map<String, Map<String, String>> reasons = new ConcurrentHashMap<>();

  LoadedModels(ModelRepository repository) {
    this.repository = repository;
  }

  @Nullable ServedModel find(String model) {
    return served.get(model);
  }

  Collection<ServedModel> all() {
    return new TreeMap<>(served).values();
  }

  /** Whether every model that was asked for is served, be it by an older version. */
  boolean complete() {
    return served.keySet().containsAll(reasons.keySet());
  }

  /**
   * Loads what the configuration serves, all versions or none.
   *
   * @throws LoadFailure if it cannot; what was served before is served on
   * @throws ServingException UNAVAILABLE after {@link #close}
   */
  synchronized void load(String model, @Nullable ModelConfig override) {
    if (closed) {
      throw EmbeddedClient.stopping();
    }
    Map<String, String> failures = new LinkedHashMap<>();
    ServedModel before = served.get(model);
    NavigableMap<Long, ServedVersion> versions = new TreeMap<>();
    ModelConfig config = ModelConfig.getDefaultInstance();
    try {
      config = override == null ? repository.config(model) : override;
      List<Long> wanted = repository.served(model, config);
      if (wanted.isEmpty()) {
        failures.put(
            "",
            "its configuration serves no version (versions there: "
                + repository.versions(model)
                + "); activate one");
      }
      for (long number : wanted) {
        loadVersion(model, number, before, versions, failures);
      }
    } catch (RuntimeException e) {
      failures.put("", String.valueOf(e.getMessage()));
    }
    if (!failures.isEmpty()) {
      close(without(versions, before));
      reasons.put(model, Map.copyOf(failures));
      throw new LoadFailure(model, failures, before != null);
    }
    served.put(model, new ServedModel(model, config, versions));
    reasons.remove(model);
    if (before != null) {
      close(without(before.versions(), served.get(model)));
    }
  }

  private void loadVersion(
      String model,
      long number,
      @Nullable ServedModel before,
      NavigableMap<Long, ServedVersion> versions,
      Map<String, String> failures) {
    try {
      String digest = repository.verify(model, number).getOrDefault(ModelRepository.MODEL_FILE, "");
      ServedVersion loaded = before == null ? null : before.versions().get(number);
      if (loaded != null && !digest.isEmpty() && loaded.digest().equals(digest)) {
        versions.put(number, loaded);
      } else {
        OnnxModel onnx =
            OnnxModel.open(repository.directory(model, number).resolve(ModelRepository.MODEL_FILE));
        versions.put(number, new ServedVersion(number, digest, onnx, new VersionStatistics()));
      }
    } catch (RuntimeException e) {
      failures.put(Long.toString(number), String.valueOf(e.getMessage()));
    }
  }

  private static List<ServedVersion> without(
      Map<Long, ServedVersion> versions, @Nullable ServedModel kept) {
    List<ServedVersion> rest = new ArrayList<>(versions.values());
    if (kept != null) {
      rest.removeAll(kept.versions().values());
    }
    return rest;
  }

  private static void close(List<ServedVersion> versions) {
    versions.forEach(version -> version.model().close());
  }

  /** Returns false if the model was not served. */
  synchronized boolean unload(String model) {
    reasons.remove(model);
    ServedModel gone = served.remove(model);
    if (gone == null) {
      return false;
    }
    close(List.copyOf(gone.versions().values()));
    return true;
  }

  /** Frees all models; none is loaded any more, not even by a load that has been waiting. */
  synchronized void close() {
    closed = true;
    List.copyOf(served.keySet()).forEach(this::unload);
  }

  List<ModelIndex> index() {
    Map<String, Map<Long, ModelIndex>> lines = new TreeMap<>();
    for (String model : repository.models()) {
      lines.put(model, new TreeMap<>());
    }
    served.forEach(
        (name, model) -> {
          Map<Long, ModelIndex> entries = lines.computeIfAbsent(name, n -> new TreeMap<>());
          for (long number : model.versions().keySet()) {
            entries.put(number, new ModelIndex(name, Long.toString(number), ModelIndex.READY, ""));
          }
        });
    reasons.forEach(
        (name, failures) -> {
          Map<Long, ModelIndex> entries = lines.computeIfAbsent(name, n -> new TreeMap<>());
          failures.forEach(
              (version, reason) -> {
                long number = version.isEmpty() ? 0 : Long.parseLong(version);
                boolean ready = entries.containsKey(number);
                entries.put(
                    number,
                    new ModelIndex(
                        name,
                        version,
                        ready ? ModelIndex.READY : ModelIndex.UNAVAILABLE,
                        ready ? "last load failed: " + reason : reason));
              });
        });
    List<ModelIndex> index = new ArrayList<>();
    lines.forEach(
        (name, entries) -> {
          if (entries.isEmpty()) {
            index.add(new ModelIndex(name, "", "", ""));
          }
          index.addAll(entries.values());
        });
    return index;
  }
}
