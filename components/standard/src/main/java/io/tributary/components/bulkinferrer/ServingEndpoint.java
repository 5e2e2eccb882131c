package io.tributary.components.bulkinferrer;

import static java.util.Objects.requireNonNull;

import io.tributary.api.Explanation;
import io.tributary.api.HostPort;
import java.time.Duration;

/**
 * A model in a serving tier that speaks the KServe v2 protocol over gRPC.
 *
 * @param address {@code host:port}
 * @param model name of the model there
 * @param version that answers; empty for the highest that is served
 * @param deadline for every request of some thousand rows; default 30 seconds
 */
public record ServingEndpoint(String address, String model, String version, Duration deadline) {
  private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

  public ServingEndpoint {
    requireNonNull(address, "address");
    requireNonNull(model, "model");
    requireNonNull(version, "version");
    requireNonNull(deadline, "deadline");
    if (HostPort.parse(address).isEmpty()) {
      throw wrong("address", "'" + address + "'", "host:port", "such as localhost:8001");
    }
    if (model.isBlank()) {
      throw wrong("model", "'" + model + "'", "the name of a model", "ask the server for its own");
    }
    if (!version.matches("\\d{0,18}")) {
      throw wrong("version", "'" + version + "'", "a number", "leave it out for the highest");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw wrong("deadline", deadline.toString(), "a time above 0", "leave it out for 30 s");
    }
  }

  /** The highest version that is served. */
  public ServingEndpoint(String address, String model) {
    this(address, model, "", DEFAULT_DEADLINE);
  }

  /**
   * A version that is given as text.
   *
   * @param version a number; empty for the highest that is served
   */
  public static ServingEndpoint of(String address, String model, String version) {
    return new ServingEndpoint(address, model, version, DEFAULT_DEADLINE);
  }

  /** A certain version. */
  public ServingEndpoint withVersion(long number) {
    return new ServingEndpoint(address, model, Long.toString(number), deadline);
  }

  /** Another time for every request. */
  public ServingEndpoint withDeadline(Duration time) {
    return new ServingEndpoint(address, model, version, time);
  }

  private static IllegalArgumentException wrong(
      String what, String value, String expected, String remedy) {
    return new IllegalArgumentException(
        new Explanation("ServingEndpoint > " + what, value, expected, remedy).toString());
  }
}
