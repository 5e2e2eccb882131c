package io.tributary.metadata.grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.proto.mlmd.MetadataStoreServiceGrpc;
import io.tributary.proto.orchestration.OrchestrationServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Offers a database over gRPC: {@code ml_metadata.MetadataStoreService}, and {@code
 * tributary.metadata.v1.OrchestrationService} for runs, leases and transactions, with health and
 * reflection. Listens until it is closed. Thread-safe.
 */
public final class MetadataServer implements AutoCloseable {
  /** The largest request that is taken, 64 MiB: a lineage subgraph can have many nodes. */
  static final int MOST_BYTES = 64 << 20;

  private static final int THREADS = 32;

  private final Server server;
  private final HealthStatusManager health;
  private final List<ExecutorService> threads;

  private MetadataServer(Server server, HealthStatusManager health, List<ExecutorService> threads) {
    this.server = server;
    this.health = health;
    this.threads = threads;
  }

  /**
   * Takes the steps of transactions while every thread for calls may wait for one of them to end.
   */
  private record StepsApart(Executor steps) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
      boolean transaction =
          call.getMethodDescriptor()
              .getFullMethodName()
              .equals(OrchestrationServiceGrpc.getTransactMethod().getFullMethodName());
      return transaction ? steps : null;
    }
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
   * @param database not closed with the server
   * @throws IOException if the port cannot be bound, or the certificate cannot be read
   */
  public static MetadataServer start(MetadataDatabase database, Options options)
      throws IOException {
    GrpcLog.warningsOnly();
    var builder = builder(options);
    var calls = Executors.newFixedThreadPool(THREADS, MetadataServer::thread);
    var steps = Executors.newSingleThreadExecutor(MetadataServer::thread);
    var health = new HealthStatusManager();
    var store = StoreService.of(database.store());
    var token = options.token().map(BearerToken::new);
    builder
        .executor(calls)
        .callExecutor(new StepsApart(steps))
        .maxInboundMessageSize(MOST_BYTES)
        .permitKeepAliveTime(10, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addService(guarded(token, store.service(MetadataStoreServiceGrpc.getServiceDescriptor())))
        .addService(guarded(token, OrchestrationService.of(database, store)))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance());
    try {
      var server = builder.build().start();
      for (var service :
          List.of(MetadataStoreServiceGrpc.SERVICE_NAME, OrchestrationServiceGrpc.SERVICE_NAME)) {
        health.setStatus(service, io.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING);
      }
      return new MetadataServer(server, health, List.of(calls, steps));
    } catch (IOException e) {
      calls.shutdownNow();
      steps.shutdownNow();
      throw new IOException(
          "metadata server "
              + options.address().getHostString()
              + ":"
              + options.address().getPort()
              + ": cannot listen: "
              + e.getMessage()
              + " (expected: a free port of this machine); choose another, or 0 for any",
          e);
    }
  }

  private static ServerServiceDefinition guarded(
      Optional<BearerToken> token, ServerServiceDefinition service) {
    return token.map(guard -> ServerInterceptors.intercept(service, guard)).orElse(service);
  }

  private static NettyServerBuilder builder(Options options) throws IOException {
    if (options.tls().isEmpty()) {
      return NettyServerBuilder.forAddress(options.address(), InsecureServerCredentials.create());
    }
    var tls = options.tls().get();
    try {
      var credentials = TlsServerCredentials.create(tls.certificate().toFile(), tls.key().toFile());
      var builder = NettyServerBuilder.forAddress(options.address(), credentials);
      if (!KeyCheck.belongTogether(tls.certificate(), tls.key())) {
        throw new IllegalArgumentException("the key is not that of the certificate");
      }
      return builder;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "metadata server > TLS: certificate "
              + tls.certificate()
              + " and key "
              + tls.key()
              + " cannot be used: "
              + e.getMessage()
              + " (expected: a chain in PEM, and its private key in PKCS#8 in PEM); correct the files, or name others",
          e);
    }
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
    if (server.isShutdown()) {
      return;
    }
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        server.shutdownNow();
        server.awaitTermination(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.forEach(ExecutorService::shutdown);
  }
}
