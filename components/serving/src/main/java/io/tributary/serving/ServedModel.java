package io.tributary.serving;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a model that a serving tier answers for, over gRPC. Serialised, it is the address
 * and what is known of the model; a copy connects when it is first asked.
 */
public final class ServedModel implements TensorModel {
  private static final long serialVersionUID = 1L;

  private final String address;
  private final Duration deadline;
  private final String name;
  private final String version;
  private final Signature signature;
  private transient @Nullable InferenceClient client;

  private ServedModel(
      String address, Duration deadline, String name, String version, Signature signature) {
    this.address = address;
    this.deadline = deadline;
    this.name = name;
    this.version = version;
    this.signature = signature;
  }

  /**
   * Asks the server what it serves, and keeps to that version.
   *
   * @param address {@code host:port} of a gRPC endpoint
   * @param version empty for the highest that is served
   * @param deadline for every call
   * @throws ServingException if nothing answers there, or no such model or version is served
   * @throws IllegalArgumentException if the address is none
   */
  public static ServedModel find(String address, String name, String version, Duration deadline) {
    requireNonNull(name, "name");
    try (var client = InferenceClient.grpc(address, deadline)) {
      var metadata = client.modelMetadata(name, version);
      var found =
          version.isEmpty()
              ? metadata.versions().stream().max(Comparator.comparingLong(Long::parseLong))
              : Optional.of(version);
      return new ServedModel(address, deadline, name, found.orElse(""), metadata.signature());
    }
  }

  /** The same, whose outputs have the names of classes that another signature gives them. */
  public ServedModel withClassesOf(Signature other) {
    var outputs =
        signature.outputs().stream()
            .map(
                output ->
                    new TensorSpec(
                        output.name(),
                        output.datatype(),
                        output.shape(),
                        other
                            .output(output.name())
                            .map(TensorSpec::classes)
                            .orElse(output.classes())))
            .toList();
    return new ServedModel(
        address, deadline, name, version, new Signature(signature.inputs(), outputs));
  }

  /** The version that answers; empty if the server has named none. */
  public String version() {
    return version;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  /** As {@code model 'taxi' version 3 at localhost:8001}. */
  @Override
  public String origin() {
    return "model '"
        + name
        + "'"
        + (version.isEmpty() ? "" : " version " + version)
        + " at "
        + address;
  }

  @Override
  public Tensors infer(Map<String, Tensor> inputs, Set<String> outputs) {
    return client().infer(name, version, inputs, outputs).outputs();
  }

  private synchronized InferenceClient client() {
    if (client == null) {
      client = InferenceClient.grpc(address, deadline);
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
