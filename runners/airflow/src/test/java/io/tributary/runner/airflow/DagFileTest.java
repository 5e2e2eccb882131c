package io.tributary.runner.airflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Condition;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.api.RuntimeParameter;
import io.tributary.core.PipelineExport;
import io.tributary.core.PipelineExport.Parameter;
import io.tributary.core.PipelineExporter;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Repeat;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Text;
import io.tributary.core.steps.Write;
import io.tributary.metadata.Trigger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DagFileTest {
  private static final Path TRACE = Path.of("/trace");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** What would break out of Python's strings, Jinja's expressions, or a shell's words. */
  private static final String AWKWARD =
      "it's \"quoted\"\n\"\"\" '''\\ {{ run_id }} {% raw %} $(rm -rf ~) `id` @CONSTANTS@ \u202e é \ud83d\ude00 %s {0}";

  private static io.tributary.proto.pipeline.Pipeline pipeline() {
    var p = Pipeline.named("awkward");
    var text = p.add(new Write("text", TRACE)).text();
    var long_ = Condition.that(text, Text.LENGTH).isAtLeast(5L);
    p.when(long_).add(new FirstLine(text, TRACE));
    p.add(
        new Fail(2, ExecutionFailure.Code.UNAVAILABLE, TRACE),
        NodeOptions.id("fragile")
            .withRetries(3, Duration.ofMillis(1500))
            .withTimeout(Duration.ofMinutes(10)));
    p.add(new Repeat(text, RuntimeParameter.withDefault("times", 2), TRACE));
    p.onExit(new Report(TRACE));
    return Compiler.compile(p);
  }

  private static PipelineExport export(
      List<Parameter> parameters, Optional<PipelineExport.Timing> timing, String... arguments) {
    return new PipelineExport(
        "awkward.dag",
        pipeline(),
        new PipelineExport.Call(
            "/opt/it's/tributary",
            Path.of("/work"),
            Path.of("/home \"of\" all"),
            Optional.of("grpc://metadata:8080"),
            List.of(arguments)),
        parameters,
        timing,
        3,
        Map.of("fragile", "slow.ones"));
  }

  private static Optional<PipelineExport.Timing> cron() {
    return Optional.of(
        new PipelineExport.Timing(
            new Trigger.Cron("30 2 * * 1-5", ZoneId.of("Europe/Berlin")),
            START,
            Optional.of(START.plusSeconds(86_400)),
            true));
  }

  private static Parameter parameter(String name, Class<?> type, String value) {
    return new Parameter(name, type, Optional.of(value), false);
  }

  private static PipelineExport awkward() {
    return export(
        List.of(
            parameter("text", String.class, AWKWARD),
            parameter("times", Integer.class, "2"),
            parameter("share", double.class, "1.0E-5"),
            parameter("limit", Double.class, "Infinity"),
            parameter("dry", boolean.class, "true"),
            parameter("code", ExecutionFailure.Code.class, "UNAVAILABLE"),
            parameter("since", Instant.class, "2026-01-01T00:00:00Z"),
            new Parameter("note", String.class, Optional.empty(), true)),
        cron(),
        "com.example.Awkward",
        "--jar",
        "/jars/a b.jar");
  }

  private static String golden(String name) throws IOException {
    try (var resource = DagFileTest.class.getResourceAsStream(name)) {
      assertThat(resource).as(name).isNotNull();
      return new String(resource.readAllBytes(), UTF_8);
    }
  }

  @Test
  void everythingHasItsPlaceAndNothingBreaksOut() throws IOException {
    assertThat(new AirflowExporter().export(awkward())).isEqualTo(golden("awkward_dag.py"));
  }

  @Test
  void equalPipelinesGiveEqualBytes() {
    assertThat(new AirflowExporter().export(awkward()))
        .isEqualTo(new AirflowExporter().export(awkward()));
  }

  @Test
  void aParameterWithoutValueIsAskedForByAirflow() {
    var asked = new Parameter("times", Integer.class, Optional.empty(), false);

    assertThat(new AirflowExporter().export(export(List.of(asked), Optional.empty(), "p")))
        .contains("    \"times\": Param(type=\"integer\"),\n")
        .contains("    schedule=None,\n");
  }

  @Test
  void aScheduleHasNobodyToAsk() {
    var asked = new Parameter("times", Integer.class, Optional.empty(), false);

    assertThatThrownBy(() -> new AirflowExporter().export(export(List.of(asked), cron(), "p")))
        .hasMessageContaining("no value for times")
        .hasMessageContaining("--set name=value");
  }

  @Test
  void aPeriodIsOne() {
    var hourly =
        new PipelineExport.Timing(
            new Trigger.Every(Duration.ofHours(1), START), START, Optional.empty(), false);

    assertThat(new AirflowExporter().export(export(List.of(), Optional.of(hourly), "p")))
        .contains("    schedule=timedelta(seconds=3600),\n")
        .contains("    catchup=False,\n")
        .doesNotContain("Cron");
  }

  @Test
  void runsThatExistNameTheRunsOfAirflow() {
    assertThat(new AirflowExporter().export(export(List.of(), Optional.empty())))
        .contains("tributary__(.+?)(~[0-9]+)?")
        .contains("is_paused_upon_creation=False")
        .contains("ARGUMENTS = []");
  }

  @Test
  void poolsAreThoseOfNodes() {
    var export = awkward();

    assertThatThrownBy(
            () ->
                new PipelineExport(
                    export.id(),
                    export.pipeline(),
                    export.call(),
                    export.parameters(),
                    export.timing(),
                    0,
                    Map.of("fragil", "gpu")))
        .hasMessageContaining("'fragil' (expected: one of [Write, FirstLine, fragile")
        .hasMessageContaining("runs at a time: 0");
  }

  @Test
  void aPoolHasANameThatAirflowTakes() {
    var export = awkward();
    var pools = Map.of("fragile", "slow ones");

    assertThatThrownBy(
            () ->
                new AirflowExporter()
                    .export(
                        new PipelineExport(
                            export.id(),
                            export.pipeline(),
                            export.call(),
                            export.parameters(),
                            export.timing(),
                            1,
                            pools)))
        .hasMessageContaining("pool: 'slow ones' (expected: letters");
  }

  @Test
  void theExporterIsFoundByItsName() {
    var loader = DagFileTest.class.getClassLoader();

    assertThat(PipelineExporter.named("airflow", loader)).isInstanceOf(AirflowExporter.class);
    assertThatThrownBy(() -> PipelineExporter.named("argo", loader))
        .hasMessageContaining("exporter 'argo': not on the class path");
  }
}
