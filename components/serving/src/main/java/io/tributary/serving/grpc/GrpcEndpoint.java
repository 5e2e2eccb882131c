package io.tributary.serving.grpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.tributary.serving.InferenceClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A listening gRPC port in front of an {@link InferenceClient}. */
public final class GrpcEndpoint implements AutoCloseable {
  private final Server server;

  private GrpcEndpoint(Server server) {
    this.server = server;
  }

  /**
   * Starts listening.
   *
   * @param address with port 0 for any free one
   * @param executor runs the calls
   * @param maxMessageBytes larger requests are refused with RESOURCE_EXHAUSTED
   * @throws IOException if the port cannot be bound
   */
  public static GrpcEndpoint start(
      InferenceClient backend, InetSocketAddress address, Executor executor, int maxMessageBytes)
      throws IOException {
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(executor)
            .maxInboundMessageSize(maxMessageBytes)
            .addService(new GrpcInferenceService(backend))
            .addService(new GrpcHealthService(backend))
            .build();
    return new GrpcEndpoint(server.start());
  }

  /** The port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /** Lets calls in progress end, for ten seconds, and stops listening. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
