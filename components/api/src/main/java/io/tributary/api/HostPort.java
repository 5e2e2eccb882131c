package io.tributary.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)\\]|([^\\s/@:\\[\\]]+)):([0-9]{1,5})");

  /** Reads {@code host:port}, a host of IPv6 in brackets; empty for anything else. */
  public static Optional<HostPort> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(3));
    var host = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return port >= 1 && port <= 65_535 ? Optional.of(new HostPort(host, port)) : Optional.empty();
  }
}
