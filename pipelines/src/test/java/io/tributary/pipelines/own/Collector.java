package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A receiver of spans by OTLP, protobuf over HTTP, on a port of this machine. Thread-safe. */
final class Collector implements AutoCloseable {
  /** Ids are hexadecimal; that of a parent is empty where there is none. */
  record Span(String name, String traceId, String id, String parent) {}

  private final HttpServer server;
  private final List<Span> spans = new ArrayList<>();

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  private void receive(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (exchange;
        var bytes = zipped ? new GZIPInputStream(body) : body) {
      // ExportTraceServiceRequest.resource_spans.scope_spans.spans, by their numbers.
      for (var resource : messages(UnknownFieldSet.parseFrom(bytes), 1)) {
        for (var scope : messages(resource, 2)) {
          for (var span : messages(scope, 2)) {
            add(span);
          }
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private synchronized void add(UnknownFieldSet span) {
    spans.add(new Span(bytes(span, 5).toString(UTF_8), hex(span, 1), hex(span, 2), hex(span, 4)));
  }

  private static String hex(UnknownFieldSet message, int field) {
    return HexFormat.of().formatHex(bytes(message, field).toByteArray());
  }

  private static ByteString bytes(UnknownFieldSet message, int field) {
    var values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(0);
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
      throws IOException {
    var messages = new ArrayList<UnknownFieldSet>();
    for (var bytes : message.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
