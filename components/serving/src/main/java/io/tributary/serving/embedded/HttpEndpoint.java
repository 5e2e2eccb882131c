package io.tributary.serving.embedded;

import com.sun.net.httpserver.HttpServer;
import io.tributary.serving.InferenceClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** A listening HTTP port in front of an {@link InferenceClient}, on the JDK's own server. */
final class HttpEndpoint implements AutoCloseable {
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private final HttpServer server;

  private HttpEndpoint(HttpServer server) {
    this.server = server;
  }

  static HttpEndpoint start(
      InferenceClient backend, InetSocketAddress address, Executor executor, int maxRequestBytes)
      throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      // Head and body are written apart: without this every answer waits 40 ms for the first's
      // acknowledgement.
      System.setProperty(NO_DELAY, "true");
    }
    HttpServer server = HttpServer.create(address, 0);
    server.createContext("/", new HttpRoutes(backend, maxRequestBytes));
    server.setExecutor(executor);
    server.start();
    return new HttpEndpoint(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
