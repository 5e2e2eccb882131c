package io.tributary.runner.airflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers what a test tells it to, for what no real Airflow does on demand: faults, and what future
 * releases may say. Answers to one request are given in their order, the last one again and again.
 */
final class ScriptedServer implements AutoCloseable {

  /** What came: {@code GET /api/v2/dags?limit=100}, its header Authorization, and its body. */
  record Received(String line, Optional<String> authorization, String body) {}

  /** How to answer. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Queue<Answer>> script = new HashMap<>();
  private final List<Received> received = Collections.synchronizedList(new ArrayList<>());

  private ScriptedServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** One that says that it is Airflow 3. */
  static ScriptedServer v2() {
    return start()
        .on("GET /api/v2/version", json(200, "{'version': '3.3.2', 'git_version': null}"));
  }

  /** One that says that it is Airflow 2. */
  static ScriptedServer v1() {
    return start().on("GET /api/v1/version", json(200, "{'version': '2.11.2'}"));
  }

  static ScriptedServer start() {
    try {
      return new ScriptedServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON with single quotes for double ones. */
  static Answer json(int status, String text, String... headers) {
    return text(status, "application/json", text.replace('\'', '"'), headers);
  }

  static Answer text(int status, String type, String text, String... headers) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      for (var i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      var body = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  /** No answer: the connection is closed. */
  static Answer lost() {
    return exchange -> {};
  }

  /** The begin of an answer that promises more. */
  static Answer truncated() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"dag_id\":".getBytes(UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** The begin of an answer, whose rest does not come. */
  Answer hanging() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      awaitEnd();
    };
  }

  /** No begin of an answer. */
  Answer silent() {
    return exchange -> awaitEnd();
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What to answer to {@code GET /path}, whatever its query is. */
  ScriptedServer on(String request, Answer... answers) {
    script.put(request, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      var query = exchange.getRequestURI().getRawQuery();
      received.add(
          new Received(
              query == null ? request : request + "?" + query,
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      next(request).to(exchange);
    } catch (IOException e) {
      // the client has gone away, as it should in some of the tests
    }
  }

  private synchronized Answer next(String request) {
    var answers = script.get(request);
    if (answers == null) {
      return json(404, "{'detail': 'nothing here'}");
    }
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All that came, but the questions for the version. */
  List<Received> received() {
    synchronized (received) {
      return received.stream().filter(one -> !one.line().endsWith("/version")).toList();
    }
  }

  List<String> lines() {
    return received().stream().map(Received::line).toList();
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
