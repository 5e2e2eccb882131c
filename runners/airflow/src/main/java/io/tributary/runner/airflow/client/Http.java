package io.tributary.runner.airflow.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

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
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sends requests to one server, repeats those that may be repeated, and reads what it answers. */
final class Http {
  private static final int SHOWN = 500;

  /** Waits before a request is repeated. */
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  private final URI server;
  private final Api api;
  private final HttpClient client;
  private final ClientOptions options;
  private final Clock clock;
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
    this.clock = clock;
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
      throw unreadable(request, start(answer.body()), "JSON", e);
    }
    throw unreadable(request, start(answer.body()), "a JSON object", null);
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

  String where(Request request) {
    return "Airflow at "
        + server
        + " > "
        + request.operation().method()
        + " "
        + request.target(api).orElse(request.operation().name());
  }

  /** The answer, which is good, after as many attempts as it takes and the options allow. */
  private HttpResponse<byte[]> send(Request request, boolean repeatable) {
    var lost = false;
    for (var attempt = 1; ; attempt++) {
      try {
        return attempt(request, attempt);
      } catch (Failure failure) {
        var delay = failure.asked.orElse(backOff(attempt));
        if (!failure.temporary
            || attempt == options.attempts()
            || (failure.mayBeDone && !repeatable)
            || delay.compareTo(options.longestDelay()) > 0) {
          throw failure.exception(where(request), lost, attempt);
        }
        lost |= failure.mayBeDone;
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

  private HttpResponse<byte[]> attempt(Request request, int attempt) throws Failure {
    var header = authenticator.header(request.operation(), this::login);
    var answer = exchange(request, header, attempt);
    if (refusesToken(answer) && header.isPresent() && authenticator.renews(header.get())) {
      answer = exchange(request, authenticator.header(request.operation(), this::login), attempt);
    }
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer);
    }
    return answer;
  }

  private Authenticator.AccessAnswer login(Request request) {
    return one(request, Authenticator.AccessAnswer.class);
  }

  private static boolean refusesToken(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 401
        || (answer.statusCode() == 403 && detail(answer).toLowerCase(ROOT).contains("token"));
  }

  private HttpResponse<byte[]> exchange(Request request, Optional<String> header, int attempt)
      throws Failure {
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
  private HttpResponse<byte[]> answer(HttpRequest request) throws Failure {
    var answer = client.sendAsync(request, head -> new Bounded(options.maxAnswerBytes()));
    try {
      return answer.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw timeout(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new Failure(Reason.LOST, "interrupted", "an answer", "ask again")
          .mayBeDone()
          .causedBy(e);
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    }
  }

  private Failure timeout(Exception cause) {
    return new Failure(
            Reason.TIMEOUT,
            "no whole answer within " + options.timeout(),
            "one",
            "look at the load of the server, or allow more time")
        .temporary()
        .mayBeDone()
        .causedBy(cause);
  }

  private Failure broken(@Nullable Throwable cause) {
    if (cause instanceof TooLarge) {
      return new Failure(
              Reason.TOO_LARGE,
              "an answer of more than " + options.maxAnswerBytes() + " bytes",
              "a smaller one",
              "ask for less, in smaller pages, or allow larger answers")
          .mayBeDone();
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Failure(
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
      return new Failure(
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

  private Failure refusal(HttpResponse<byte[]> answer) {
    var status = answer.statusCode();
    var said = status + ": " + detail(answer);
    var failure =
        switch (status) {
          case 401 ->
              new Failure(
                  Reason.UNAUTHENTICATED,
                  said,
                  "a user whom this Airflow knows",
                  answer.headers().allValues("WWW-Authenticate").stream()
                          .anyMatch(scheme -> scheme.startsWith("Negotiate"))
                      ? "it asks for Kerberos, which this client does not have: let it accept a password or a token, too"
                      : "check user and password, or the token");
          case 403 ->
              refusesToken(answer)
                  ? new Failure(
                      Reason.UNAUTHENTICATED,
                      said,
                      "a token that this Airflow has issued and that has not expired",
                      "get another token, at /auth/token")
                  : new Failure(
                      Reason.FORBIDDEN,
                      said,
                      "a user who may do this",
                      api == Api.V1
                          ? "check user and password, because Airflow 2 answers a wrong one so, too; then the roles of the user"
                          : "check the roles of the user");
          case 404 ->
              new Failure(
                  Reason.NOT_FOUND,
                  said,
                  "what the address names",
                  "check the names in it; a DAG is there only after Airflow has parsed its file");
          case 409 ->
              new Failure(
                  Reason.CONFLICT,
                  said,
                  "nothing of that name, and no run of that logical date",
                  "choose another name or date, or change what is there");
          case 429 ->
              new Failure(Reason.BUSY, said, "a server with time", "ask later, or less often")
                  .temporary()
                  .asked(retryAfter(answer));
          case 502, 503, 504 ->
              new Failure(
                      Reason.SERVER,
                      said,
                      "a server in order",
                      "look at the server, and the proxy before it, or ask later")
                  .temporary()
                  .mayBeDone()
                  .asked(retryAfter(answer));
          default ->
              status >= 500
                  ? new Failure(Reason.SERVER, said, "a server in order", "look at its log")
                      .mayBeDone()
                  : status < 400
                      ? new Failure(
                          Reason.INVALID,
                          said + " to " + answer.headers().firstValue("Location").orElse("?"),
                          "the address of Airflow itself",
                          "give the address that it leads to, or one that asks for no log-in page")
                      : new Failure(
                          Reason.INVALID,
                          said,
                          "a request that this Airflow accepts",
                          "change what the answer names");
        };
    return failure.status(status);
  }

  private Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .flatMap(
            value -> {
              try {
                return Optional.of(
                    value.matches("\\d{1,9}")
                        ? Duration.ofSeconds(Long.parseLong(value))
                        : Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant()));
              } catch (DateTimeException e) {
                return Optional.empty(); // neither seconds nor a date: our own delay is as good
              }
            })
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay);
  }

  /** What a server says of a refusal: v1 in title and detail, v2 in detail, proxies in any text. */
  private static String detail(HttpResponse<byte[]> answer) {
    var text = start(answer.body());
    try {
      var node = Json.parse(answer.body());
      var said =
          Stream.of("detail", "error", "title")
              .map(node::path)
              .filter(part -> !part.isMissingNode() && !part.isNull())
              .findFirst();
      return said.map(part -> shortened(part.isTextual() ? part.asText() : part.toString()))
          .orElse(text);
    } catch (IOException e) {
      return text.startsWith("<") ? "a page in HTML" : text;
    }
  }

  private static String start(byte[] body) {
    return shortened(new String(body, 0, Math.min(body.length, 4 * SHOWN), UTF_8).strip());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " ...";
  }

  /** Why one attempt failed. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String value;
    private final String expected;
    private final String remedy;
    private int status;
    private boolean temporary;
    private boolean mayBeDone;
    private transient Optional<Duration> asked = Optional.empty();

    Failure(Reason reason, String value, String expected, String remedy) {
      super(value);
      this.reason = reason;
      this.value = value;
      this.expected = expected;
      this.remedy = remedy;
    }

    /** Another attempt may succeed. */
    Failure temporary() {
      temporary = true;
      return this;
    }

    /** The server may have done what it was asked for. */
    Failure mayBeDone() {
      mayBeDone = true;
      return this;
    }

    /** The server says when. */
    Failure asked(Optional<Duration> delay) {
      asked = delay;
      return this;
    }

    Failure status(int number) {
      status = number;
      return this;
    }

    Failure causedBy(Throwable cause) {
      initCause(cause);
      return this;
    }

    /**
     * As the caller sees it.
     *
     * @param lost whether an earlier attempt may have done it
     */
    AirflowException exception(String where, boolean lost, int attempts) {
      var times = attempts == 1 ? "" : ", at attempt " + attempts;
      var wait =
          asked.map(delay -> ", to be asked again in " + delay.toSeconds() + " s").orElse("");
      return new AirflowException(
          reason,
          new Explanation(where, value + times + wait, expected, remedy),
          status,
          lost || mayBeDone,
          getCause());
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** The whole body, unless it is too large. */
  private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
    private final HttpResponse.BodySubscriber<byte[]> whole =
        HttpResponse.BodySubscribers.ofByteArray();
    private long left;
    private Flow.@Nullable Subscription subscription;

    Bounded(long limit) {
      this.left = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (var buffer : buffers) {
        left -= buffer.remaining();
      }
      if (left >= 0) {
        whole.onNext(buffers);
      } else if (subscription != null) {
        subscription.cancel();
        whole.onError(new TooLarge());
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.onError(failure);
    }

    @Override
    public void onComplete() {
      whole.onComplete();
    }
  }
}
