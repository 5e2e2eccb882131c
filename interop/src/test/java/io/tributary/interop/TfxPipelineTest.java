package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.MetadataStore;
import io.tributary.metadata.PostgresServer;
import io.tributary.metadata.grpc.MetadataClient;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionTypesRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TFX keeps its memory in {@code tributary metadata serve}. */
class TfxPipelineTest {
  /**
   * What a run of the pipeline consists of; the resolver leaves no execution of a type of its own.
   */
  private static final List<String> COMPONENTS =
      List.of(
          "CsvExampleGen",
          "Evaluator",
          "ExampleValidator",
          "Pusher",
          "SchemaGen",
          "StatisticsGen",
          "Trainer",
          "Transform");

  @TempDir Path directory;

  @BeforeAll
  static void needPython() {
    PythonEnvironment.TFX.need();
  }

  @BeforeEach
  void copyTheData() throws IOException {
    var data = Files.createDirectories(directory.resolve("data"));
    Files.copy(Path.of("../pipelines/data/chicago-taxi/trips.csv"), data.resolve("trips.csv"));
  }

  @Test
  void onSqliteTheTaxiPipelineRunsToItsEnd() throws Exception {
    try (var service = MetadataService.onSqlite(directory.resolve("metadata.db"))) {
      runsToItsEnd(service);
    }
  }

  @Test
  void onPostgresqlTheTaxiPipelineRunsToItsEndAndThenFromTheCache() throws Exception {
    try (var service = MetadataService.on(PostgresServer.shared().emptyDatabase())) {
      runsToItsEnd(service);
      runsFromTheCache(service);
    }
  }

  private void runsToItsEnd(MetadataService service) throws Exception {
    runPipeline(service);

    try (var store = new MetadataClient(service.address()).connect()) {
      assertThat(states(store))
          .hasSizeGreaterThanOrEqualTo(COMPONENTS.size())
          .containsKeys(COMPONENTS.toArray(String[]::new))
          .allSatisfy(
              (component, states) ->
                  assertThat(states).as(component).isEqualTo(List.of(Execution.State.COMPLETE)));
      var artifacts =
          store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsList();
      assertThat(artifacts)
          .hasSizeGreaterThanOrEqualTo(14)
          .extracting(Artifact::getState)
          .containsOnly(Artifact.State.LIVE);
      assertThat(contexts(store, "pipeline")).isEqualTo(1);
      assertThat(contexts(store, "pipeline_run")).isEqualTo(1);
      assertThat(contexts(store, "node")).isEqualTo(COMPONENTS.size() + 1);
      assertThat(directory.resolve("root/pushed")).isNotEmptyDirectory();
    }
  }

  private void runsFromTheCache(MetadataService service) throws Exception {
    runPipeline(service);

    try (var store = new MetadataClient(service.address()).connect()) {
      assertThat(states(store))
          .allSatisfy(
              (component, states) ->
                  assertThat(states.get(states.size() - 1))
                      .as(component)
                      .isIn(Execution.State.CACHED, Execution.State.COMPLETE));
      // The baseline has changed, so the evaluation and what follows from it may run again.
      for (var cached :
          List.of(
              "CsvExampleGen",
              "StatisticsGen",
              "SchemaGen",
              "ExampleValidator",
              "Transform",
              "Trainer")) {
        assertThat(states(store))
            .containsEntry(cached, List.of(Execution.State.COMPLETE, Execution.State.CACHED));
      }
      assertThat(contexts(store, "pipeline")).isEqualTo(1);
      assertThat(contexts(store, "pipeline_run")).isEqualTo(2);
    }
  }

  private void runPipeline(MetadataService service) throws Exception {
    var output =
        PythonScript.named(
                "taxi_pipeline.py",
                service.address(),
                directory.resolve("root").toString(),
                directory.resolve("data").toString())
            .run(directory, Duration.ofMinutes(15));
    assertThat(output.lines()).contains("the pipeline ended");
  }

  /** By component, the states of its executions from the oldest on. */
  private static TreeMap<String, List<Execution.State>> states(MetadataStore store) {
    var names =
        store
            .getExecutionTypes(GetExecutionTypesRequest.getDefaultInstance())
            .getExecutionTypesList()
            .stream()
            .collect(Collectors.toMap(ExecutionType::getId, ExecutionType::getName));
    return store
        .getExecutions(GetExecutionsRequest.getDefaultInstance())
        .getExecutionsList()
        .stream()
        .collect(
            Collectors.groupingBy(
                execution -> {
                  var name = names.get(execution.getTypeId());
                  return name.substring(name.lastIndexOf('.') + 1);
                },
                TreeMap::new,
                Collectors.mapping(Execution::getLastKnownState, Collectors.toList())));
  }

  private static int contexts(MetadataStore store, String type) {
    return store
        .getContextsByType(GetContextsByTypeRequest.newBuilder().setTypeName(type).build())
        .getContextsCount();
  }
}
