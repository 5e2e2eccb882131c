package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.api.Secret;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Property;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.RunResult;
import io.tributary.core.Sequentially;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Join;
import io.tributary.core.steps.Latest;
import io.tributary.core.steps.Write;
import io.tributary.metadata.MetadataStore;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Context;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetContextByTypeAndNameRequest;
import io.tributary.proto.mlmd.GetContextsByExecutionRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsByIDRequest;
import io.tributary.proto.mlmd.GetParentContextsByContextRequest;
import io.tributary.proto.mlmd.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout of runs in the metadata store is TFX's. */
class MetadataLayoutTest {
  private static final Property<Examples, Long> SPAN = Property.ofLong(Examples.class, "span");
  private static final Property<Examples, Boolean> FRESH =
      Property.ofBoolean(Examples.class, "fresh");

  @TempDir Path directory;
  private RunHome home;
  private int runs;

  /** Makes examples of two splits. */
  record Generate(String name, int rows, double ratio, Secret password)
      implements Component<Generate.Outputs> {
    record Outputs(Channel<Examples> examples) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      var examples = run.output(Outputs::examples);
      Files.writeString(examples.split("train").resolve("part"), "1");
      Files.writeString(examples.split("eval").resolve("part"), "2");
      examples.set(SPAN, 3L);
      examples.set(FRESH, true);
    }
  }

  @BeforeEach
  void openHome() {
    home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  @AfterEach
  void closeHome() {
    home.close();
  }

  private MetadataStore store() {
    return home.metadata().store();
  }

  private RunResult run(Pipeline pipeline) {
    return Sequentially.run(
        RunRequest.of(
            Compiler.compile(pipeline), MetadataLayoutTest.class.getClassLoader(), "run-" + ++runs),
        home);
  }

  private Execution execution(RunResult result, String node) {
    return store()
        .getExecutionsByID(
            GetExecutionsByIDRequest.newBuilder()
                .addExecutionIds(result.node(node).executionId().getAsLong())
                .build())
        .getExecutions(0);
  }

  private List<Event> events(RunResult result, String node) {
    return store()
        .getEventsByExecutionIDs(
            GetEventsByExecutionIDsRequest.newBuilder()
                .addExecutionIds(result.node(node).executionId().getAsLong())
                .build())
        .getEventsList();
  }

  private static String path(Event event) {
    return event.getType()
        + " "
        + event.getPath().getStepsList().stream()
            .map(step -> step.hasKey() ? step.getKey() : String.valueOf(step.getIndex()))
            .collect(Collectors.joining("/"));
  }

  private Pipeline examples() {
    var p = Pipeline.named("layout");
    p.add(new Generate("taxi", 7, 0.5, Secret.environment("PASSWORD")));
    return p;
  }

  @Test
  void typesCarryBaseTypesAndDeclaredProperties() {
    run(examples());

    var artifact =
        store()
            .getArtifactType(GetArtifactTypeRequest.newBuilder().setTypeName("Examples").build())
            .getArtifactType();
    assertThat(artifact.getBaseType().name()).isEqualTo("DATASET");
    assertThat(artifact.getPropertiesMap()).containsOnlyKeys("span", "split_names", "version");
    var execution =
        store()
            .getExecutionType(
                GetExecutionTypeRequest.newBuilder().setTypeName(Generate.class.getName()).build())
            .getExecutionType();
    assertThat(execution.getBaseType().name()).isEqualTo("PROCESS");
  }

  @Test
  void executionHasItsParametersAndContexts() {
    var result = run(examples());
    var execution = execution(result, "Generate");

    assertThat(execution.getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
    assertThat(execution.getName()).isEqualTo("layout:run-1:Generate:1");
    assertThat(execution.getCustomPropertiesMap())
        .containsEntry("name", text("taxi"))
        .containsEntry("rows", Value.newBuilder().setIntValue(7).build())
        .containsEntry("ratio", Value.newBuilder().setDoubleValue(0.5).build())
        .containsEntry("password", text("secret in environment variable PASSWORD"))
        .containsEntry("tributary_node_id", text("Generate"))
        .containsEntry("tributary_attempt", Value.newBuilder().setIntValue(1).build());
    assertThat(
            contexts(execution).stream()
                .map(context -> context.getType() + " " + context.getName()))
        .hasSize(4)
        .contains("pipeline layout", "pipeline_run run-1", "node layout.Generate")
        .anyMatch(name -> name.matches("execution_cache [0-9a-f]{64}"));
  }

  private List<Context> contexts(Execution execution) {
    return store()
        .getContextsByExecution(
            GetContextsByExecutionRequest.newBuilder().setExecutionId(execution.getId()).build())
        .getContextsList();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  @Test
  void runIsAChildOfItsPipelineAndKeepsItsSeed() {
    run(examples());
    var run =
        store()
            .getContextByTypeAndName(
                GetContextByTypeAndNameRequest.newBuilder()
                    .setTypeName("pipeline_run")
                    .setContextName("run-1")
                    .build())
            .getContext();

    assertThat(run.getCustomPropertiesMap().get("seed").getIntValue())
        .isEqualTo(RunSettings.DEFAULT_SEED);
    assertThat(
            store()
                .getParentContextsByContext(
                    GetParentContextsByContextRequest.newBuilder()
                        .setContextId(run.getId())
                        .build())
                .getContextsList())
        .extracting(Context::getName)
        .containsExactly("layout");
  }

  @Test
  void artifactCarriesPropertiesAndProvenance() {
    var result = run(examples());
    var output = result.node("Generate").output("examples").get(0);
    var artifact =
        store()
            .getArtifactsByID(
                GetArtifactsByIDRequest.newBuilder().addArtifactIds(output.id()).build())
            .getArtifacts(0);

    assertThat(artifact.getState()).isEqualTo(Artifact.State.LIVE);
    assertThat(artifact.getName()).isEqualTo("layout:run-1:Generate:examples:0");
    assertThat(artifact.getUri())
        .isEqualTo(
            home.directory()
                .resolve("artifacts/layout/Generate/examples")
                .resolve(String.valueOf(result.node("Generate").executionId().getAsLong()))
                .toString());
    assertThat(artifact.getPropertiesMap())
        .containsOnly(
            java.util.Map.entry("span", Value.newBuilder().setIntValue(3).build()),
            java.util.Map.entry("split_names", text("[\"train\", \"eval\"]")));
    assertThat(artifact.getCustomPropertiesMap())
        .containsEntry("fresh", Value.newBuilder().setIntValue(1).build())
        .containsEntry("content_digest", text(output.digest()))
        .containsEntry("producer_component", text("Generate"))
        .containsEntry("pipeline_name", text("layout"))
        .containsKeys("tributary_version", "name");
    assertThat(output.as(Examples.class).splits()).containsExactly("train", "eval");
    assertThat(output.as(Examples.class).property(FRESH)).hasValue(true);
  }

  @Test
  void eventsTellInputsAndOutputs() {
    var p = Pipeline.named("events");
    var trace = directory.resolve("trace");
    var text = p.add(new Write("abc", trace)).text();
    var latest = p.add(new Latest(3)).text();
    p.add(new Join(text, Optional.of(text), trace));
    p.add(new FirstLine(latest, trace));
    run(p);
    var result = run(p);

    assertThat(events(result, "Write"))
        .extracting(MetadataLayoutTest::path)
        .containsExactly("OUTPUT text/0");
    assertThat(execution(result, "Write").getLastKnownState()).isEqualTo(Execution.State.CACHED);
    assertThat(events(result, "Join"))
        .extracting(MetadataLayoutTest::path)
        .containsExactly("INPUT left/0/right/0", "OUTPUT text/0");
    assertThat(events(result, "Latest"))
        .extracting(MetadataLayoutTest::path)
        .containsExactly("INTERNAL_OUTPUT text/0");
    assertThat(execution(result, "Latest").getLastKnownState()).isEqualTo(Execution.State.COMPLETE);
  }

  @Test
  void failureIsRecordedWithCodeAndMessage() {
    var p = Pipeline.named("failure");
    p.add(new Fail(9, ExecutionFailure.Code.INVALID_DATA, directory.resolve("trace")));
    var execution = execution(run(p), "Fail");

    assertThat(execution.getLastKnownState()).isEqualTo(Execution.State.FAILED);
    assertThat(execution.getCustomPropertiesMap())
        .containsEntry("tributary_error_code", text("INVALID_DATA"))
        .containsEntry(
            "tributary_error_message", text("Fail: attempt 1 (expected: luck); try again"));
  }

  @Test
  void ingredientsOfTheCacheKeyAreKeptWithTheNode() {
    run(examples());
    var details = home.metadata().runs().node("run-1", "Generate").orElseThrow().details();

    assertThat(details)
        .contains("\"cacheKey\":\"", "\"ingredients\":{\"component\":\"" + Generate.class.getName())
        .contains("\"parameters\":{\"name\":\"taxi\",\"rows\":\"7\"", "\"password\":\"secret\"")
        .contains("\"seed\":42", "\"external\":\"\"");
  }
}
