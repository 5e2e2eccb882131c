package io.tributary.serving.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ServingException;
import io.tributary.serving.ServingException.Code;
import io.tributary.serving.grpc.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The paths of the KServe v2 REST protocol and of Triton's extensions. */
final class HttpRoutes implements HttpHandler {
  private static final byte[] NOTHING = {};
  private final InferenceClient backend;
  private final int maxRequestBytes;

  HttpRoutes(InferenceClient backend, int maxRequestBytes) {
    this.backend = backend;
    this.maxRequestBytes = maxRequestBytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(int status, byte[] body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    try {
      answer = route(exchange);
    } catch (ServingException e) {
      answer = new Answer(status(e.code()), JsonAnswers.error(e.serverMessage()));
    } catch (IllegalArgumentException e) {
      answer = new Answer(400, JsonAnswers.error(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      answer = new Answer(500, JsonAnswers.error(e.toString()));
    }
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private static int status(Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case NOT_FOUND -> 404;
      case RESOURCE_EXHAUSTED -> 413;
      case INTERNAL -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }

  private Answer route(HttpExchange exchange) throws IOException {
    List<String> path = segments(exchange.getRequestURI().getRawPath());
    boolean post = exchange.getRequestMethod().equals("POST");
    if (!post && !exchange.getRequestMethod().equals("GET")) {
      return new Answer(
          405, JsonAnswers.error(exchange.getRequestMethod() + " (expected: GET or POST)"));
    }
    Optional<Answer> answer = Optional.empty();
    if (!path.isEmpty() && path.get(0).equals("v2")) {
      List<String> rest = path.subList(1, path.size());
      if (rest.isEmpty()) {
        answer = Optional.of(ok(JsonAnswers.server(backend.serverMetadata())));
      } else if (rest.get(0).equals("health") && rest.size() == 2) {
        answer = health(rest.get(1));
      } else if (rest.get(0).equals("models") && rest.size() >= 2) {
        answer = model(rest, post, exchange);
      } else if (rest.get(0).equals("repository")) {
        answer = repository(rest, post, exchange);
      }
    }
    return answer.orElseGet(
        () ->
            new Answer(
                404,
                JsonAnswers.error(
                    exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI().getPath()
                        + " (expected: a path of the KServe v2 protocol, such as POST"
                        + " /v2/models/NAME/infer)")));
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (int from = 0; from < rawPath.length(); ) {
      int slash = rawPath.indexOf('/', from);
      int end = slash < 0 ? rawPath.length() : slash;
      if (end > from) {
        // A plus is itself in a path, unlike in a form.
        String segment = rawPath.substring(from, end).replace("+", "%2B");
        segments.add(URLDecoder.decode(segment, UTF_8));
      }
      from = end + 1;
    }
    return segments;
  }

  private static Answer ok(byte[] body) {
    return new Answer(200, body);
  }

  private static Answer ready(boolean ready) {
    return new Answer(ready ? 200 : 400, NOTHING);
  }

  private Optional<Answer> health(String what) {
    return switch (what) {
      case "live" -> Optional.of(ready(backend.serverLive()));
      case "ready" -> Optional.of(ready(backend.serverReady()));
      default -> Optional.empty();
    };
  }

  private Optional<Answer> model(List<String> path, boolean post, HttpExchange exchange)
      throws IOException {
    String name = path.get(1);
    if (path.size() == 2 && name.equals("stats") && !post) {
      return Optional.of(ok(JsonAnswers.statistics(backend.statistics("", ""))));
    }
    boolean versioned = path.size() >= 4 && path.get(2).equals("versions");
    String version = versioned ? path.get(3) : "";
    List<String> rest = path.subList(versioned ? 4 : 2, path.size());
    String action = rest.isEmpty() ? "" : rest.get(0);
    if (rest.size() > 1) {
      return Optional.empty();
    } else if (post) {
      return action.equals("infer")
          ? Optional.of(infer(name, version, exchange))
          : Optional.empty();
    }
    return switch (action) {
      case "" -> Optional.of(ok(JsonAnswers.model(backend.modelMetadata(name, version))));
      case "ready" -> Optional.of(ready(backend.modelReady(name, version)));
      case "config" ->
          Optional.of(ok(ConfigJson.print(backend.modelConfig(name, version)).getBytes(UTF_8)));
      case "stats" -> Optional.of(ok(JsonAnswers.statistics(backend.statistics(name, version))));
      default -> Optional.empty();
    };
  }

  private Answer infer(String model, String version, HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Inference-Header-Content-Length")) {
      throw new ServingException(
          Code.UNIMPLEMENTED,
          backend.address(),
          "binary tensors over HTTP (expected: JSON only); send the data as JSON, or ask over"
              + " gRPC");
    }
    JsonRequest request = JsonRequest.parse(body(exchange));
    return ok(
        JsonAnswers.inference(
            request.id(), backend.infer(model, version, request.inputs(), request.outputs())));
  }

  private Optional<Answer> repository(List<String> path, boolean post, HttpExchange exchange)
      throws IOException {
    if (!post) {
      return Optional.empty();
    } else if (path.size() == 2 && path.get(1).equals("index")) {
      boolean readyOnly = JsonRequest.readyOnly(body(exchange));
      return Optional.of(ok(JsonAnswers.index(backend.repositoryIndex(), readyOnly)));
    } else if (path.size() == 4 && path.get(1).equals("models")) {
      String model = path.get(2);
      switch (path.get(3)) {
        case "load" -> {
          Optional<String> config = JsonRequest.configOverride(body(exchange));
          if (config.isPresent()) {
            backend.load(model, ConfigJson.parse(config.get()));
          } else {
            backend.load(model);
          }
          return Optional.of(ok(NOTHING));
        }
        case "unload" -> {
          body(exchange);
          backend.unload(model);
          return Optional.of(ok(NOTHING));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(maxRequestBytes + 1);
      if (body.length > maxRequestBytes) {
        throw new ServingException(
            Code.RESOURCE_EXHAUSTED,
            backend.address(),
            "request body (expected: at most "
                + maxRequestBytes
                + " bytes); send fewer rows at a time");
      }
      return body;
    }
  }
}
