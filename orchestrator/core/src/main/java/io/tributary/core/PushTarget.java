package io.tributary.core;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
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
    if (!isAddress(server)) {
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

  private static boolean isAddress(String server) {
    int colon = server.lastIndexOf(':');
    var host = server.substring(0, Math.max(colon, 0));
    var port = server.substring(colon + 1);
    return !host.isEmpty()
        && host.chars().noneMatch(c -> c == '/' || c == '@' || Character.isWhitespace(c))
        && !port.isEmpty()
        && port.length() <= 5
        && port.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(port) >= 1
        && Integer.parseInt(port) <= 65_535;
  }
}
