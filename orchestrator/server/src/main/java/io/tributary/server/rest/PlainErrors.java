package io.tributary.server.rest;

import io.tributary.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is answered where a request is so wrong that no route ever sees it. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    var refusal =
        Refusal.of(
            status,
            "request",
            Problem.title(status),
            "a request of this API",
            "see " + Route.BASE + "/openapi.json");
    var bytes = new ByteArrayOutputStream();
    try {
      Json.compact(bytes, Problem.of(refusal));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
    response.write(true, ByteBuffer.wrap(bytes.toByteArray()), callback);
    return true;
  }
}
