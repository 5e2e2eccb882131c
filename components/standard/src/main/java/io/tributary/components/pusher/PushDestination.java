package io.tributary.components.pusher;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.api.HostPort;
import io.tributary.serving.repository.ModelName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Where a model goes.
 *
 * @param repository the directory of a model repository as Triton lays it out, which need not exist
 *     yet; a relative path is relative to the working directory of the process that pushes; empty
 *     for the installation's own, see {@link io.tributary.api.Run#servingRepository}; a run may
 *     send that to a running server
 * @param modelName the name to be served under, see {@link ModelName}
 * @param server {@code host:port} of the gRPC endpoint of a running server that serves this very
 *     directory and lets models be loaded; empty when a server will find the model at its next load
 */
public record PushDestination(
    Optional<Path> repository, String modelName, Optional<String> server) {
  public PushDestination {
    requireNonNull(repository, "repository");
    requireNonNull(modelName, "modelName");
    requireNonNull(server, "server");
    var problems = new ArrayList<String>();
    if (!ModelName.isValid(modelName)) {
      problems.add(
          new Explanation(
                  "destination > modelName",
                  "'" + modelName + "'",
                  ModelName.EXPECTED,
                  "choose another name")
              .toString());
    }
    if (server.isPresent() && server.flatMap(HostPort::parse).isEmpty()) {
      problems.add(
          new Explanation(
                  "destination > server",
                  "'" + server.get() + "'",
                  "host:port of a gRPC endpoint",
                  "write for instance localhost:8001")
              .toString());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** A model repository on disk. */
  public static PushDestination repository(Path repository, String modelName) {
    return new PushDestination(Optional.of(repository), modelName, Optional.empty());
  }

  /** The model repository of the installation that runs the pipeline. */
  public static PushDestination installation(String modelName) {
    return new PushDestination(Optional.empty(), modelName, Optional.empty());
  }

  /** The same, with a server that serves the directory and has to take the model over. */
  public PushDestination withServer(String address) {
    return new PushDestination(repository, modelName, Optional.of(address));
  }
}
