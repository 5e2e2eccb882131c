package io.tributary.interop;

import static io.tributary.interop.AirflowServer.PASSWORD;
import static io.tributary.interop.AirflowServer.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.AirflowException.Reason;
import io.tributary.runner.airflow.client.Api;
import io.tributary.runner.airflow.client.Asset;
import io.tributary.runner.airflow.client.BackfillRequest;
import io.tributary.runner.airflow.client.Call;
import io.tributary.runner.airflow.client.Clearing;
import io.tributary.runner.airflow.client.ClientOptions;
import io.tributary.runner.airflow.client.Connection;
import io.tributary.runner.airflow.client.Credentials;
import io.tributary.runner.airflow.client.Dag;
import io.tributary.runner.airflow.client.DagRun;
import io.tributary.runner.airflow.client.DagStats;
import io.tributary.runner.airflow.client.LogLine;
import io.tributary.runner.airflow.client.Operation;
import io.tributary.runner.airflow.client.Pool;
import io.tributary.runner.airflow.client.RunFilter;
import io.tributary.runner.airflow.client.RunState;
import io.tributary.runner.airflow.client.RunTrigger;
import io.tributary.runner.airflow.client.RunType;
import io.tributary.runner.airflow.client.SpecificationDigest;
import io.tributary.runner.airflow.client.TaskKey;
import io.tributary.runner.airflow.client.TaskReference;
import io.tributary.runner.airflow.client.TaskState;
import io.tributary.runner.airflow.client.TaskTry;
import io.tributary.runner.airflow.client.Variable;
import io.tributary.runner.airflow.client.XCom;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of the client, asked of a real Airflow, whose DAGs are those of {@code
 * airflow_client} and one with a mistake.
 */
