package io.tributary.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.RuntimeParameter;
import io.tributary.api.artifact.Model;
import io.tributary.core.ActiveRun;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.metadata.AuditEntry;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.Role;
import io.tributary.metadata.RunState;
import io.tributary.server.LiveRuns;
import io.tributary.server.SetClock;
import io.tributary.server.Tokens;
import io.tributary.server.view.FindingView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A served home, with a program of one pipeline, {@code taxi}, and a runner whose runs end when the
 * test says so.
 */
final class RestFixture implements AutoCloseable {
  static final String JSON = "application/json";

  final SetClock clock = new SetClock("2026-01-01T10:00:00Z");
  final RunHome home;
  final FakeRunner runner = new FakeRunner();
  final List<String> warnings = new ArrayList<>();
  final RestServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Opened by the test before examinations that are thorough end. */
  final CountDownLatch gate = new CountDownLatch(1);

  final CountDownLatch examining = new CountDownLatch(1);

  RestFixture(Path directory) throws Exception {
    this(directory, Duration.ofSeconds(30));
  }

  RestFixture(Path directory, Duration idle) throws Exception {
    home = RunHome.open(directory.resolve("home"), clock);
    var listener =
        new RunListener() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        };
    var served =
        new Served(
            home,
            new LiveRuns(runner),
            new FakeProgram(),
            listener,
            RestFixture.class.getClassLoader(),
            () -> "figures 1\n");
    server = RestServer.start(served, "127.0.0.1", 0, idle);
  }

  /** Stores runs, and the audit entries that a real one would store. */
  static final class FakeRunner implements Runner {
    final List<RunRequest> requests = new ArrayList<>();
    final CompletableFuture<RunState> end = new CompletableFuture<>();

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public ActiveRun start(RunRequest request, RunHome home, RunListener listener) {
      var runs = home.metadata().runs();
      if (!request.resume() && runs.find(request.runId()).isPresent()) {
        throw new RunRefusedException(
            new io.tributary.api.Explanation(
                "run '" + request.runId() + "'", "exists already", "a new id", "choose another"));
      }
      requests.add(request);
      if (request.resume()) {
        runs.reopen(request.runId(), "me");
      } else {
        runs.create(stored(request.runId(), home));
      }
      home.metadata()
          .audit()
          .append(
              AuditEntry.of(
                  home.clock().instant(),
                  request.actor().orElseThrow(),
                  request.resume() ? "run.resume" : "run.start",
                  request.runId(),
                  AuditEntry.Outcome.DONE,
                  ""));
      return new ActiveRun() {
        @Override
        public String runId() {
          return request.runId();
        }

        @Override
        public void cancel() {
          end.complete(RunState.CANCELED);
        }

        @Override
        public RunResult await() {
          return new RunResult(request.runId(), "taxi", end.join(), "", Duration.ZERO, List.of());
        }
      };
    }
  }

  static PipelineRun stored(String id, RunHome home) {
    return PipelineRun.starting(
        id, "taxi", home.clock().instant(), ByteString.EMPTY, Map.of("steps", "3"), "me", true);
  }

  /** Trains nothing: the runs of these tests have no nodes. */
  record Trainer(RuntimeParameter<Integer> steps) implements Component<Trainer.Outputs> {
    record Outputs(Channel<Model> model) {}

    @Override
    public void run(Run<Outputs> run) {}
  }

  private final class FakeProgram implements Program {
    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public List<PipelineView> pipelines() {
      return List.of(
          new PipelineView("hail", "com.example.Hail", Map.of()),
          new PipelineView("taxi", "com.example.Taxi", Map.of("steps", "int")));
    }

    @Override
    public RunRequest define(
        String pipeline, Map<String, String> settings, String span, String runId, List<Path> jars) {
      if (pipeline.equals("broken")) {
        throw new IllegalStateException("a defect of the program");
      } else if (pipeline.equals("endless")) {
        throw new StackOverflowError("a defect of a pipeline");
      } else if (!pipeline.equals("taxi")) {
        throw new IllegalArgumentException(
            "pipeline: '" + pipeline + "' (expected: one of [taxi]); mend the name");
      }
      var taxi = Pipeline.named("taxi");
      taxi.add(new Trainer(RuntimeParameter.withDefault("steps", 1)));
      return RunRequest.of(Compiler.compile(taxi), RestFixture.class.getClassLoader(), runId)
          .withParameters(settings);
    }

    @Override
    public List<FindingView> examine(boolean thorough) {
      if (thorough) {
        examining.countDown();
        try {
          gate.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return List.of(new FindingView("java", FindingView.State.GOOD, thorough ? "thoroughly" : ""));
    }
  }

  Program program() {
    return new FakeProgram();
  }

  /** A token that is valid for an hour. */
  String token(Role role) {
    return token(role.name().toLowerCase(java.util.Locale.ROOT), role);
  }

  String token(String name, Role role) {
    if (home.metadata().tokens().find(name).isPresent()) {
      home.metadata().tokens().remove(name);
    }
    return new Tokens(home.metadata(), clock, new SecureRandom())
        .add(name, role, Optional.of(Duration.ofHours(1)));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  /** A response, its body read as JSON, empty if there is none. */
  record Response(int status, java.net.http.HttpHeaders headers, JsonNode body, String text) {
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  Response send(HttpRequest.Builder request) throws Exception {
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    var text = response.body();
    var body =
        text.isEmpty() ? new ObjectMapper().createObjectNode() : new ObjectMapper().readTree(text);
    return new Response(response.statusCode(), response.headers(), body, text);
  }

  HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(uri("/api/v1" + path)).header("Authorization", "Bearer " + token);
  }

  Response get(String path) throws Exception {
    return send(request(path, token(Role.VIEWER)));
  }

  Response post(String path, String json, Role role) throws Exception {
    return send(
        request(path, token(role))
            .header("Content-Type", JSON)
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  List<AuditEntry> audit() {
    return home.metadata().audit().newest(1000);
  }

  @Override
  public void close() {
    gate.countDown();
    server.close();
    runner.end.complete(RunState.COMPLETE);
    home.close();
  }
}
