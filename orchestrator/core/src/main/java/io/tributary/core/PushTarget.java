package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.api.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the models of a run go that are pushed to the installation: into a model repository that a
 * running server serves and lets models be loaded from, such as a Triton in mode {@code EXPLICIT}.
 *
 * @param server {@code host:port} of the server's gRPC endpoint
 * @param repository the directory that this very server serves; absolute, need not exist yet
 */
public record PushTarget(String server, Path repository) {
  private static final String SCHEME = "triton://";

  /**
   * @throws RunRefusedException if the address is no address or the repository a file
   */
  public PushTarget {
    requireNonNull(server, "server");
    repository = repository.toAbsolutePath().normalize();
    if (HostPort.parse(server).isEmpty()) {
      throw noAddress(SCHEME + server);
    }
    if (Files.exists(repository) && !Files.isDirectory(repository)) {
      throw new RunRefusedException(
          new Explanation(
              "push > repository",
              repository + ", which is a file",
              "the directory that the server at " + server + " serves",
              "name that directory"));
    }
  }

  /**
   * The target of that address.
   *
   * @param address {@code triton://host:port}
   */
  public static PushTarget of(String address, Path repository) {
    if (!address.startsWith(SCHEME)) {
      throw noAddress(address);
    }
    return new PushTarget(address.substring(SCHEME.length()), repository);
  }

  /** As {@link #of} takes it. */
  public String address() {
    return SCHEME + server;
  }

  private static RunRefusedException noAddress(String address) {
    return new RunRefusedException(
        new Explanation(
            "push > address",
            "'" + address + "'",
            SCHEME + "host:port, the gRPC endpoint of a running server",
            "write for instance " + SCHEME + "localhost:8001"));
  }
}
