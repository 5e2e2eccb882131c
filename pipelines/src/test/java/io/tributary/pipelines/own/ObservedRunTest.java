package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.core.TraceContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command tells of runs, in processes of its own. */
class ObservedRunTest {
  private static final TraceContext OUTSIDE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  @TempDir private Path directory;

  private final Map<String, String> environment = new HashMap<>();

  private Outcome call(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", directory.resolve("home").toString()));
    return Outcome.of(directory, environment, all.toArray(String[]::new));
  }

  private Outcome run(String how, String runner) throws Exception {
    return call(
        "run",
        Misbehaving.class.getName(),
        "--set",
        "how=" + how,
        "--run-id",
        "r",
        "--runner",
        runner);
  }

  /** Every line is one. */
  private static List<JsonNode> json(String lines) throws IOException {
    var parsed = new ArrayList<JsonNode>();
    for (var line : lines.lines().toList()) {
      parsed.add(new ObjectMapper().readTree(line));
    }
    return parsed;
  }

  private static JsonNode line(List<JsonNode> lines, String message) {
    return lines.stream()
        .filter(line -> line.get("message").asText().contains(message))
        .findFirst()
        .orElseThrow(() -> new AssertionError(message + " not in " + lines));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "process"})
  void logsAreLinesOfJsonWithTheIdsOfRunNodeAndAttempt(String runner) throws Exception {
    environment.put("TRIBUTARY_LOG_FORMAT", "json");
    var outcome = run("well", runner);

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    var lines = json(outcome.err());
    var said = line(lines, "behaves");
    var attempt = TraceContext.ofRun("r").attempt("r", "First", 1);
    assertThat(said.get("logger").asText()).isEqualTo(Misbehaving.First.class.getName());
    assertThat(said.get("level").asText()).isEqualTo("INFO");
    assertThat(said.get("pipeline").asText()).isEqualTo("misbehaving");
    assertThat(said.get("run").asText()).isEqualTo("r");
    assertThat(said.get("node").asText()).isEqualTo("First");
    assertThat(said.get("attempt").asText()).isEqualTo("1");
    assertThat(said.get("execution").asText()).isEqualTo("1");
    assertThat(said.get("trace_id").asText()).isEqualTo(attempt.traceId());
    assertThat(said.get("span_id").asText()).isEqualTo(attempt.spanId());
    assertThat(line(lines, "run COMPLETE").get("run").asText()).isEqualTo("r");
    assertThat(outcome.out())
        .as("what people read is as it was")
        .containsPattern("First +COMPLETE")
        .doesNotContain("{");
    assertThat(Files.readString(directory.resolve("home/runs/r/First.log")))
        .contains(" INFO behaves\n");
  }

  @Test
  void failureInANodeProcessIsALineWithItsStackTrace() throws Exception {
    environment.put("TRIBUTARY_LOG_FORMAT", "json");
    var outcome = run("throws", "process");

    assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(1);
    var failed = line(json(outcome.err()), "USER_CODE");
    assertThat(failed.get("level").asText()).isEqualTo("ERROR");
    assertThat(failed.get("stack_trace").asText())
        .contains("IllegalStateException: first line\nsecond line", "Misbehaving.java");
  }

  @Test
  void unknownFormatOfLogsIsRefused() throws Exception {
    environment.put("TRIBUTARY_LOG_FORMAT", "xml");
    var outcome = call("runs");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("TRIBUTARY_LOG_FORMAT", "'xml' (expected: text or json)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "process"})
  void spansOfARunAreOneTraceWhoseIdsAreThoseOfTheLogs(String runner) throws Exception {
    try (var collector = new Collector()) {
      environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
      environment.put("TRIBUTARY_LOG_FORMAT", "json");
      environment.put("TRACEPARENT", OUTSIDE.format());
      var outcome = run("well", runner);

      assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
      var spans = new HashMap<String, Collector.Span>();
      collector.spans().forEach(span -> spans.put(span.name(), span));
      assertThat(collector.spans()).hasSize(3);
      assertThat(collector.spans()).allMatch(span -> span.traceId().equals(OUTSIDE.traceId()));
      var whole = spans.get("run misbehaving");
      assertThat(whole.parent()).isEqualTo(OUTSIDE.spanId());
      assertThat(spans.get("node First").parent()).isEqualTo(whole.id());
      assertThat(spans.get("node Second").parent()).isEqualTo(whole.id());
      var said = line(json(outcome.err()), "behaves");
      assertThat(said.get("trace_id").asText()).isEqualTo(OUTSIDE.traceId());
      assertThat(said.get("span_id").asText()).isEqualTo(spans.get("node First").id());
    }
  }

  @Test
  void nodeThatIsRunByItselfJoinsTheTraceOfWhoeverStartedIt() throws Exception {
    try (var collector = new Collector()) {
      environment.put("OTEL_TRACES_EXPORTER", "otlp");
      environment.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.endpoint() + "/v1/traces");
      environment.put("TRACEPARENT", OUTSIDE.format());
      var outcome =
          call(
              "node",
              "run",
              Misbehaving.class.getName(),
              "--set",
              "how=throws",
              "--run-id",
              "r",
              "--node",
              "First");

      assertThat(outcome.exitCode()).as(outcome.everything()).isEqualTo(1);
      assertThat(collector.spans())
          .containsExactly(
              new Collector.Span(
                  "node First",
                  OUTSIDE.traceId(),
                  OUTSIDE.attempt("r", "First", 1).spanId(),
                  OUTSIDE.spanId()));
    }
  }

  @Test
  void whereverTelemetryGoesInVainTheRunGoesWell() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + port);
    environment.put("OPENLINEAGE_URL", "http://localhost:" + port);
    var outcome = run("well", "local");

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.out()).contains("COMPLETE");
    assertThat(outcome.err().lines().filter(line -> line.startsWith("tributary: OpenLineage")))
        .hasSize(1);
  }

  @Test
  void settingsThatCannotBeReadAreWarningsAndFoundByDoctor() throws Exception {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318");
    environment.put("OPENLINEAGE_CONFIG", directory.resolve("none.yml").toString());
    var outcome = run("well", "local");

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.err())
        .contains("tributary: OpenTelemetry: ", "localhost:4318")
        .contains("tributary: OpenLineage: ", "none.yml", "(expected: ");
    var examined = call("doctor");
    assertThat(examined.exitCode()).as(examined.everything()).isEqualTo(1);
    assertThat(examined.out().lines().filter(line -> line.startsWith("wrong")))
        .anyMatch(line -> line.contains("telemetry") && line.contains("localhost:4318"))
        .anyMatch(line -> line.contains("telemetry") && line.contains("OpenLineage"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lineageGoesWhereTheConfigurationOfTheLibrarySays(boolean variables) throws Exception {
    var file = directory.resolve("events.json");
    if (variables) {
      environment.put("OPENLINEAGE__TRANSPORT__TYPE", "file");
      environment.put("OPENLINEAGE__TRANSPORT__LOCATION", file.toString());
    } else {
      Files.writeString(
          Files.createDirectories(directory.resolve("elsewhere")).resolve("openlineage.yml"),
          "transport:\n  type: file\n  location: " + file + "\n");
    }
    var outcome = run("well", "process");

    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
    assertThat(outcome.err()).isEmpty();
    var events = json(Files.readString(file));
    assertThat(events)
        .extracting(e -> e.at("/job/name").asText() + " " + e.get("eventType").asText())
        .containsExactly(
            "misbehaving START",
            "misbehaving.First START",
            "misbehaving.First COMPLETE",
            "misbehaving.Second START",
            "misbehaving.Second COMPLETE",
            "misbehaving COMPLETE");
    assertThat(events.get(4).at("/inputs/0/name").asText()).isEqualTo("misbehaving.First.note");
  }

  @Test
  void whatIsNotAskedForLoadsNoClassOfItsLibrary() throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-verbose:class",
            "-cp",
            System.getProperty("java.class.path"),
            "io.tributary.cli.Tributary",
            "run",
            Misbehaving.class.getName(),
            "--set",
            "how=well",
            "--home",
            directory.resolve("home").toString());
    var process = new ProcessBuilder(command).redirectError(directory.resolve("err").toFile());
    var started = process.start();
    var loaded = new String(started.getInputStream().readAllBytes(), UTF_8);

    assertThat(started.waitFor()).isZero();
    assertThat(loaded)
        .contains("io.tributary.telemetry.Telemetry")
        .doesNotContain("io.opentelemetry.", "io.openlineage.", "io.micrometer.", "io.prometheus.")
        .doesNotContain("io.tributary.telemetry.traces", "io.tributary.telemetry.lineage")
        .doesNotContain("io.tributary.telemetry.metrics", "io.tributary.telemetry.logs.Json");
  }

  @Test
  void serverAnswersPrometheus() throws Exception {
    var added =
        call(
            "schedule",
            "add",
            "often",
            Misbehaving.class.getName(),
            "--set",
            "how=well",
            "--every",
            "1s");
    assertThat(added.exitCode()).as(added.everything()).isZero();
    var server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tributary.cli.Tributary",
                "server",
                "--port",
                "0",
                "--home",
                directory.resolve("home").toString())
            .redirectError(directory.resolve("server.err").toFile())
            .start();
    try (var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      var address = "";
      for (var line = lines.readLine();
          line != null && !line.contains("ENDED, COMPLETE");
          line = lines.readLine()) {
        address = line.startsWith("REST ") ? line.substring(5).strip() : address;
      }
      assertThat(address).as(Files.readString(directory.resolve("server.err"))).isNotEmpty();
      var answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(address.replace("/api/v1", "/metrics")))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
      assertThat(answer.body())
          .contains("tributary_schedules{state=\"active\"} 1.0")
          .containsPattern("tributary_runs_started_total\\{pipeline=\"misbehaving\"} [1-9]")
          .containsPattern("tributary_ticks_total\\{outcome=\"ended\"} [1-9]")
          .containsPattern("tributary_tick_lateness_seconds_count [1-9]")
          .containsPattern(
              "tributary_node_attempt_duration_seconds_count\\{component=\"Misbehaving\\$First\",state=\"complete\"} 1");
    } finally {
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
