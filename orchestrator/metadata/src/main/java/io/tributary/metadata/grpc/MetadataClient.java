package io.tributary.metadata.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a metadata server.
 *
 * @param address {@code host:port}
 * @param encrypted whether to speak TLS
 * @param authority certificates to trust, PEM; empty for those that Java trusts
 * @param token sent with every call; empty to send none
 * @param patience how long a call may take; default one minute
 */
public record MetadataClient(
    String address,
    boolean encrypted,
    Optional<Path> authority,
    Optional<String> token,
    Duration patience) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  public MetadataClient {
    requireNonNull(address, "address");
    requireNonNull(authority, "authority");
    requireNonNull(token, "token");
    requireNonNull(patience, "patience");
  }

  /** The environment variable with the token that servers are sent. */
  public static final String TOKEN_VARIABLE = "TRIBUTARY_METADATA_TOKEN";

  private static final String PLAIN = "grpc://";
  private static final String ENCRYPTED = "grpcs://";
  private static final String TRUST = "sslrootcert=";
  private static final int MOST_PORT = 65_535;

  /** Whether an address is one of a metadata server. */
  public static boolean isAddress(String address) {
    return address.startsWith(PLAIN) || address.startsWith(ENCRYPTED);
  }

  /**
   * The server at {@code grpc://host:port}, or, encrypted, at {@code
   * grpcs://host:port[?sslrootcert=FILE]}, trusting the certificates of the file, by default those
   * that Java trusts. The token is that of the environment variable {@value #TOKEN_VARIABLE}, if it
   * is set.
   *
   * @throws MetadataException INVALID_ARGUMENT for an address of another form, or a token that is
   *     none
   */
  public static MetadataClient of(String address, Map<String, String> environment) {
    boolean encrypted = address.startsWith(ENCRYPTED);
    var rest = address.substring((encrypted ? ENCRYPTED : PLAIN).length());
    int question = rest.indexOf('?');
    var place = question < 0 ? rest : rest.substring(0, question);
    var option = question < 0 ? "" : rest.substring(question + 1);
    if (!isPlace(place) || !(option.isEmpty() || (encrypted && option.startsWith(TRUST)))) {
      throw new MetadataException(
          MetadataException.Code.INVALID_ARGUMENT,
          "address of the metadata server: '"
              + address
              + "' (expected: grpc://HOST:PORT or grpcs://HOST:PORT?sslrootcert=FILE); correct the address");
    }
    return new MetadataClient(
        place,
        encrypted,
        option.isEmpty()
            ? Optional.empty()
            : Optional.of(Path.of(option.substring(TRUST.length()))),
        token(environment),
        PATIENCE);
  }

  /** A host by name or number, in ASCII as names on the wire are, and a port that exists. */
  private static boolean isPlace(String place) {
    int colon = place.lastIndexOf(':');
    return place.matches("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}")
        && Integer.parseInt(place.substring(colon + 1)) <= MOST_PORT
        && Integer.parseInt(place.substring(colon + 1)) > 0;
  }

  /** A token that is no header would be shown by the library that refuses it. */
  private static Optional<String> token(Map<String, String> environment) {
    var token = Optional.ofNullable(environment.get(TOKEN_VARIABLE)).map(String::strip);
    token
        .filter(given -> given.chars().anyMatch(c -> c < ' ' || c > '~'))
        .ifPresent(
            given -> {
              throw new MetadataException(
                  MetadataException.Code.INVALID_ARGUMENT,
                  "environment variable "
                      + TOKEN_VARIABLE
                      + ": has characters that no token can have (expected: printable ASCII in one line); set it again");
            });
    return token;
  }

  /** In plain text, without a token. */
  public MetadataClient(String address) {
    this(address, false, Optional.empty(), Optional.empty(), PATIENCE);
  }

  /** Sends {@code secret} with every call. */
  public MetadataClient withToken(String secret) {
    return new MetadataClient(address, encrypted, authority, Optional.of(secret), patience);
  }

  /** Encrypted, trusting servers whose certificates go back to these. */
  public MetadataClient withTls(Path trusted) {
    return new MetadataClient(address, true, Optional.of(trusted), token, patience);
  }

  /** With another limit for each call. */
  public MetadataClient withPatience(Duration limit) {
    return new MetadataClient(address, encrypted, authority, token, limit);
  }

  /**
   * The store of the server, which may be ML Metadata's own. Connects at the first call.
   *
   * @throws IOException if the trusted certificates cannot be read
   */
  public RemoteMetadataStore connect() throws IOException {
    return new RemoteMetadataStore(calls());
  }

  /**
   * All of the server's database: the store, runs, leases and transactions. Connects at the first
   * call.
   *
   * @throws IOException if the trusted certificates cannot be read
   */
  public MetadataDatabase open() throws IOException {
    return new RemoteMetadataDatabase((encrypted ? ENCRYPTED : PLAIN) + address, calls());
  }

  private Calls calls() throws IOException {
    GrpcLog.warningsOnly();
    var channel = builder().maxInboundMessageSize(MetadataServer.MOST_BYTES).build();
    var options = CallOptions.DEFAULT;
    if (token.isPresent()) {
      options = options.withCallCredentials(new BearerToken(token.get()));
    }
    return new Calls(channel, address + (encrypted ? " (TLS)" : " (no TLS)"), options, patience);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "MetadataClient[" + address + (encrypted ? ", TLS" : "") + "]";
  }

  private NettyChannelBuilder builder() throws IOException {
    if (!encrypted) {
      return NettyChannelBuilder.forTarget(address, InsecureChannelCredentials.create());
    }
    var tls = TlsChannelCredentials.newBuilder();
    try {
      if (authority.isPresent()) {
        tls.trustManager(authority.get().toFile());
      }
      return NettyChannelBuilder.forTarget(address, tls.build());
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "metadata client > trusted certificates: "
              + authority.map(Path::toString).orElse("those of Java")
              + " cannot be read: "
              + e.getMessage()
              + " (expected: certificates in PEM); correct the file, or name another",
          e);
    }
  }
}
