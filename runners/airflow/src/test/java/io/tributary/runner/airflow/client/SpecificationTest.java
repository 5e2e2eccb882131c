package io.tributary.runner.airflow.client;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The client against what Airflow's specifications say, which the tests of the module interop hold
 * against servers.
 */
class SpecificationTest {
  private static final Map<Api, SpecificationDigest> SPECIFICATIONS =
      Map.of(
          Api.V1, SpecificationDigest.committed(Api.V1),
          Api.V2, SpecificationDigest.committed(Api.V2));

  /** A record with the names of its schemas; one of them is null if that version lacks it. */
  record Mapped(Class<?> type, String v1, String v2) {
    Optional<String> schema(Api api) {
      return Optional.ofNullable(api == Api.V1 ? v1 : v2);
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static List<Mapped> records() {
    return List.of(
        new Mapped(AirflowVersion.class, "VersionInfo", "VersionInfo"),
        new Mapped(Health.class, "HealthInfo", "HealthInfoResponse"),
        new Mapped(Dag.class, "DAG", "DAGResponse"),
        new Mapped(Dag.Tag.class, "Tag", "DagTagResponse"),
        new Mapped(DagDetails.class, "DAGDetail", "DAGDetailsResponse"),
        new Mapped(DagVersion.class, null, "DagVersionResponse"),
        new Mapped(DagSource.class, "GET /api/v1/dagSources/{file_token}", "DAGSourceResponse"),
        new Mapped(ImportError.class, "ImportError", "ImportErrorResponse"),
        new Mapped(DagWarning.class, "DagWarning", "DAGWarningResponse"),
        new Mapped(DagTask.class, "Task", "TaskResponse"),
        new Mapped(DagStats.class, "DagStatsCollectionItem", "DagStatsResponse"),
        new Mapped(DagStats.Count.class, "DagStatsStateCollectionItem", "DagStatsStateResponse"),
        new Mapped(DagRun.class, "DAGRun", "DAGRunResponse"),
        new Mapped(TaskInstance.class, "TaskInstance", "TaskInstanceResponse"),
        new Mapped(TaskTry.class, "TaskInstanceHistory", "TaskInstanceHistoryResponse"),
        new Mapped(TaskReference.class, "TaskInstanceReference", "TaskInstanceResponse"),
        new Mapped(TaskDependency.class, "TaskFailedDependency", "TaskDependencyResponse"),
        new Mapped(XCom.class, "XCom", "XComResponseNative"),
        new Mapped(Variable.class, "Variable", "VariableResponse"),
        new Mapped(Connection.class, "Connection", "ConnectionResponse"),
        new Mapped(ConnectionTest.class, "ConnectionTest", "ConnectionTestResponse"),
        new Mapped(Pool.class, "Pool", "PoolResponse"),
        new Mapped(Asset.class, "Dataset", "AssetResponse"),
        new Mapped(
            Asset.ScheduledDag.class, "DagScheduleDatasetReference", "DagScheduleAssetReference"),
        new Mapped(
            Asset.ProducingTask.class, "TaskOutletDatasetReference", "TaskOutletAssetReference"),
        new Mapped(AssetEvent.class, "DatasetEvent", "AssetEventResponse"),
        new Mapped(AssetEvent.StartedRun.class, "BasicDAGRun", "DagRunAssetReference"),
        new Mapped(QueuedAssetEvent.class, "QueuedEvent", "QueuedEventResponse"),
        new Mapped(Backfill.class, null, "BackfillResponse"),
        new Mapped(BackfillPreview.class, null, "DryRunBackfillResponse"),
        new Mapped(EventLog.class, "EventLog", "EventLogResponse"),
        new Mapped(Authenticator.AccessAnswer.class, null, "LoginResponse"));
  }

  /** Nullable by the words of a specification, but never null in what its servers say. */
  private static final Set<String> NEVER_NULL =
      Set.of(
          "v1 Dag.isPaused",
          "v1 Dag.isStale",
          "v1 Dag.maxActiveTasks",
          "v1 Dag.hasImportErrors",
          "v1 DagDetails.catchup",
          "v1 DagRun.dagRunId",
          "v1 Asset.ScheduledDag.dagId",
          "v1 Asset.ProducingTask.dagId",
          "v1 Asset.ProducingTask.taskId",
          "v2 DagTask.taskId");

  /** The client makes one of the other: {@code is_active} of v1 is the opposite. */
  private static final Map<String, String> TRANSLATED = Map.of("v1 Dag.isStale", "is_active");

  private static String name(RecordComponent component) {
    return new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.getName());
  }

