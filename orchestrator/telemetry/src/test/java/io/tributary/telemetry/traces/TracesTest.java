package io.tributary.telemetry.traces;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tributary.api.ExecutionFailure;
import io.tributary.core.NodeResult;
import io.tributary.core.TraceContext;
import io.tributary.metadata.NodeState;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Watched;
import io.tributary.telemetry.logs.Silence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {
  private static final TraceContext OUTSIDE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  @TempDir Path directory;

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private Traces traces;
  private Watched watched;

  @BeforeAll
  static void beSilent() {
    Silence.keep();
  }

  @BeforeEach
  void open() {
    var ids = new NamedIds();
    var provider =
        SdkTracerProvider.builder()
            .setIdGenerator(ids)
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    traces = new Traces(OpenTelemetrySdk.builder().setTracerProvider(provider).build(), ids);
    watched = new Watched(directory);
  }

  @AfterEach
  void close() {
    traces.close();
    watched.close();
  }

  private List<SpanData> spans(String name) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .toList();
  }

  private SpanData span(String name) {
    assertThat(spans(name)).hasSize(1);
    return spans(name).get(0);
  }

  @Test
  void runIsASpanAndEachAttemptAChildOfIt() {
    var request = watched.request("run-1");
    var result = watched.run(request, traces);

    var run = span("run watched");
    assertThat(run.getTraceId()).isEqualTo(request.trace().traceId());
    assertThat(run.getSpanId()).isEqualTo(request.trace().spanId());
    assertThat(run.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(run.getStatus().getDescription()).isEqualTo("failed: fails");
    assertThat(run.getAttributes().get(stringKey("tributary.state"))).isEqualTo("FAILED");
    assertThat(exporter.getFinishedSpanItems())
        .hasSize(7)
        .allMatch(span -> span == run || span.getParentSpanId().equals(run.getSpanId()))
        .allMatch(span -> span.getTraceId().equals(run.getTraceId()))
        .allMatch(SpanData::hasEnded);

    var writes = span("node writes");
    assertThat(writes.getSpanId())
        .as("the id that logs have")
        .isEqualTo(request.trace().attempt("run-1", "writes", 1).spanId());
    assertThat(writes.getAttributes().asMap())
        .containsEntry(stringKey("tributary.pipeline"), "watched")
        .containsEntry(stringKey("tributary.run"), "run-1")
        .containsEntry(stringKey("tributary.node"), "writes")
        .containsEntry(stringKey("tributary.component"), "io.tributary.core.steps.Write")
        .containsEntry(longKey("tributary.attempt"), 1L)
        .containsEntry(
            longKey("tributary.execution"), result.node("writes").executionId().getAsLong())
        .containsEntry(stringKey("tributary.state"), "COMPLETE")
        .containsEntry(booleanKey("tributary.cached"), false)
        .containsEntry(stringKey("tributary.reason"), "no equal execution before");
    assertThat(span("node skipped").getAttributes().get(stringKey("tributary.state")))
        .isEqualTo("SKIPPED");
  }

  @Test
  void errorsAreEventsAndTheAttemptsAreSpansOfTheirOwn() {
    watched.run(watched.request("run-1"), traces);

    var attempts = spans("node recovers");
    assertThat(attempts)
        .extracting(span -> span.getAttributes().get(longKey("tributary.attempt")))
        .containsExactly(1L, 2L);
    assertThat(attempts)
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
    var event = attempts.get(0).getEvents().get(0);
    assertThat(event.getName()).isEqualTo("exception");
    assertThat(event.getAttributes().get(stringKey("exception.type"))).isEqualTo("UNAVAILABLE");
    assertThat(event.getAttributes().get(stringKey("exception.message")))
        .contains("recovers: attempt 1");
    assertThat(span("node fails").getEvents()).hasSize(1);
  }

  @Test
  void cachedNodeIsASpanThatSaysSo() {
    watched.run(watched.request("run-1"), traces);
    exporter.reset();
    watched.run(watched.request("run-2"), traces);

    var attributes = span("node writes").getAttributes();
    assertThat(attributes.get(booleanKey("tributary.cached"))).isTrue();
    assertThat(attributes.get(stringKey("tributary.reason"))).contains("as execution");
  }

  @Test
  void runJoinsTheTraceThatItWasTold() {
    var request = watched.request("run-1").withTrace(OUTSIDE.child());
    var run = traces.observe(new Observed(request, watched.home(), Optional.of(OUTSIDE)));
    run.runStarted("run-1", "watched", List.of());
    run.nodeStarted(Watched.WRITES, 1);
    run.runBrokeOff(new IllegalStateException("the database is gone"));

    assertThat(span("run watched").getTraceId()).isEqualTo(OUTSIDE.traceId());
    assertThat(span("run watched").getParentSpanId()).isEqualTo(OUTSIDE.spanId());
    assertThat(span("run watched").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span("run watched").getStatus().getDescription()).isEqualTo("the database is gone");
    assertThat(span("node writes").getParentSpanId()).isEqualTo(request.trace().spanId());
  }

  @Test
  void attemptOfASingleNodeIsAChildOfWhatItWasTold() {
    var request = watched.request("run-1").withTrace(OUTSIDE);
    var node = traces.observe(new Observed(request, watched.home(), Optional.of(OUTSIDE)));
    node.nodeStarted(Watched.WRITES, 1);
    node.nodeFinished(result(Watched.WRITES, NodeState.COMPLETE, 1));

    assertThat(span("node writes").getParentSpanId()).isEqualTo(OUTSIDE.spanId());
    assertThat(span("node writes").getTraceId()).isEqualTo(OUTSIDE.traceId());
  }

  @Test
  void attemptWhoseProcessDiedIsEndedWhenTheNextOneStarts() {
    var run =
        traces.observe(new Observed(watched.request("run-1"), watched.home(), Optional.empty()));
    run.runStarted("run-1", "watched", List.of());
    run.nodeStarted(Watched.WRITES, 1);
    run.nodeStarted(Watched.WRITES, 2);
    run.nodeFinished(result(Watched.WRITES, NodeState.COMPLETE, 2));

    assertThat(spans("node writes"))
        .extracting(span -> span.getStatus().getDescription())
        .containsExactly("its process ended before it did", "");
  }

  @Test
  void whatHadEndedBeforeIsNoNewSpan() {
    var node =
        traces.observe(new Observed(watched.request("run-1"), watched.home(), Optional.empty()));
    node.nodeFinished(result(Watched.WRITES, NodeState.COMPLETE, 1));

    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  private static NodeResult result(String node, NodeState state, int attempt) {
    return new NodeResult(
        node,
        state,
        "for a test",
        attempt,
        OptionalLong.of(1),
        Duration.ZERO,
        Map.of(),
        Optional.<ExecutionFailure>empty());
  }
}
