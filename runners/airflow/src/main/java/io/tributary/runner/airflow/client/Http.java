package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.api.Explanation;
import io.tributary.runner.airflow.client.AirflowException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sends requests to one server, repeats those that may be repeated, and reads what it answers. */
final class Http {
  /** Waits before a request is repeated. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final URI server;
  private final Api api;
  private final HttpClient client;
  private final ClientOptions options;
  private final Refusals refusals;
  private final Pause pause;
  private final Authenticator authenticator;

  Http(
      URI server,
      Api api,
      Credentials credentials,
      HttpClient client,
      ClientOptions options,
      Clock clock,
      Pause pause) {
    this.server = server;
    this.api = api;
    this.client = client;
    this.options = options;
    this.refusals = new Refusals(api, clock);
    this.pause = pause;
    this.authenticator = new Authenticator(credentials, api, clock);
  }

  Api api() {
    return api;
  }

  /** One thing. */
  <T> T one(Request request, Class<T> type) {
    return read(request, json(request), type);
  }

  /** Something whose answer does not matter. */
  void done(Request request) {
    send(request, request.operation().isRepeatable());
  }

  /**
   * Something new with a name of its own. If an answer is lost it is asked for again, and if it
   * turns out that the first request has made it, that is the result.
   */
  <T> T create(Request request, Class<T> type, Supplier<T> existing) {
    try {
      return read(request, parse(request, send(request, true)), type);
    } catch (AirflowException e) {
      if (e.reason() != Reason.CONFLICT || !e.mayBeDone()) {
        throw e;
      }
      try {
        return existing.get();
      } catch (AirflowException missing) {
        throw missing.reason() == Reason.NOT_FOUND ? e : missing;
      }
    }
  }

  /** Deletes something. What an earlier attempt without an answer has deleted counts, too. */
  void delete(Request request) {
    try {
      send(request, true);
    } catch (AirflowException e) {
      if (e.reason() != Reason.NOT_FOUND || !e.mayBeDone()) {
        throw e;
      }
    }
  }