  private static Optional<String> field(
      SpecificationDigest specification, String schema, String place, RecordComponent component) {
    return Stream.concat(
            Stream.of(TRANSLATED.getOrDefault(place, name(component))),
            Stream.of(component.getAccessor())
                .map(accessor -> accessor.getAnnotation(JsonAlias.class))
                .filter(Objects::nonNull)
                .flatMap(alias -> Arrays.stream(alias.value())))
        .flatMap(name -> specification.field(schema, name).stream())
        .findFirst();
  }

  @ParameterizedTest
  @MethodSource("records")
  void fieldsOfRecordsAreThoseOfTheSchemas(Mapped mapped) {
    assertThat(problems(mapped)).isEmpty();
  }

  private record Wrong(
      Optional<String> dagId, int dagRunId, String note, Optional<String> colour) {}

  @Test
  void fieldsThatAreNotThoseOfTheSchemasAreFound() {
    assertThat(problems(new Mapped(Wrong.class, "DAGRun", "DAGRunResponse")))
        .containsExactlyInAnyOrder(
            "java.util.Optional<java.lang.String> dagId is always there",
            "v1 SpecificationTest.Wrong.dagRunId may be missing: string nullable optional",
            "v1 SpecificationTest.Wrong.dagRunId does not fit: string nullable optional",
            "v2 SpecificationTest.Wrong.dagRunId does not fit: string",
            "v1 SpecificationTest.Wrong.note may be missing: string nullable optional",
            "v2 SpecificationTest.Wrong.note may be missing: string nullable",
            "java.util.Optional<java.lang.String> colour is in no specification");
  }

  private static List<String> problems(Mapped mapped) {
    var problems = new ArrayList<String>();
    for (var component : mapped.type().getRecordComponents()) {
      var somewhere = false;
      var alwaysThere = true;
      for (var api : Api.values()) {
        if (mapped.schema(api).isEmpty()) {
          continue;
        }
        var owner = mapped.type().getName().replaceAll(".*\\.", "").replace('$', '.');
        var place = api.name().toLowerCase(Locale.ROOT) + " " + owner + "." + component.getName();
        var field = field(SPECIFICATIONS.get(api), mapped.schema(api).get(), place, component);
        somewhere |= field.isPresent();
        // v1 marks nothing as required
        var given =
            field.isPresent()
                && (NEVER_NULL.contains(place)
                    || !field.get().contains(" nullable")
                        && (api == Api.V1 || !field.get().contains(" optional")));
        alwaysThere &= given;
        if (!given && !mayBeMissing(component.getType())) {
          problems.add(place + " may be missing: " + field.orElse("no such field"));
        }
        field
            .filter(type -> !fits(component.getGenericType(), type.replaceAll(" .*", "")))
            .ifPresent(type -> problems.add(place + " does not fit: " + type));
      }
      if (!somewhere) {
        problems.add(component + " is in no specification");
      }
      if (alwaysThere && component.getType() == Optional.class) {
        problems.add(component + " is always there");
      }
    }
    return problems;
  }

  private static boolean mayBeMissing(Class<?> type) {
    return type == Optional.class || type == List.class || type == Map.class;
  }

