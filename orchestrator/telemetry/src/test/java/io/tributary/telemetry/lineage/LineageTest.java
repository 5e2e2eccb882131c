package io.tributary.telemetry.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.Transport;
import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.data.Rows;
import io.tributary.core.NodeResult;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.compiler.Compiler;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.telemetry.Observed;
import io.tributary.telemetry.Watched;
import io.tributary.telemetry.logs.Silence;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
  @TempDir Path directory;

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Watched watched;

  @BeforeAll
  static void beSilent() {
    Silence.keep();
  }

  @BeforeEach
  void open() {
    watched = new Watched(directory);
  }

  @AfterEach
  void close() {
    watched.close();
  }

  private Lineage to(String url) {
    return Lineage.configured(
        Map.of("OPENLINEAGE_URL", url, "OPENLINEAGE_NAMESPACE", "tests"), warnings::add);
  }

  private RunResult run(String url, String runId) {
    try (var lineage = to(url)) {
      return watched.run(watched.request(runId), lineage);
    }
  }

  private static List<JsonNode> of(List<JsonNode> events, String job) {
    return events.stream().filter(event -> event.at("/job/name").asText().equals(job)).toList();
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.get("eventType").asText()).toList();
  }

  @Test
  void runAndNodesAreToldFromStartToEnd() throws Exception {
    try (var receiver = new Receiver(201, false)) {
      run(receiver.url(), "run-1");

      var events = receiver.events();
      assertThat(warnings).isEmpty();
      assertThat(types(of(events, "watched"))).containsExactly("START", "FAIL");
      assertThat(types(of(events, "watched.writes"))).containsExactly("START", "COMPLETE");
      assertThat(types(of(events, "watched.recovers")))
          .containsExactly("START", "FAIL", "START", "COMPLETE");
      assertThat(types(of(events, "watched.fails"))).containsExactly("START", "FAIL");
      assertThat(of(events, "watched.skipped")).isEmpty();
      assertThat(events).hasSize(12);

      var runId = LineageOfRun.id("tests", "watched", "run-1").toString();
      assertThat(of(events, "watched"))
          .allMatch(event -> event.at("/run/runId").asText().equals(runId));
      assertThat(of(events, "watched.recovers"))
          .extracting(event -> event.at("/run/runId").asText())
          .containsExactly(attempt(1), attempt(1), attempt(2), attempt(2));
      var failure = of(events, "watched.fails").get(1);
      assertThat(failure.at("/run/facets/errorMessage/message").asText())
          .contains("INVALID_DATA: fails: attempt 1");
      assertThat(failure.at("/run/facets/errorMessage/programmingLanguage").asText())
          .isEqualTo("JAVA");
      assertThat(failure.at("/run/facets/parent/run/runId").asText()).isEqualTo(runId);
      assertThat(failure.at("/run/facets/parent/job/name").asText()).isEqualTo("watched");
      assertThat(failure.at("/run/facets/processing_engine/name").asText()).isEqualTo("Tributary");
      assertThat(failure.at("/run/facets/tributary/run").asText()).isEqualTo("run-1");
      assertThat(failure.at("/run/facets/tributary/attempt").asInt()).isEqualTo(1);
    }
  }

  private static String attempt(int number) {
    return LineageOfRun.id("tests", "watched", "run-1", Watched.RECOVERS, number).toString();
  }

  @Test
  void whatOneNodeHasWrittenIsWhatAnotherHasRead() throws Exception {
    try (var receiver = new Receiver(201, false)) {
      run(receiver.url(), "run-1");
      run(receiver.url(), "run-2");

      var written = of(receiver.events(), "watched.writes").get(1).get("outputs").get(0);
      var read = of(receiver.events(), "watched.reads").get(1).get("inputs").get(0);
      assertThat(written.get("namespace").asText()).isEqualTo("tests");
      assertThat(written.get("name").asText()).isEqualTo("watched.writes.text");
      assertThat(read.get("name")).isEqualTo(written.get("name"));
      assertThat(read.at("/facets/version")).isEqualTo(written.at("/facets/version"));
      assertThat(written.at("/facets/symlinks/identifiers/0/name").asText())
          .startsWith(watched.home().directory() + "/artifacts/watched/writes/text/");
      assertThat(written.at("/facets/datasetType/subType").asText()).isEqualTo("Text");
      var cached = of(receiver.events(), "watched.writes").subList(2, 4);
      assertThat(types(cached)).containsExactly("START", "COMPLETE");
      assertThat(cached.get(1).get("outputs").get(0).at("/facets/version"))
          .isEqualTo(written.at("/facets/version"));
    }
  }

  /** Writes no rows, of two columns. */
  public record WriteExamples() implements Component<WriteExamples.Outputs> {
    public record Outputs(Channel<Examples> examples) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      var split = run.output(Outputs::examples).split("train");
      new ExamplesWriter(split, Rows.SCHEMA, run.allocator()).close();
    }
  }

  @Test
  void examplesAreToldWithTheirColumns() throws Exception {
    var p = Pipeline.named("columns");
    p.add(new WriteExamples(), NodeOptions.id("writes"));
    try (var receiver = new Receiver(201, false)) {
      try (var lineage = to(receiver.url())) {
        watched.run(
            RunRequest.of(Compiler.compile(p), LineageTest.class.getClassLoader(), "run-1"),
            lineage);
      }

      var fields =
          of(receiver.events(), "columns.writes").get(1).at("/outputs/0/facets/schema/fields");
      assertThat(fields)
          .extracting(field -> field.get("name").asText() + " " + field.get("type").asText())
          .containsExactly("n Int(64, true)", "x FloatingPoint(DOUBLE)");
    }
  }

  /** What the specification demands of a run event, version 2-0-2, and of facets. */
  @Test
  void eventsAreAsTheSpecificationDemands() throws Exception {
    try (var receiver = new Receiver(201, false)) {
      run(receiver.url(), "run-1");

      for (var event : receiver.events()) {
        OffsetDateTime.parse(event.get("eventTime").asText());
        assertThat(URI.create(event.get("producer").asText()).isAbsolute()).isTrue();
        assertThat(event.get("schemaURL").asText())
            .startsWith("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
        assertThat(UUID.fromString(event.at("/run/runId").asText())).isNotNull();
        assertThat(event.at("/job/namespace").asText()).isEqualTo("tests");
        assertThat(event.at("/job/name").asText()).isNotEmpty();
        var facets = new ArrayList<JsonNode>();
        event.at("/run/facets").forEach(facets::add);
        event.at("/job/facets").forEach(facets::add);
        for (var side : List.of("inputs", "outputs")) {
          for (var dataset : event.path(side)) {
            assertThat(dataset.get("namespace").asText()).isNotEmpty();
            assertThat(dataset.get("name").asText()).isNotEmpty();
            dataset.get("facets").forEach(facets::add);
          }
        }
        assertThat(facets).hasSizeGreaterThan(2);
        for (var facet : facets) {
          assertThat(URI.create(facet.get("_producer").asText()).isAbsolute()).isTrue();
          assertThat(URI.create(facet.get("_schemaURL").asText()).isAbsolute()).isTrue();
        }
        assertThat(OpenLineageClientUtils.runEventFromJson(event.toString()).getRun().getRunId())
            .isEqualTo(UUID.fromString(event.at("/run/runId").asText()));
      }
    }
  }

  @Test
  void receiverThatRefusesIsWarnedAboutOnce() throws Exception {
    try (var receiver = new Receiver(500, false)) {
      assertThat(run(receiver.url(), "run-1").state()).isEqualTo(RunState.FAILED);

      assertThat(warnings).hasSize(1);
      assertThat(warnings.get(0)).contains("500", "runs go on");
      assertThat(receiver.events()).hasSize(12);
    }
  }

  @Test
  void receiverThatIsDownHarmsNoRun() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertThat(run("http://localhost:" + port, "run-1").node("writes").state().succeeded())
        .isTrue();

    assertThat(warnings).hasSize(1);
  }

  @Test
  void receiverThatNeverAnswersIsNotWaitedForLong() throws Exception {
    try (var receiver = new Receiver(201, true)) {
      long start = System.nanoTime();
      run(receiver.url(), "run-1");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(warnings).hasSize(1);
      assertThat(receiver.events().size()).isLessThan(12);
    }
  }

  @Test
  void eventsThatFindNoRoomAreDropped() throws Exception {
    var stuck = new Stuck();
    var client = OpenLineageClient.builder().transport(stuck).build();
    var lineage = new Lineage(client, "tests", 2, Duration.ofMillis(10), warnings::add);
    RunListener run =
        lineage.observe(new Observed(watched.request("run-1"), watched.home(), Optional.empty()));
    for (int i = 1; i <= 10; i++) {
      run.nodeStarted(Watched.WRITES, i);
    }
    lineage.close();

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("2 events wait already");
    assertThat(stuck.taken).isLessThan(10);
  }

  /** Takes an event and never comes back, unless it is interrupted. */
  private static final class Stuck extends Transport {
    volatile int taken;

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread emits
    public void emit(OpenLineage.RunEvent event) {
      taken++;
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void emit(OpenLineage.DatasetEvent event) {}

    @Override
    public void emit(OpenLineage.JobEvent event) {}

    @Override
    public void close() {}
  }

  @Test
  void whatIsCanceledIsAborted() throws Exception {
    try (var receiver = new Receiver(201, false)) {
      try (var lineage = to(receiver.url())) {
        var run =
            lineage.observe(
                new Observed(watched.request("run-1"), watched.home(), Optional.empty()));
        run.nodeStarted(Watched.WRITES, 1);
        run.nodeFinished(
            new NodeResult(
                Watched.WRITES,
                NodeState.CANCELED,
                "canceled",
                1,
                OptionalLong.empty(),
                Duration.ZERO,
                Map.of(),
                Optional.empty()));
        run.runFinished(
            new RunResult("run-1", "watched", RunState.CANCELED, "", Duration.ZERO, List.of()));
      }

      assertThat(types(receiver.events())).containsExactly("START", "ABORT", "ABORT");
    }
  }

  @Test
  void addressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> to("no url at all"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OpenLineage")
        .hasMessageContaining("OPENLINEAGE_URL");
  }
}
