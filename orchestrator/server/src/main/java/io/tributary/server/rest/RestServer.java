package io.tributary.server.rest;

import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.tributary.metadata.AccessToken;
import io.tributary.metadata.AuditEntry.Outcome;
import io.tributary.metadata.MetadataException;
import io.tributary.server.Audit;
import io.tributary.server.Tokens;
import io.tributary.server.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The REST API on a port. Whoever shows a token with the role that a route asks for is served;
 * changes, and refusals of changes, are written into the audit log. Requests that are too large are
 * refused, clients that are too slow are cut off. Thread-safe.
 */
public final class RestServer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final int MOST_CONNECTIONS = 500;
  private static final int MOST_THREADS = 64;
  private static final int HEADERS = 16 << 10;

  /** In bytes a second, on the average: who sends a body more slowly keeps a thread for nothing. */
  private static final long SLOWEST = 100;

  /** The text format of Prometheus. */
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private static final String NOBODY = "(nobody)";

  /** Of what was never wholly asked for nothing is noted. */
  private static final Set<Integer> NO_REQUEST = Set.of(400, 408, 413, 415);

  private final Served served;
  private final Tokens tokens;
  private final Refusals refusals;
  private final List<Route> routes;
  private final Javalin javalin;
  private @Nullable Map<?, ?> document;

  private RestServer(Served served, String address, int port, Duration idle) {
    this.served = requireNonNull(served, "served");
    var home = served.home();
    this.tokens = new Tokens(home.metadata(), home.clock(), new SecureRandom());
    this.refusals = new Refusals(home.clock());
    this.routes = Routes.of(served, this::document);
    this.javalin = Javalin.create(config -> configure(config, address, port, idle));
  }

  /**
   * Starts serving.
   *
   * @param address to listen on, such as 127.0.0.1
   * @param port 0 for any that is free
   * @throws IOException if there is no listening there
   */
  public static RestServer start(Served served, String address, int port) throws IOException {
    return start(served, address, port, IDLE);
  }

  /**
   * The same.
   *
   * @param idle how long a client may be silent in the middle of a request
   */
  static RestServer start(Served served, String address, int port, Duration idle)
      throws IOException {
    var server = new RestServer(served, address, port, idle);
    try {
      server.javalin.start();
      return server;
    } catch (RuntimeException e) {
      server.javalin.stop();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException || cause instanceof IOException) {
          throw new IOException(
              address
                  + ":"
                  + port
                  + ": "
                  + cause.getMessage()
                  + " (expected: an address of this machine, and a port that is free); choose another",
              e);
        }
      }
      throw e;
    }
  }

  /** Where it listens. */
  public int port() {
    return javalin.port();
  }

  /** All that it serves. */
  List<Route> routes() {
    return routes;
  }

  private synchronized Map<?, ?> document() {
    if (document == null) {
      document = OpenApi.of(routes, served.program().version());
    }
    return document;
  }

  private void configure(JavalinConfig config, String address, int port, Duration idle) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.maxRequestSize = Long.MAX_VALUE; // each route says what it takes
    var threads = new QueuedThreadPool(MOST_THREADS, 4);
    threads.setName("tributary-rest");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(RestServer::configure);
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(HEADERS);
          http.setIdleTimeout(idle.toMillis());
        });
    config.jetty.addConnector(
        (server, http) -> {
          var connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(address);
          connector.setPort(port);
          connector.setIdleTimeout(idle.toMillis());
          return connector;
        });
    var methods = new LinkedHashMap<String, TreeSet<String>>();
    for (var route : routes) {
      config.routes.addHttpHandler(
          type(route), Route.BASE + route.path(), request -> serve(route, request));
      methods.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method().name());
    }
    methods.forEach((path, allowed) -> refuseOthers(config, path, allowed));
    config.routes.addHttpHandler(HandlerType.GET, "/metrics", this::metrics);
    config.routes.exception(
        HttpResponseException.class,
        (e, request) ->
            answer(
                request,
                e.getStatus() == 404
                    ? unknown(request)
                    : Refusal.of(
                        e.getStatus(),
                        "request",
                        String.valueOf(e.getMessage()),
                        "a request of this API",
                        "see " + Route.BASE + "/openapi.json")));
    config.routes.exception(Exception.class, (e, request) -> answer(request, unforeseen(e)));
  }

  private static void configure(Server server) {
    server.setStopTimeout(GRACE.toMillis());
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setErrorHandler(new PlainErrors());
    server.setHandler(new GracefulHandler(new MinimumDataRateHandler(SLOWEST, 0)));
  }

  /** No part of the API: where Prometheus looks for figures. They hold no data. */
  private void metrics(Context request) {
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Cache-Control", "no-store");
    request.contentType(METRICS).result(served.metrics().get());
  }

  private static HandlerType type(Route route) {
    return HandlerType.findOrCreate(route.method().name());
  }

  private void refuseOthers(JavalinConfig config, String path, TreeSet<String> allowed) {
    for (var type : HandlerType.commonHttp()) {
      boolean head = type.equals(HandlerType.HEAD) && allowed.contains("GET");
      if (!allowed.contains(type.name()) && !head) {
        config.routes.addHttpHandler(
            type,
            Route.BASE + path,
            request ->
                answer(
                    request,
                    Refusal.of(
                            405,
                            "method",
                            request.method().name(),
                            "one of " + allowed,
                            "see " + Route.BASE + "/openapi.json")
                        .with("Allow", String.join(", ", allowed))));
      }
    }
  }

  private static Refusal unknown(Context request) {
    return Refusal.of(
        404,
        "path",
        "'" + request.path() + "'",
        "a path of this API",
        "see " + Route.BASE + "/openapi.json");
  }

  private void serve(Route route, Context request) {
    var actor = NOBODY;
    @Nullable Call call = null;
    try {
      var token = authorized(route, request);
      actor = token.map(AccessToken::name).orElse(NOBODY);
      requireRole(route, token);
      call = Call.read(route, request, audit(actor));
      answer(request, route.handler().handle(call));
    } catch (Exception | Error e) {
      var refusal = unforeseen(e);
      note(route, actor, call == null ? Call.subject(request) : call.subject(), refusal, request);
      answer(request, refusal);
    }
  }

  private Audit audit(String actor) {
    return new Audit(served.home().metadata(), served.home().clock(), actor);
  }

  /** Who runs the server learns of what nobody foresaw. */
  private Refusal unforeseen(Throwable e) {
    var refusal = Problem.of(e);
    if (refusal.status() == 500) {
      var trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      served.listener().warned("a request failed: " + trace);
    }
    return refusal;
  }

  private Optional<AccessToken> authorized(Route route, Context request) {
    if (route.role().isEmpty()) {
      return Optional.empty();
    }
    var header = Optional.ofNullable(request.header("Authorization")).orElse("").strip();
    if (header.isEmpty()) {
      throw unauthorized("none", "Bearer realm=\"tributary\"");
    }
    var parts = header.split(" +", 2);
    var invalid = "Bearer realm=\"tributary\", error=\"invalid_token\"";
    if (parts.length != 2 || !parts[0].equalsIgnoreCase("bearer")) {
      throw unauthorized("not of the kind Bearer", invalid);
    }
    var token =
        tokens
            .find(parts[1])
            .orElseThrow(() -> unauthorized("a token that this server does not know", invalid));
    if (token.isExpired(served.home().clock().instant())) {
      throw unauthorized(
          "token '" + token.name() + "', which has expired at " + token.expires().orElseThrow(),
          invalid);
    }
    return Optional.of(token);
  }

  private static Refusal unauthorized(String value, String challenge) {
    return Refusal.of(
            401,
            "header > Authorization",
            value,
            "Bearer and a token",
            "have one made: tributary token add NAME --role ROLE")
        .with("WWW-Authenticate", challenge);
  }

  private static void requireRole(Route route, Optional<AccessToken> token) {
    if (token.isPresent() && !token.get().role().includes(route.role().orElseThrow())) {
      var needed = route.role().get().name().toLowerCase(Locale.ROOT);
      throw Refusal.of(
              403,
              "token '" + token.get().name() + "'",
              "role " + token.get().role().name().toLowerCase(Locale.ROOT),
              "role " + needed + ", or a higher one",
              "use a token that has it")
          .with("WWW-Authenticate", "Bearer realm=\"tributary\", error=\"insufficient_scope\"");
    }
  }

  /** Notes a change that was refused. */
  private void note(Route route, String actor, String subject, Refusal refusal, Context request) {
    int status = refusal.status();
    if (route.change().isEmpty() || NO_REQUEST.contains(status)) {
      return;
    }
    var message = refusal.problems().get(0).toString();
    if (actor.equals(NOBODY)) {
      var room = refusals.room();
      if (room.isEmpty()) {
        return;
      }
      message = "from " + request.ip() + ": " + message + room.get();
    }
    try {
      audit(actor)
          .note(
              route.change().get(),
              subject,
              status < 500 ? Outcome.REFUSED : Outcome.FAILED,
              message);
    } catch (MetadataException e) {
      served.listener().warned("a refusal cannot be noted in the audit log: " + e.getMessage());
    }
  }

  private static void answer(Context request, Answer answer) throws IOException {
    request.status(answer.status());
    answer.headers().forEach(request::header);
    if (answer.value().isPresent()) {
      send(request, "application/json", answer.value().get());
    }
  }

  private static void answer(Context request, Refusal refusal) {
    request.status(refusal.status());
    refusal.headers().forEach(request::header);
    send(request, Problem.TYPE, Problem.of(refusal));
  }

  private static void send(Context request, String type, Object value) {
    var bytes = new ByteArrayOutputStream();
    try {
      Json.compact(bytes, value);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Cache-Control", "no-store");
    request.contentType(type).result(bytes.toByteArray());
  }

  /** Ends when requests under way are answered, or after some seconds. */
  @Override
  public void close() {
    javalin.stop();
  }
}
