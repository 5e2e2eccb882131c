package io.tributary.metadata.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Offers a store over gRPC: {@code ml_metadata.MetadataStoreService}, with health and reflection.
 * Listens until it is closed. Thread-safe.
 */
public final class MetadataServer implements AutoCloseable {
  /** The largest request that is taken, 64 MiB: a lineage subgraph can have many nodes. */
  static final int MOST_BYTES = 64 << 20;

  private static final int THREADS = 32;

  private final Server server;
  private final HealthStatusManager health;
  private final ExecutorService calls;

  private MetadataServer(Server server, HealthStatusManager health, ExecutorService calls) {
    this.server = server;
    this.health = health;
    this.calls = calls;
  }

  /**
   * How a server listens.
   *
   * @param address with port 0 for any free one
   * @param tls certificate and key; empty for plain text
   * @param token what clients must send; empty for anyone
   */
  public record Options(InetSocketAddress address, Optional<Tls> tls, Optional<String> token) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Options[" + address + (tls.isPresent() ? ", TLS" : "") + "]";
    }

    /** On this machine alone, in plain text, for anyone on it. */
    public static Options loopback(int port) {
      return new Options(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Optional.empty(),
          Optional.empty());
    }

    /** Only for clients that send the token. */
    public Options withToken(String required) {
      return new Options(address, tls, Optional.of(required));
    }

    /** Encrypted. */
    public Options withTls(Path certificate, Path key) {
      return new Options(address, Optional.of(new Tls(certificate, key)), token);
    }
  }

  /**
   * What a server proves itself with.
   *
   * @param certificate chain, PEM
   * @param key PKCS#8, PEM
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * Starts listening.
   *
   * @param store not closed with the server
   * @throws IOException if the port cannot be bound, or the certificate cannot be read
   */
  public static MetadataServer start(MetadataStore store, Options options) throws IOException {
    GrpcLog.warningsOnly();
    var calls = Executors.newFixedThreadPool(THREADS, MetadataServer::thread);
    var health = new HealthStatusManager();
    var service = StoreService.of(store);
    var builder =
        NettyServerBuilder.forAddress(options.address(), credentials(options))
            .executor(calls)
            .maxInboundMessageSize(MOST_BYTES)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(
                options
                    .token()
                    .map(token -> ServerInterceptors.intercept(service, new BearerToken(token)))
                    .orElse(service))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    try {
      var server = builder.build().start();
      health.setStatus(
          MetadataStoreServiceGrpc.SERVICE_NAME,
          io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
      return new MetadataServer(server, health, calls);
    } catch (IOException e) {
      calls.shutdownNow();
      throw new IOException(
          "metadata server "
              + options.address()
              + ": cannot listen: "
              + e.getMessage()
              + " (expected: a free port of this machine); choose another, or 0 for any",
          e);
    }
  }

  private static ServerCredentials credentials(Options options) throws IOException {
    if (options.tls().isEmpty()) {
      return InsecureServerCredentials.create();
    }
    var tls = options.tls().get();
    return TlsServerCredentials.create(tls.certificate().toFile(), tls.key().toFile());
  }

  private static Thread thread(Runnable call) {
    var thread = new Thread(call, "metadata-call");
    thread.setDaemon(true);
    return thread;
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** Waits until the server is closed. */
  public void awaitStop() throws InterruptedException {
    server.awaitTermination();
  }

  /** Lets calls in progress end, for ten seconds, and stops listening. */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    calls.shutdown();
  }
}
