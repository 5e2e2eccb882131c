package io.tributary.serving.embedded;

import com.sun.net.httpserver.HttpServer;
import io.tributary.serving.InferenceClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;

/** A listening HTTP port in front of an {@link InferenceClient}, on the JDK's own server. */
final class HttpEndpoint implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  /** Seconds in which a request has to arrive; without it a client that stalls keeps its thread. */
  private static final String MAX_REQUEST_TIME = "sun.net.httpserver.maxReqTime";

  private final HttpServer server;
  private final HttpRoutes routes;

  private HttpEndpoint(HttpServer server, HttpRoutes routes) {
    this.server = server;
    this.routes = routes;
  }

  static HttpEndpoint start(
      InferenceClient backend, InetSocketAddress address, Executor executor, int maxRequestBytes)
      throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      // Head and body are written apart: without this every answer waits 40 ms for the first's
      // acknowledgement.
      System.setProperty(NO_DELAY, "true");
    }
    if (System.getProperty(MAX_REQUEST_TIME) == null) {
      System.setProperty(MAX_REQUEST_TIME, "60");
    }
    HttpServer server = HttpServer.create(address, 0);
    HttpRoutes routes = new HttpRoutes(backend, maxRequestBytes);
    server.createContext("/", routes);
    server.setExecutor(executor);
    server.start();
    return new HttpEndpoint(server, routes);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Lets requests in progress end, for ten seconds, and stops listening. */
  @Override
  public void close() {
    routes.awaitIdle(Duration.ofSeconds(10));
    // Given a delay, the server of JDK 17 waits for all of it even when there is nothing to wait
    // for.
    server.stop(0);
  }
}