@Tag("airflow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class AirflowClientContract {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Instant FIRST = Instant.parse("2026-02-01T00:00:00Z");

  private final AirflowServer.Release release;
  final Api api;
  private final Set<Operation> called =
      Collections.synchronizedSet(EnumSet.noneOf(Operation.class));
  private final Set<Operation> succeeded =
      Collections.synchronizedSet(EnumSet.noneOf(Operation.class));
  private AirflowServer server;
  AirflowClient client;

  AirflowClientContract(AirflowServer.Release release, Api api) {
    this.release = release;
    this.api = api;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    server =
        AirflowServer.start(
            release, directory, Map.of("AIRFLOW__CORE__TEST_CONNECTION", "Enabled"));
    for (var file : List.of("client.py", "warned.py")) {
      Files.copy(PythonScript.file("airflow_client/" + file), server.dags().resolve(file));
    }
    Files.writeString(server.dags().resolve("broken.py"), "from airflow import DAG\nwith DAG(:\n");
    client = connect(Credentials.password(USER, PASSWORD));
    await(() -> client.dags().list().map(Dag::dagId).toList(), ids -> ids.size() == 8);
  }

  @AfterAll
  void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private AirflowClient connect(Credentials credentials) {
    return AirflowClient.connect(
        server.address(),
        credentials,
        ClientOptions.DEFAULT
            .withAttempts(3, Duration.ofMillis(100), Duration.ofSeconds(5))
            .withListener(this::note));
  }

  private void note(Call call) {
    call.status()
        .ifPresent(
            status -> {
              called.add(call.operation());
              if (status < 300) {
                succeeded.add(call.operation());
              }
            });
  }

  /** Asks until the answer is as wanted. */
  static <T> T await(Supplier<T> question, Predicate<T> wanted) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = question.get();
      if (wanted.test(answer)) {
        return answer;
      }
      assertThat(System.nanoTime()).as("still %s", answer).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(200); // another process works meanwhile
    }
  }

  static AirflowException failure(ThrowingCallable call) {
    var failure = catchThrowableOfType(AirflowException.class, call);
    assertThat(failure).isNotNull();
    return failure;
  }

  void assertUnsupported(ThrowingCallable call) {
    var failure = failure(call);
    assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(failure).hasMessageContaining(api.prefix() + " has no such operation");
  }

  private DagRun run(String dagId, RunTrigger trigger) throws InterruptedException {
    client.dags().unpause(dagId);
    client.runs().trigger(dagId, trigger);
    return ended(dagId, trigger.runId());
  }

  private DagRun ended(String dagId, String runId) throws InterruptedException {
    return await(() -> client.runs().get(dagId, runId), run -> run.state().isEnd());
  }

  private String log(TaskKey task, int tryNumber) {
    return String.join(
        "\n", client.taskInstances().log(task, tryNumber).map(LogLine::toString).toList());
  }

  @Test
  void saysWhatItIsAndHowItIs() {
    assertThat(client.api()).isEqualTo(api);
    assertThat(client.version().version()).isEqualTo(SpecificationDigest.committed(api).release());
    var health = client.health();
    assertThat(health.isHealthy()).isTrue();
    assertThat(health.scheduler().latestHeartbeat()).isPresent();
    assertThat(health.triggerer().status()).as("it runs without").isEmpty();
  }

  @Test
  void showsDags() throws Exception {
    assertThat(client.dags().list().map(Dag::dagId)).isSorted().contains("client_small");
    assertThat(client.dags().tagged("small", "none").map(Dag::dagId))
        .containsExactly("client_small");
    var dag = client.dags().get("client_small");
    assertThat(dag.isStale()).isFalse();
    assertThat(dag.hasImportErrors()).isFalse();
    assertThat(dag.lastParsedTime()).isPresent();
    assertThat(dag.fileloc()).endsWith("client.py");
    assertThat(dag.tags()).extracting(Dag.Tag::name).containsExactlyInAnyOrder("client", "small");
    var details = client.dags().details("client_small");
    assertThat(details.params()).containsOnlyKeys("x", "fail");
    assertThat(details.docMd()).contains("Two tasks.");
    assertThat(client.dags().tasks("client_small"))
        .extracting("taskId", "downstreamTaskIds")
        .containsExactlyInAnyOrder(tuple("a", List.of("b")), tuple("b", List.of()));
    assertThat(client.dags().task("client_small", "b").retries()).contains(1.0);
    assertThat(client.dags().source("client_small").content().orElseThrow())
        .isEqualTo(Files.readString(server.dags().resolve("client.py")));
    client.dags().parse("client_small");
    assertThat(client.dags().unpause("client_small").isPaused()).isFalse();
    assertThat(client.dags().pause("client_small").isPaused()).isTrue();
    assertThat(client.dags().get("client_small").isPaused()).isTrue();
    var warnings =
        await(
            () -> client.dags().warnings(Optional.of("client_warned")).toList(),
            found -> !found.isEmpty());
    assertThat(warnings)
        .allSatisfy(warning -> assertThat(warning.message()).containsAnyOf("nowhere", "now()"));
    assertThat(failure(() -> client.dags().get("client_none")).reason())
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void forgetsADagUntilItsFileIsParsedAgain() throws Exception {
    client.dags().delete("client_warned");
    await(
        () -> client.dags().list().map(Dag::dagId).toList(), ids -> ids.contains("client_warned"));
  }

  @Test
  void showsAMistakeInAFile() throws Exception {
    var errors = await(() -> client.dags().importErrors().toList(), found -> !found.isEmpty());
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).filename()).endsWith("broken.py");
    assertThat(errors.get(0).stackTrace()).contains("SyntaxError");
    var again = client.dags().importError(errors.get(0).importErrorId());
    assertThat(again.filename()).isEqualTo(errors.get(0).filename());
  }

  @Test
  void runsADagWhoseIdHasColonsAndAPlus() throws Exception {
    var id = "tributary:2026-02-01T00:00:00+00:00~1";
    var wanted =
        RunTrigger.of(id)
            .withLogicalDate(FIRST)
            .withConf(Map.of("x", 21))
            .withNote("from the client");
    var run = run("client_small", wanted);
    assertThat(run.dagRunId()).isEqualTo(id);
    assertThat(run.state()).isEqualTo(RunState.SUCCESS);
    assertThat(run.runType()).isEqualTo(RunType.MANUAL);
    assertThat(run.logicalDate()).contains(FIRST);
    assertThat(run.conf()).isEqualTo(Map.of("x", 21));
    assertThat(run.note()).contains("from the client");
    assertThat(client.runs().setNote("client_small", id, "other").note()).contains("other");
    assertThat(
            client
                .runs()
                .list(
                    "client_small", RunFilter.ALL.inStates(RunState.SUCCESS).between(FIRST, FIRST))
                .map(DagRun::dagRunId))
        .containsExactly(id);
    assertThat(failure(() -> client.runs().trigger("client_small", wanted)).reason())
        .isEqualTo(Reason.CONFLICT);

    assertThat(client.taskInstances().list("client_small", id))
        .extracting("taskId", "state")
        .containsExactlyInAnyOrder(
            tuple("a", Optional.of(TaskState.SUCCESS)), tuple("b", Optional.of(TaskState.SUCCESS)));
    var task = TaskKey.of("client_small", id, "a");
    var instance = client.taskInstances().get(task);
    assertThat(instance.key()).isEqualTo(task);
    assertThat(instance.logicalDate()).contains(FIRST);
    assertThat(instance.duration()).isPresent();
    assertThat(client.taskInstances().tries(task)).hasSize(1);
    assertThat(client.taskInstances().tryOf(task, 1).state()).contains(TaskState.SUCCESS);
    assertThat(client.taskInstances().dependencies(task)).isEmpty();
    client.taskInstances().setNote(task, "seen");
    assertThat(client.taskInstances().get(task).note()).contains("seen");

    assertThat(client.taskInstances().log(task, 1))
        .extracting(LogLine::event)
        .anyMatch(line -> line.contains("a log line from a"));
    var page = client.taskInstances().log(task, 1, Optional.empty());
    while (page.continuation().isPresent() && !page.lines().isEmpty()) {
      page = client.taskInstances().log(task, 1, page.continuation());
    }

    assertThat(client.xcoms().list(task).map(XCom::key)).containsExactly("return_value");
    assertThat(client.xcoms().get(task, "return_value").value()).contains(Map.of("x", 21));
    assertThat(client.xcoms().get(TaskKey.of("client_small", id, "b"), "return_value").value())
        .contains(42);
    assertThat(failure(() -> client.xcoms().get(task, "none")).reason())
        .isEqualTo(Reason.NOT_FOUND);
    writesXComs(task);
  }

  abstract void writesXComs(TaskKey task);

  @Test
  void showsHowATaskFailedAndRunsItAgain() throws Exception {
    var run = run("client_small", RunTrigger.of("failing").withConf(Map.of("fail", true)));
    assertThat(run.state()).isEqualTo(RunState.FAILED);
    var task = TaskKey.of("client_small", "failing", "b");
    assertThat(client.taskInstances().get(task).state()).contains(TaskState.FAILED);
    assertThat(client.taskInstances().tries(task).map(TaskTry::tryNumber)).containsExactly(1, 2);
    assertThat(client.taskInstances().tryOf(task, 1).state())
        .hasValueSatisfying(
            state -> assertThat(state).isIn(TaskState.FAILED, TaskState.UP_FOR_RETRY));
    assertThat(log(task, 1)).contains("failed on demand");
    assertThat(log(task, 2)).contains("RuntimeError");

    assertThat(client.taskInstances().previewClear("client_small", "failing", Clearing.failed()))
        .extracting(TaskReference::taskId)
        .containsExactly("b");
    assertThat(
            client
                .taskInstances()
                .previewClear("client_small", "failing", Clearing.of("a").withDownstream()))
        .extracting(TaskReference::taskId)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(client.taskInstances().clear("client_small", "failing", Clearing.of("b")))
        .extracting(TaskReference::dagRunId)
        .containsExactly("failing");
    assertThat(ended("client_small", "failing").state()).isEqualTo(RunState.FAILED);
    assertThat(client.taskInstances().tries(task)).hasSizeGreaterThan(2);
    client.taskInstances().setState(task, TaskState.SUCCESS);
    await(
        () -> client.taskInstances().get(task).state(),
        state -> state.equals(Optional.of(TaskState.SUCCESS)));

    assertThat(client.runs().previewClear("client_small", "failing"))
        .extracting(TaskReference::taskId)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(client.runs().clear("client_small", "failing").state()).isEqualTo(RunState.QUEUED);
    ended("client_small", "failing");
    assertThat(client.runs().setState("client_small", "failing", RunState.SUCCESS).state())
        .isEqualTo(RunState.SUCCESS);
    client.runs().delete("client_small", "failing");
    assertThat(failure(() -> client.runs().get("client_small", "failing")).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(failure(() -> client.runs().delete("client_small", "failing")).reason())
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void showsMappedTasks() throws Exception {
    assertThat(run("client_mapped", RunTrigger.of("mapped")).state()).isEqualTo(RunState.SUCCESS);
    assertThat(client.taskInstances().mapped("client_mapped", "mapped", "double"))
        .extracting("mapIndex")
        .containsExactlyInAnyOrder(0, 1, 2);
    var task = new TaskKey("client_mapped", "mapped", "double", 2);
    assertThat(client.taskInstances().get(task).key()).isEqualTo(task);
    assertThat(client.taskInstances().tries(task)).hasSize(1);
    assertThat(client.taskInstances().tryOf(task, 1).mapIndex()).isEqualTo(2);
    assertThat(client.taskInstances().dependencies(task)).isEmpty();
    assertThat(log(task, 1)).contains("doubling 3");
    assertThat(client.xcoms().list(task).map(XCom::mapIndex)).containsExactly(2);
    assertThat(client.xcoms().get(task, "return_value").value()).contains(6);
    client.taskInstances().setNote(task, "the third");
    assertThat(client.taskInstances().get(task).note()).contains("the third");
    client.taskInstances().setState(task, TaskState.SKIPPED);
    assertThat(client.taskInstances().get(task).state()).contains(TaskState.SKIPPED);
  }

  @Test
  void keepsVariables() {
    var key = "client/a b+ä";
    var variable = Variable.of(key, "{\"x\": 1}").withDescription("a test");
    assertThat(client.variables().create(variable).value()).contains("{\"x\": 1}");
    assertThat(client.variables().get(key).description()).contains("a test");
    assertThat(client.variables().list().map(Variable::key)).contains(key);
    client.variables().update(Variable.of(key, "2"));
    assertThat(client.variables().get(key).value()).contains("2");
    createsAVariableAgain(key);
    client.variables().delete(key);
    assertThat(failure(() -> client.variables().get(key)).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  abstract void createsAVariableAgain(String key);

  @Test
  void keepsConnections() {
    var connection = Connection.of("client", "fs", "here").withLogin("ada", "geheim");
    assertThat(client.connections().create(connection).login()).contains("ada");
    assertThat(client.connections().get("client").toString()).doesNotContain("geheim");
    assertThat(client.connections().get("client").password()).isNotEqualTo(Optional.of("geheim"));
    assertThat(client.connections().list().map(Connection::connectionId)).contains("client");
    assertThat(failure(() -> client.connections().create(connection)).reason())
        .isEqualTo(Reason.CONFLICT);
    assertThat(client.connections().update(Connection.of("client", "fs", "there")).host())
        .contains("there");
    var test = client.connections().test(connection);
    assertThat(test.message()).isNotEmpty();
    client.connections().delete("client");
    assertThat(failure(() -> client.connections().get("client")).reason())
        .isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void keepsPools() {
    var pool = Pool.of("client +:ä", 3).withDescription("a test");
    assertThat(client.pools().create(pool).openSlots()).isEqualTo(3);
    assertThat(client.pools().get(pool.name()).description()).contains("a test");
    assertThat(client.pools().list().map(Pool::name)).contains("default_pool", pool.name());
    assertThat(failure(() -> client.pools().create(pool)).reason()).isEqualTo(Reason.CONFLICT);
    assertThat(client.pools().update(Pool.of(pool.name(), 5)).slots()).isEqualTo(5);
    client.pools().delete(pool.name());
    assertThat(failure(() -> client.pools().get(pool.name())).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void tellsOfAssets() throws Exception {
    client.dags().unpause("client_consumer");
    client.dags().unpause("client_waiter");
    var fares =
        client.assets().list().filter(one -> one.uri().endsWith("fares")).findFirst().orElseThrow();
    assertThat(fares.scheduledDags())
        .extracting(Asset.ScheduledDag::dagId)
        .contains("client_consumer", "client_waiter");
    assertThat(fares.producingTasks())
        .extracting(Asset.ProducingTask::taskId)
        .containsExactly("produce");
    assertThat(client.assets().get(fares).createdAt()).isEqualTo(fares.createdAt());
    var event = client.assets().createEvent(fares, Map.of("rows", 7));
    assertThat(event.assetId()).isEqualTo(fares.id());
    assertThat(event.extra()).containsEntry("rows", 7);
    assertThat(client.assets().queuedEvents("client_waiter")).hasSize(1);
    client.assets().deleteQueuedEvents("client_waiter");
    assertThat(client.assets().queuedEvents("client_waiter")).isEmpty();
    assertThat(failure(() -> client.assets().deleteQueuedEvents("client_waiter")).reason())
        .isEqualTo(Reason.NOT_FOUND);
    var started =
        await(
            () -> client.runs().list("client_consumer", RunFilter.ALL).toList(),
            runs -> !runs.isEmpty());
    var events = client.runs().upstreamAssetEvents("client_consumer", started.get(0).dagRunId());
    assertThat(events).extracting("assetId").containsExactly(fares.id());
    assertThat(client.assets().events(fares))
        .first()
        .satisfies(
            said ->
                assertThat(said.createdDagruns())
                    .extracting("runId")
                    .contains(started.get(0).dagRunId()));
    materializes(fares);
  }

  abstract void materializes(Asset asset) throws Exception;

  @Test
  void makesBackfills() throws Exception {
    client.dags().unpause("client_daily");
    var wanted =
        BackfillRequest.of("client_daily", FIRST, FIRST.plus(Duration.ofDays(2)))
            .withMaxActiveRuns(1);
    backfills(wanted);
  }

  abstract void backfills(BackfillRequest wanted) throws Exception;

  @Test
  void listsMoreThanAThousandRuns() throws Exception {
    var ids = IntStream.range(0, 1050).mapToObj(i -> "many:" + i + "+0").toList();
    client // its DAG is paused, so its runs wait
        .runs()
        .trigger("client_many", RunTrigger.of(ids.get(0)).withLogicalDate(FIRST));
    server.sql(
        """
        CREATE TABLE many AS SELECT r.*, i
          FROM dag_run r, generate_series(1, 1049) i WHERE dag_id = 'client_many';
        UPDATE many SET id = nextval(pg_get_serial_sequence('dag_run', 'id')),
          run_id = 'many:' || i || '+0', DATE = DATE + i * interval '1 minute';
        ALTER TABLE many DROP COLUMN i;
        INSERT INTO dag_run SELECT * FROM many;
        """
            .replace(" DATE", api == Api.V1 ? " execution_date" : " logical_date"));
    assertThat(client.runs().list("client_many", RunFilter.ALL).map(DagRun::dagRunId))
        .containsExactlyElementsOf(ids);
    assertThat(
            client
                .runs()
                .list("client_many", RunFilter.ALL.between(FIRST, FIRST.plusSeconds(60 * 250))))
        .hasSize(251);
    assertThat(client.dags().stats("client_many", "client_none"))
        .containsExactly(
            new DagStats(
                "client_many",
                List.of(
                    new DagStats.Count(RunState.QUEUED, ids.size()),
                    new DagStats.Count(RunState.RUNNING, 0),
                    new DagStats.Count(RunState.SUCCESS, 0),
                    new DagStats.Count(RunState.FAILED, 0))));
  }

  @Test
  void tellsWhatWasDone() {
    client.dags().pause("client_small");
    var last = client.eventLogs().list(Optional.of("client_small")).toList();
    assertThat(last).isNotEmpty();
    var one = last.get(0);
    assertThat(client.eventLogs().get(one.eventLogId())).isEqualTo(one);
  }

  @Test
  void refusesWrongCredentials() {
    for (var wrong : List.of(Credentials.password(USER, "wrong"), Credentials.bearer("wrong"))) {
      var stranger = connect(wrong);
      var failure = failure(() -> stranger.dags().list().toList());
      assertThat(failure.reason()).isIn(Reason.UNAUTHENTICATED, Reason.FORBIDDEN);
      assertThat(failure.explanation().remedy()).containsAnyOf("check user and password", "token");
      assertThat(failure.getMessage()).doesNotContain("wrong\"");
    }
    assertThat(failure(() -> connect(Credentials.anonymous()).dags().list().toList()).reason())
        .isIn(Reason.UNAUTHENTICATED, Reason.FORBIDDEN);
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    assertThat(failure(() -> client.runs().trigger("client_none", RunTrigger.of("r"))).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(
            failure(() -> client.runs().setState("client_many", "r", new RunState("odd"))).reason())
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void itsSpecificationIsTheOneThatTheClientWasMadeFor() throws Exception {
    var documents = new LinkedHashMap<String, JsonNode>();
    if (api == Api.V1) {
      documents.put("/api/v1", document("/api/v1/openapi.json"));
    } else {
      documents.put("", document("/openapi.json"));
      documents.put("/auth", document("/auth/openapi.json"));
    }
    var committed = SpecificationDigest.committed(api);
    var served = SpecificationDigest.of(client.version().version(), committed.schemas(), documents);
    var file =
        Files.writeString(
            Path.of("target", "specification-" + api.name().toLowerCase(Locale.ROOT) + ".json"),
            served.toString());
    assertThat(served)
        .as("to accept what the server says, copy %s into the tests of runners/airflow", file)
        .isEqualTo(committed);
  }

  private JsonNode document(String path) throws Exception {
    return new ObjectMapper()
        .readTree(
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void everyOperationWasCalled() {
    var all =
        Arrays.stream(Operation.values())
            .filter(operation -> operation.path(api).isPresent())
            .toList();
    assertThat(called).containsExactlyInAnyOrderElementsOf(all);
    assertThat(all.stream().filter(operation -> !succeeded.contains(operation)).toList())
        .isEqualTo(refused());
  }

  /** What this server refuses, and only that. */
  abstract List<Operation> refused();

  @Test
  @Order(Integer.MAX_VALUE)
  void isMissedWhenItIsDownAndFoundAgain() throws Exception {
    server.killApi();
    var failure = failure(() -> client.dags().get("client_small"));
    assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("no connection")
        .hasMessageContaining("at attempt 3")
        .hasMessageContaining("whether Airflow runs");
    assertThat(failure(() -> connect(Credentials.password(USER, PASSWORD))).reason())
        .isEqualTo(Reason.UNREACHABLE);
    server.startApi();
    assertThat(client.dags().get("client_small").dagId()).isEqualTo("client_small");
  }
}
