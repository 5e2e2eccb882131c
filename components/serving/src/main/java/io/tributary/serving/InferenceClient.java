package io.tributary.serving;

import io.tributary.proto.inference.ModelConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A serving tier that speaks KServe v2 with Triton's repository, configuration and statistics
 * extensions. The embedded server and a Triton elsewhere are used alike; only the address differs.
 *
 * <p>Versions are the protocol's: a decimal number, or the empty string to let the server choose
 * (the highest it serves). Every method throws {@link ServingException}. Thread-safe.
 */
public interface InferenceClient extends AutoCloseable {
  /** How long a call may take unless told otherwise. */
  Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  /** A client over plain-text gRPC at {@code host:port}. Nothing is sent before the first call. */
  static InferenceClient grpc(String address) {
    return grpc(address, DEFAULT_DEADLINE);
  }

  /** A client over plain-text gRPC at {@code host:port}, each call bounded by the deadline. */
  static InferenceClient grpc(String address, Duration deadline) {
    return io.tributary.serving.grpc.GrpcInferenceClient.to(address, deadline);
  }

  /** Who is asked: {@code host:port}, a URL, or {@code in-process}. */
  String address();

  /** Whether the server answers at all; false, not an exception, if nothing does. */
  boolean serverLive();

  /** Whether every model that should be served is; false if nothing answers. */
  boolean serverReady();

  /** Whether that version of the model answers; false for an unknown one. */
  boolean modelReady(String model, String version);

  ServerMetadata serverMetadata();

  ModelMetadata modelMetadata(String model, String version);

  /**
   * Asks a model.
   *
   * @param inputs every input of the model by name
   * @param outputs the names of the outputs wanted; empty for all
   */
  InferenceResult infer(
      String model, String version, Map<String, Tensor> inputs, Set<String> outputs);

  /** Asks a model for all its outputs. */
  default InferenceResult infer(String model, String version, Map<String, Tensor> inputs) {
    return infer(model, version, inputs, Set.of());
  }

  /** Asks the version that the server chooses for all outputs. */
  default InferenceResult infer(String model, Map<String, Tensor> inputs) {
    return infer(model, "", inputs, Set.of());
  }

  /** The configuration in force, which is not the file's while an override is loaded. */
  ModelConfig modelConfig(String model, String version);

  /** Counts and times of a model since it was loaded. */
  List<ModelStatistics> statistics(String model, String version);

  /** Every model of the repository, also those that are not served, ordered by name and version. */
  List<ModelIndex> repositoryIndex();

  /**
   * Loads a model as its configuration file says, or again after a change. Returns when its
   * versions are ready; on an exception what was served before is served on.
   */
  void load(String model);

  /**
   * Loads a model with this configuration instead of the file's, until the next load: the way to
   * serve a candidate beside the current version, or to try it out, with nothing changed on disk.
   */
  void load(String model, ModelConfig override);

  /** Stops serving a model. Requests in progress end first. */
  void unload(String model);

  @Override
  void close();
}
