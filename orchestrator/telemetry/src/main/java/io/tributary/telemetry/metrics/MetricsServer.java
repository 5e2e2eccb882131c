package io.tributary.telemetry.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Answers {@code GET /metrics} on this machine, to whoever asks: figures name pipelines and classes
 * of components, and hold no data.
 */
public final class MetricsServer implements AutoCloseable {
  private final HttpServer server;
  private final RunMetrics metrics;

  private MetricsServer(HttpServer server, RunMetrics metrics) {
    this.server = server;
    this.metrics = metrics;
  }

  /**
   * Starts to answer, on the loopback interface.
   *
   * @param port 0 for any that is free
   * @throws UncheckedIOException if the port cannot be had
   */
  public static MetricsServer start(RunMetrics metrics, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var started = new MetricsServer(HttpServer.create(address, 0), metrics);
      started.server.createContext("/metrics", started::answer);
      started.server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean get = exchange.getRequestMethod().equals("GET");
      if (!get || !exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(get ? 404 : 405, -1);
        return;
      }
      var body = metrics.scrape().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", RunMetrics.CONTENT_TYPE);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