  private static boolean fits(Type type, String schema) {
    if (type instanceof ParameterizedType generic) {
      var inner = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return fits(inner[0], schema);
      }
      if (generic.getRawType() == List.class) {
        return schema.startsWith("[") && fits(inner[0], schema.substring(1, schema.length() - 1));
      }
      return generic.getRawType() == Map.class && Set.of("object", "any").contains(schema);
    }
    if (type == Object.class) {
      return true;
    }
    if (type == Instant.class) { // some times are plain texts by the words of the specification
      return schema.matches("string(\\((date-time|datetime)\\))?");
    }
    if (type == String.class) {
      return schema.matches("string(\\(.*\\))?") || schema.startsWith("string[");
    }
    if (type == boolean.class || type == Boolean.class) {
      return schema.equals("boolean");
    }
    if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return schema.equals("integer");
    }
    if (type == Double.class) {
      return schema.equals("number");
    }
    if (type == RunState.class || type == RunType.class || type == TaskState.class) {
      return schema.startsWith("string");
    }
    if (type == Health.Part.class) {
      return schema.matches("(Metadatabase|Scheduler|Triggerer|DagProcessor)Status")
          || schema.matches("(Base|Scheduler|Triggerer|DagProcessor)InfoResponse");
    }
    return records().stream()
        .filter(mapped -> mapped.type() == type)
        .anyMatch(mapped -> schema.equals(mapped.v1()) || schema.equals(mapped.v2()));
  }

  @Test
  void partsOfHealthHaveStateAndHeartbeat() {
    for (var part : List.of("scheduler", "triggerer", "dag_processor")) {
      for (var api : Api.values()) {
        var schema = SPECIFICATIONS.get(api).field(HEALTH.get(api), part).orElseThrow();
        assertThat(
                SPECIFICATIONS
                    .get(api)
                    .field(schema.replaceAll(" .*", ""), "latest_" + part + "_heartbeat"))
            .isPresent();
      }
    }
  }

  private static final Map<Api, String> HEALTH =
      Map.of(Api.V1, "HealthInfo", Api.V2, "HealthInfoResponse");

  private static Set<String> constants(Class<?> type) {
    return Arrays.stream(type.getFields())
        .map(
            field -> {
              try {
                return field.get(null).toString();
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> words(String v1Schema, String v2Schema, String field) {
    return Stream.of(
            SPECIFICATIONS.get(Api.V1).field(v1Schema, field),
            SPECIFICATIONS.get(Api.V2).field(v2Schema, field))
        .map(Optional::orElseThrow)
        .flatMap(
            type -> {
              assertThat(type).startsWith("string[");
              return Stream.of(type.replaceAll("^string\\[|].*", "").split(", "));
            })
        .filter(word -> !word.equals("null") && !word.equals("none"))
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void statesAreThoseOfTheSchemas() {
    assertThat(constants(RunState.class)).isEqualTo(words("DAGRun", "DAGRunResponse", "state"));
    assertThat(constants(RunType.class)).isEqualTo(words("DAGRun", "DAGRunResponse", "run_type"));
    assertThat(constants(TaskState.class))
        .isEqualTo(words("TaskInstance", "TaskInstanceResponse", "state"));
    var reprocess = SPECIFICATIONS.get(Api.V2).field("BackfillResponse", "reprocess_behavior");
    assertThat(reprocess)
        .contains(
            "string"
                + Arrays.stream(BackfillRequest.Reprocess.values())
                    .map(BackfillRequest.Reprocess::value)
                    .sorted()
                    .toList());
  }

  // Which operations

  private static Set<String> covered(Api api) {
    return Arrays.stream(Operation.values())
        .flatMap(
            operation -> operation.path(api).map(path -> operation.method() + " " + path).stream())
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void everyOperationIsInSomeSpecification() {
    assertThat(Operation.values())
        .allMatch(
            operation ->
                Arrays.stream(Api.values()).anyMatch(api -> operation.path(api).isPresent()));
  }

  /** Those that the client does without, by the reasons for it. */
  private static Set<String> leftOut(Api api) throws IOException {
    try (var lines = Files.lines(Path.of("src/test/resources/operations-left-out.txt"))) {
      return lines
          .filter(line -> line.contains(" " + api.prefix() + "/") || line.contains(" /auth/"))
          .filter(line -> !line.startsWith("#") && (api == Api.V2 || !line.contains(" /auth/")))
          .collect(toCollection(TreeSet::new));
    }
  }

  /** The table goes to {@code target/airflow-operations-V1.txt} and {@code V2}. */
  @ParameterizedTest
  @EnumSource
  void everyOperationOfTheSpecificationIsCoveredOrLeftOutForAReason(Api api) throws IOException {
    var all = SPECIFICATIONS.get(api).operations();
    var covered = covered(api);
    Files.writeString(
        Path.of("target", "airflow-operations-" + api + ".txt"),
        covered.size()
            + " of "
            + all.size()
            + " operations of Airflow "
            + SPECIFICATIONS.get(api).release()
            + "\n"
            + all.stream()
                .map(operation -> (covered.contains(operation) ? "  yes  " : "  no   ") + operation)
                .collect(joining("\n", "", "\n")));
    var leftOut = leftOut(api);
    assertThat(leftOut).doesNotContainAnyElementsOf(covered);
    leftOut.addAll(covered);
    assertThat(leftOut).containsExactlyInAnyOrderElementsOf(all);
  }

  /** What must not be left out. */
  @ParameterizedTest
  @EnumSource
  void coversAllKindsOfThingsThatARunnerNeeds(Api api) {
    var kinds =
        List.of(
            "/health",
            "/dags",
            "/dagSources",
            "/importErrors",
            "/dagRuns",
            "/taskInstances",
            "/tries",
            "/logs",
            "/xcomEntries",
            "/variables",
            "/connections",
            "/pools",
            api == Api.V1 ? "/datasets" : "/assets");
    assertThat(kinds)
        .allSatisfy(kind -> assertThat(covered(api)).anyMatch(path -> path.contains(kind)));
    assertThat(covered(api).stream().anyMatch(path -> path.contains("/backfills")))
        .isEqualTo(api == Api.V2);
  }
}