  /** A list that comes as a whole. */
  <T> List<T> all(Request request, String field, Class<T> type) {
    var items = json(request).path(field);
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> read(request, item, type))
        .toList();
  }

  /** A list that comes in pages, each of which is asked for when it is needed. */
  <T> Stream<T> list(Request request, String field, Class<T> type) {
    return list(request, field, item -> read(request, item, type));
  }

  <T> Stream<T> list(Request request, String field, Function<JsonNode, T> reader) {
    return StreamSupport.stream(
        () ->
            Spliterators.spliteratorUnknownSize(
                new Entries<>(request, field, reader), Spliterator.ORDERED | Spliterator.NONNULL),
        Spliterator.ORDERED | Spliterator.NONNULL,
        false);
  }

  private final class Entries<T> implements Iterator<T> {
    private final Request request;
    private final String field;
    private final Function<JsonNode, T> reader;
    private Iterator<JsonNode> page = List.<JsonNode>of().iterator();
    private int offset;
    private boolean more = true;

    Entries(Request request, String field, Function<JsonNode, T> reader) {
      this.request = request;
      this.field = field;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && more) {
        var answer = json(request.with("limit", options.pageSize()).with("offset", offset));
        var items = answer.path(field);
        offset += items.size();
        more = !items.isEmpty() && offset < answer.path("total_entries").asInt(Integer.MAX_VALUE);
        page = items.iterator();
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException(field);
      }
      return reader.apply(page.next());
    }
  }

  JsonNode json(Request request) {
    return parse(request, send(request, request.operation().isRepeatable()));
  }

  private JsonNode parse(Request request, HttpResponse<byte[]> answer) {
    try {
      var node = Json.parse(answer.body());
      if (node instanceof ObjectNode) {
        return node;
      }
    } catch (IOException e) {
      throw unreadable(request, AnswerText.start(answer.body()), "JSON", e);
    }
    throw unreadable(request, AnswerText.start(answer.body()), "a JSON object", null);
  }

  <T> T read(Request request, JsonNode node, Class<T> type) {
    try {
      return Json.read(node, type);
    } catch (JsonProcessingException e) {
      throw unreadable(
          request, e.getOriginalMessage(), "what Airflow's specification says of it", e);
    }
  }

  private AirflowException unreadable(
      Request request, String value, String expected, @Nullable Exception cause) {
    return new AirflowException(
        Reason.UNREADABLE,
        new Explanation(
            where(request) + " > answer",
            value,
            expected,
            "check that the address is that of an Airflow, and not of a page for logging in before it; its release may also be one that this client does not know"),
        0,
        !request.operation().isRepeatable(),
        cause);
  }

  private String where(Request request) {
    var operation = request.operation();
    return "Airflow at "
        + server
        + " > "
        + request
            .target(api)
            .map(target -> operation.method() + " " + target)
            .orElse(operation.name());
  }

  /** The answer, which is good, after as many attempts as it takes and the options allow. */
  private HttpResponse<byte[]> send(Request request, boolean repeatable) {
    var lost = false;
    for (var attempt = 1; ; attempt++) {
      try {
        return attempt(request, attempt);
      } catch (AttemptFailure failure) {
        var delay = failure.askedDelay().orElse(backOff(attempt));
        if (!failure.isTemporary()
            || attempt == options.attempts()
            || (failure.isMaybeDone() && !repeatable)
            || delay.compareTo(options.longestDelay()) > 0) {
          throw failure.exception(where(request), lost, attempt);
        }
        lost |= failure.isMaybeDone();
        try {
          pause.of(delay);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw failure.exception(where(request), lost, attempt);
        }
      }
    }
  }

  private Duration backOff(int attempt) {
    var delay = options.firstDelay().multipliedBy(1L << Math.min(attempt - 1, 30));
    return delay.compareTo(options.longestDelay()) < 0 ? delay : options.longestDelay();
  }

  private HttpResponse<byte[]> attempt(Request request, int attempt) throws AttemptFailure {
    var header = authenticator.header(request.operation(), this::login);
    var answer = exchange(request, header, attempt);
    if (Refusals.refusesToken(answer) && header.isPresent() && authenticator.renews(header.get())) {
      answer = exchange(request, authenticator.header(request.operation(), this::login), attempt);
    }
    if (answer.statusCode() / 100 != 2) {
      throw refusals.of(answer);
    }
    return answer;
  }

  private Authenticator.AccessAnswer login(Request request) {
    return one(request, Authenticator.AccessAnswer.class);
  }

  private HttpResponse<byte[]> exchange(Request request, Optional<String> header, int attempt)
      throws AttemptFailure {
    var builder =
        HttpRequest.newBuilder(uri(request))
            .timeout(options.timeout())
            .header("Accept", "application/json")
            .method(
                request.operation().method(),
                request
                    .body()
                    .map(Json::write)
                    .map(HttpRequest.BodyPublishers::ofByteArray)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    header.ifPresent(value -> builder.header("Authorization", value));
    if (request.body().isPresent()) {
      builder.header("Content-Type", "application/json");
    }
    var began = System.nanoTime();
    var status = OptionalInt.empty();
    try {
      var answer = answer(builder.build());
      status = OptionalInt.of(answer.statusCode());
      return answer;
    } finally {
      options
          .listener()
          .accept(
              new Call(
                  request.operation(),
                  attempt,
                  status,
                  Duration.ofNanos(System.nanoTime() - began)));
    }
  }

  private URI uri(Request request) {
    var target =
        request
            .target(api)
            .orElseThrow(
                () ->
                    AirflowException.of(
                        Reason.UNSUPPORTED,
                        new Explanation(
                            where(request),
                            api.prefix() + " has no such operation",
                            "a server with " + (api == Api.V1 ? Api.V2 : Api.V1).prefix(),
                            api == Api.V1
                                ? "use Airflow 3"
                                : "Airflow 3 does it by another operation, or not at all")));
    return URI.create(server + target);
  }

  /** The JDK's own limit of time ends with the headers; here the body counts, too. */
  private HttpResponse<byte[]> answer(HttpRequest request) throws AttemptFailure {
    var answer = client.sendAsync(request, head -> new BoundedBody(options.maxAnswerBytes()));
    try {
      return answer.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw timeout(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new AttemptFailure(Reason.LOST, "interrupted", "an answer", "ask again")
          .mayBeDone()
          .causedBy(e);
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    }
  }

  private AttemptFailure timeout(Exception cause) {
    return new AttemptFailure(
            Reason.TIMEOUT,
            "no whole answer within " + options.timeout(),
            "one",
            "look at the load of the server, or allow more time")
        .temporary()
        .mayBeDone()
        .causedBy(cause);
  }

  private AttemptFailure broken(@Nullable Throwable cause) {
    if (cause instanceof BoundedBody.TooLarge) {
      return new AttemptFailure(
              Reason.TOO_LARGE,
              "an answer of more than " + options.maxAnswerBytes() + " bytes",
              "a smaller one",
              "ask for less, in smaller pages, or allow larger answers")
          .mayBeDone();
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new AttemptFailure(
              Reason.UNREACHABLE,
              "no connection: " + said(cause),
              "a server that listens there",
              "check the address, and whether Airflow runs")
          .temporary()
          .causedBy(cause);
    }
    if (cause instanceof HttpTimeoutException e) {
      return timeout(e);
    }
    if (cause instanceof IOException) {
      return new AttemptFailure(
              Reason.LOST,
              "the connection broke before the answer was complete: " + said(cause),
              "a whole answer",
              "look whether the server has done it before you ask again")
          .temporary()
          .mayBeDone()
          .causedBy(cause);
    }
    throw new IllegalStateException("a request failed in an unknown way", cause);
  }

  private static String said(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }
}
