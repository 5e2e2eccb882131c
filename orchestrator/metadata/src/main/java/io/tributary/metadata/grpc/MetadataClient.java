package io.tributary.metadata.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.tributary.metadata.MetadataDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a metadata server.
 *
 * @param address {@code host:port}
 * @param authority certificates to trust, PEM; empty for plain text
 * @param token sent with every call; empty to send none
 * @param patience how long a call may take; default one minute
 */
public record MetadataClient(
    String address, Optional<Path> authority, Optional<String> token, Duration patience) {

  public MetadataClient {
    requireNonNull(address, "address");
    requireNonNull(authority, "authority");
    requireNonNull(token, "token");
    requireNonNull(patience, "patience");
  }

  /** In plain text, without a token. */
  public MetadataClient(String address) {
    this(address, Optional.empty(), Optional.empty(), Duration.ofMinutes(1));
  }

  /** Sends {@code secret} with every call. */
  public MetadataClient withToken(String secret) {
    return new MetadataClient(address, authority, Optional.of(secret), patience);
  }

  /** Encrypted, trusting servers whose certificates go back to these. */
  public MetadataClient withTls(Path trusted) {
    return new MetadataClient(address, Optional.of(trusted), token, patience);
  }

  /** With another limit for each call. */
  public MetadataClient withPatience(Duration limit) {
    return new MetadataClient(address, authority, token, limit);
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
    return new RemoteMetadataDatabase(
        (authority.isPresent() ? "grpcs://" : "grpc://") + address, calls());
  }

  private Calls calls() throws IOException {
    GrpcLog.warningsOnly();
    var channel =
        NettyChannelBuilder.forTarget(address, credentials())
            .maxInboundMessageSize(MetadataServer.MOST_BYTES)
            .build();
    var options = CallOptions.DEFAULT;
    if (token.isPresent()) {
      options = options.withCallCredentials(new BearerToken(token.get()));
    }
    return new Calls(channel, options, patience);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "MetadataClient[" + address + (authority.isPresent() ? ", TLS" : "") + "]";
  }

  private ChannelCredentials credentials() throws IOException {
    return authority.isPresent()
        ? TlsChannelCredentials.newBuilder().trustManager(authority.get().toFile()).build()
        : InsecureChannelCredentials.create();
  }
}
