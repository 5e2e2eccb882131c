package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.api.span.ScheduledSpan;
import io.tributary.cli.Tributary;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.Runner;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.launcher.NodeSession;
import io.tributary.core.steps.Trace;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.PipelineRun;
import io.tributary.metadata.RunState;
import io.tributary.runner.airflow.client.AirflowClient;
import io.tributary.runner.airflow.client.AirflowException;
import io.tributary.runner.airflow.client.BackfillRequest;
import io.tributary.runner.airflow.client.Clearing;
import io.tributary.runner.airflow.client.Credentials;
import io.tributary.runner.airflow.client.DagRun;
import io.tributary.runner.airflow.client.LogLine;
import io.tributary.runner.airflow.client.RunTrigger;
import io.tributary.runner.airflow.client.TaskInstance;
import io.tributary.runner.airflow.client.TaskKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines on a real Airflow: as exported DAGs, and with {@code --runner airflow}. */
@Tag("airflow")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AirflowPipelineContract {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");
  private static final Duration SOON = Duration.ofSeconds(240);

  /** What would break out of Python's strings, Jinja's expressions, or a shell's words. */
  private static final String AWKWARD =
      "it's \"quoted\"\n\"\"\" '''\\ {{ run_id }} {% raw %} $(touch /tmp/x) `id` é \ud83d\ude00 %s {0}";

  private Path directory;
  private final AirflowServer.Release release;
  private AirflowServer server;
  private AirflowClient airflow;

  AirflowPipelineContract(AirflowServer.Release release) {
    this.release = release;
  }

  @BeforeAll
  void start(@TempDir Path given) throws IOException, InterruptedException {
    release.need();
    directory = given;
    var home = directory.resolve("airflow");
    // A rule of the installation, by which a DAG file is not imported.
    var config = Files.createDirectories(home.resolve("config"));
    Files.writeString(
        config.resolve("airflow_local_settings.py"),
        """
        from airflow.exceptions import AirflowClusterPolicyViolation

        def dag_policy(dag):
            if dag.dag_id.startswith("tributary-unwelcome"):
                raise AirflowClusterPolicyViolation("unwelcome here")
        """);
    server = AirflowServer.start(release, home);
    airflow =
        AirflowClient.connect(
            server.address(), Credentials.password(AirflowServer.USER, AirflowServer.PASSWORD));
  }

  @AfterAll
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome tributary(String home, String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(0, List.of("--home", home(home).toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private Path home(String name) {
    return directory.resolve("home of " + name);
  }

  /** The tributary command, with the classes of this test. */
  private Path program() throws IOException {
    var script = directory.resolve("tributary");
    if (!Files.exists(script)) {
      Files.writeString(
          script,
          "#!/bin/sh\nCLASSPATH='"
              + System.getProperty("java.class.path")
              + "' exec '"
              + Path.of(System.getProperty("java.home"), "bin", "java")
              + "' --add-opens=java.base/java.nio=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 io.tributary.cli.Tributary \"$@\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    return script;
  }

  /** Exports a pipeline to the server, and waits until it is there. */
  private void export(String home, String dag, String pipeline, String... further)
      throws Exception {
    var command = new ArrayList<>(List.of("airflow", "export", pipeline, "--dag-id", dag));
    command.addAll(List.of("--output", server.dags().resolve(dag + ".py").toString()));
    command.addAll(List.of("--program", program().toString()));
    command.addAll(List.of(further));
    var exported = tributary(home, command.toArray(String[]::new));
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    await("DAG " + dag, () -> isKnown(dag));
    airflow.dags().unpause(dag);
  }

  private boolean isKnown(String dag) {
    assertThat(airflow.dags().importErrors().filter(e -> !e.filename().contains("unwelcome")))
        .isEmpty();
    try {
      return !airflow.dags().get(dag).isStale();
    } catch (AirflowException e) {
      assertThat(e.reason()).isEqualTo(AirflowException.Reason.NOT_FOUND);
      return false;
    }
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    var end = System.nanoTime() + SOON.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what + " within " + SOON).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private String awaitEnd(DagRun run) throws Exception {
    await(
        "end of " + run.dagRunId(),
        () -> airflow.runs().get(run.dagId(), run.dagRunId()).state().isEnd());
    return airflow.runs().get(run.dagId(), run.dagRunId()).state().value();
  }

  /** State and number of tries of every task. */
  private Map<String, String> tasks(DagRun run) {
    var states = new TreeMap<String, String>();
    airflow
        .taskInstances()
        .list(run.dagId(), run.dagRunId())
        .forEach(task -> states.put(task.taskId(), text(task)));
    return states;
  }

  private static String text(TaskInstance task) {
    return task.state().orElseThrow() + " " + task.tryNumber();
  }

  private List<String> log(DagRun run, String task, int number) {
    return airflow
        .taskInstances()
        .log(TaskKey.of(run.dagId(), run.dagRunId(), task), number)
        .map(LogLine::event)
        .toList();
  }

  private RunHome open(String home) {
    return RunHome.open(home(home), Clock.systemUTC());
  }

  private static Map<String, NodeState> states(RunHome home, String run) {
    var states = new TreeMap<String, NodeState>();
    for (NodeRun node : home.metadata().runs().nodes(run)) {
      states.put(node.nodeId(), node.state());
    }
    return states;
  }

  private static PipelineRun newest(RunHome home) {
    return home.metadata().runs().newest(1).get(0);
  }

  /** What the nodes of the newest run made, by node and output. */
  private Map<String, String> digests(String home) {
    var digests = new TreeMap<String, String>();
    try (var opened = open(home)) {
      var run = newest(opened);
      assertThat(run.state()).isEqualTo(RunState.COMPLETE);
      for (var node : opened.metadata().runs().nodes(run.id())) {
        NodeSession.result(run.id(), node.nodeId(), opened)
            .map(NodeResult::outputs)
            .orElseThrow()
            .forEach(
                (name, artifacts) ->
                    digests.put(node.nodeId() + "." + name, artifacts.get(0).digest()));
      }
    }
    return digests;
  }

  @Test
  void theTaxiPipelineGoesFromTriggerToPushedModelAsInProcess() throws Exception {
    var trips = "data=" + TRIPS.toAbsolutePath().normalize();
    var inProcess = tributary("in-process", "run", "chicago-taxi", "--set", trips);
    assertThat(inProcess.exitCode()).as(inProcess.err()).isZero();
    export("taxi", "taxi", "chicago-taxi", "--set", trips);

    var run =
        airflow
            .runs()
            .trigger("taxi", RunTrigger.of("by hand: 2026-11-30T00:00:00+00:00".replace(' ', '_')));

    assertThat(awaitEnd(run)).as(() -> tasks(run).toString()).isEqualTo("success");
    assertThat(digests("taxi")).hasSizeGreaterThan(10).isEqualTo(digests("in-process"));
    assertThat(home("taxi").resolve("serving/chicago-taxi/1/model.onnx")).isNotEmptyFile();
    assertThat(tasks(run)).hasSize(11).containsEntry("Pusher", "success 1");
    try (var opened = open("taxi")) {
      assertThat(newest(opened).id())
          .matches("airflow-by_hand-_2026-11-30T00-00-00-00-00-[0-9a-f]{16}");
    }
  }

  @Test
  void whatIsExportedIsParsedWithoutAWarning() throws Exception {
    var file = directory.resolve("parsed.py").toString();
    var exported =
        tributary(
            "taxi",
            "airflow",
            "export",
            "chicago-taxi",
            "--dag-id",
            "parsed",
            "--cron",
            "0 6 * * *",
            "--zone",
            "Europe/Berlin",
            "--output",
            file);
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    var python = environment().program("python").toString();
    var builder =
        new ProcessBuilder(python, PythonScript.file("airflow_dags.py").toString(), file)
            .redirectErrorStream(true);
    builder.environment().putAll(environment().variables());
    builder.environment().put("AIRFLOW_HOME", directory.resolve("parsing").toString());
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();

    var line = said.lines().filter(text -> text.startsWith("DAGS ")).findFirst().orElseThrow();
    assertThat(new ObjectMapper().readTree(line.substring("DAGS ".length())))
        .isEqualTo(
            new ObjectMapper()
                .readTree("{\"errors\": {}, \"warnings\": {}, \"dags\": [\"parsed\"]}"));
  }

  private PythonEnvironment environment() {
    return release == AirflowServer.Release.AIRFLOW3
        ? PythonEnvironment.AIRFLOW3
        : PythonEnvironment.AIRFLOW2;
  }

  private String[] fates(String name) {
    return new String[] {
      "--set", "trace=" + directory.resolve(name + ".trace"), "--set", "text=plain"
    };
  }

  @Test
  void everyNodeShowsItsFateAndAClearedRunGoesOn() throws Exception {
    export("fates", "fates", AirflowTrials.Fates.class.getName(), fates("fates"));

    var run =
        airflow.runs().trigger("fates", RunTrigger.of("first").withConf(Map.of("text", AWKWARD)));

    assertThat(awaitEnd(run)).as(() -> tasks(run).toString()).isEqualTo("failed");
    assertThat(tasks(run))
        .containsEntry("Write", "success 1")
        .containsEntry("flaky", "success 2")
        .containsEntry("broken", "failed 2")
        .containsEntry("hopeless", "failed 1")
        .hasEntrySatisfying("below", state -> assertThat(state).startsWith("skipped"))
        .hasEntrySatisfying("unwanted", state -> assertThat(state).startsWith("skipped"))
        .containsEntry("Report", "success 1")
        .hasEntrySatisfying("_failed_nodes", state -> assertThat(state).startsWith("failed"));
    assertThat(log(run, "broken", 1)).anyMatch(line -> line.contains("attempt 1 (expected: luck)"));
    assertThat(log(run, "broken", 2)).anyMatch(line -> line.contains("attempt 2 (expected: luck)"));
    assertThat(Trace.of(directory.resolve("fates.trace")))
        .contains(
            "Report Write=COMPLETE flaky=COMPLETE broken=FAILED below=SKIPPED hopeless=FAILED unwanted=SKIPPED");
    String id;
    try (var opened = open("fates")) {
      id = newest(opened).id();
      assertThat(newest(opened).state()).isEqualTo(RunState.FAILED);
      var written = NodeSession.result(id, "Write", opened).orElseThrow().output("text").get(0);
      assertThat(written.path().resolve("text.txt")).hasContent(AWKWARD);
    }

    airflow
        .taskInstances()
        .clear("fates", "first", Clearing.of("broken", "hopeless").withDownstream());
    await("going on", () -> !airflow.runs().get("fates", "first").state().isEnd());

    assertThat(awaitEnd(run)).as(() -> tasks(run).toString()).isEqualTo("success");
    try (var opened = open("fates")) {
      assertThat(opened.metadata().runs().newest(9)).hasSize(1);
      assertThat(newest(opened).state()).isEqualTo(RunState.COMPLETE);
      assertThat(states(opened, id))
          .containsEntry("below", NodeState.COMPLETE)
          .containsEntry("unwanted", NodeState.SKIPPED);
    }
  }

  @Test
  void aBackFillOfThreeSpansGivesThreeRuns() throws Exception {
    var data = Files.createDirectories(directory.resolve("spans"));
    for (int day = 4; day <= 6; day++) {
      Files.writeString(data.resolve("2026-01-0" + day + ".csv"), "a\n" + day + "\n" + day + "\n");
    }
    export(
        "spans",
        "spans",
        AirflowTrials.Spans.class.getName(),
        "--set",
        "data=" + data,
        "--cron",
        "0 4 * * *",
        "--zone",
        "Europe/Berlin",
        "--span",
        "day-1",
        "--end",
        "2026-01-31T00:00:00Z");
    if (release == AirflowServer.Release.AIRFLOW3) {
      backFill("spans", "2026-01-05T00:00:00Z", "2026-01-07T12:00:00Z");
    } else {
      server.airflow(
          "dags", "backfill", "spans", "-s", "2026-01-05T00:00:00Z", "-e", "2026-01-07T12:00:00Z");
    }

    try (var opened = open("spans")) {
      await(
          "three runs",
          () ->
              opened.metadata().runs().newest(9).stream()
                      .filter(run -> run.state() == RunState.COMPLETE)
                      .filter(run -> !run.parameters().containsValue("20482"))
                      .count()
                  >= 3);
      assertThat(opened.metadata().runs().newest(9))
          .extracting(run -> run.parameters().get("span"))
          .contains(span(4), span(5), span(6))
          .doesNotHaveDuplicates();
    }
  }

  private static String span(int day) {
    return ScheduledSpan.of(LocalDate.of(2026, 1, day)).toString();
  }

  /** Airflow 3's own back-fill. */
  private void backFill(String dag, String from, String to) {
    airflow.backfills().create(BackfillRequest.of(dag, Instant.parse(from), Instant.parse(to)));
  }

  @Test
  void aRunThatIsCanceledInAirflowStopsItsNodes() throws Exception {
    var trace = directory.resolve("endless.trace");
    export(
        "endless",
        "endless",
        AirflowTrials.Endless.class.getName(),
        "--set",
        "trace=" + trace,
        "--set",
        "name=endless");
    var run = airflow.runs().trigger("endless", RunTrigger.of("canceled"));
    await("a node under way", () -> Trace.of(trace).contains("Hang"));

    airflow
        .runs()
        .setState("endless", "canceled", io.tributary.runner.airflow.client.RunState.FAILED);

    try (var opened = open("endless")) {
      await(
          "end of the node",
          () -> states(opened, newest(opened).id()).get("Hang") == NodeState.CANCELED);
    }
    assertThat(awaitEnd(run)).isEqualTo("failed");
  }

  @Test
  void aNodeWhoseProcessIsKilledHasFailedAndTheExitHandlerRuns() throws Exception {
    var trace = directory.resolve("killed.trace");
    export(
        "killed",
        "killed",
        AirflowTrials.Endless.class.getName(),
        "--set",
        "trace=" + trace,
        "--set",
        "name=killed");
    var run = airflow.runs().trigger("killed", RunTrigger.of("first"));
    await("a node under way", () -> Trace.of(trace).contains("Hang"));

    var node =
        ProcessHandle.allProcesses()
            .filter(process -> isNodeOf(process, home("killed")))
            .findFirst()
            .orElseThrow();
    node.destroyForcibly();

    assertThat(awaitEnd(run)).isEqualTo("failed");
    assertThat(tasks(run)).containsEntry("Hang", "failed 1").containsEntry("Report", "success 1");
    assertThat(Trace.of(trace)).contains("Report Hang=FAILED below=SKIPPED");
    assertThat(log(run, "Hang", 1)).anyMatch(line -> line.contains("return code -9"));
    try (var opened = open("killed")) {
      assertThat(newest(opened).state()).isEqualTo(RunState.FAILED);
    }
  }

  /** Whether a process is that of a node in a home: its environment names it. */
  private static boolean isNodeOf(ProcessHandle process, Path home) {
    try {
      return process.info().command().orElse("").endsWith("java")
          && Files.readString(Path.of("/proc/" + process.pid() + "/environ"), UTF_8)
              .contains("TRIBUTARY_HOME=" + home + "\0");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private String[] runner(String... further) {
    var options =
        new ArrayList<>(
            List.of(
                "--runner",
                "airflow",
                "--runner-option",
                "url=" + server.address(),
                "--runner-option",
                "dags=" + server.dags(),
                "--runner-option",
                "user=" + AirflowServer.USER,
                "--runner-option",
                "password=" + AirflowServer.PASSWORD));
    options.addAll(List.of(further));
    return options.toArray(String[]::new);
  }

  private String[] concat(String[] first, String... second) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }

  @Test
  void theRunnerFollowsARunToItsEndAndResumesIt() throws Exception {
    var options = runner("--runner-option", "program=" + program());
    var command =
        concat(
            concat(
                new String[] {"run", AirflowTrials.Fates.class.getName(), "--run-id", "a:1"},
                fates("runner")),
            options);

    var failed = tributary("runner", command);

    assertThat(failed.exitCode()).as(failed.out() + failed.err()).isEqualTo(1);
    assertThat(failed.out())
        .containsPattern("flaky +COMPLETE")
        .containsPattern("broken +attempt 1 failed, next in")
        .containsPattern("broken +FAILED")
        .containsPattern("below +SKIPPED")
        .containsPattern("unwanted +SKIPPED")
        .containsPattern("Report +COMPLETE")
        .contains("Command exited with return code 1")
        .doesNotContain("password=" + AirflowServer.PASSWORD);

    var resumed = tributary("runner", concat(new String[] {"resume", "a:1"}, options));

    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    assertThat(resumed.out())
        .containsPattern("broken +COMPLETE")
        .containsPattern("below +COMPLETE");
  }

  @Test
  void theRunnerCancels() throws Exception {
    var trace = directory.resolve("canceled.trace");
    var definition = new AirflowTrials.Endless(trace, "canceled");
    var request =
        RunRequest.of(
            Compiler.compile(definition.define()),
            AirflowPipelineContract.class.getClassLoader(),
            "run");
    try (var opened = open("canceled")) {
      var run =
          configured(server.dags(), AirflowServer.PASSWORD)
              .start(request, opened, RunListener.SILENT);
      await("a node under way", () -> Trace.of(trace).contains("Hang"));

      run.cancel();

      assertThat(run.await().state()).isEqualTo(RunState.CANCELED);
      assertThat(states(opened, "run"))
          .containsExactly(
              entry("Hang", NodeState.CANCELED),
              entry("Report", NodeState.COMPLETE),
              entry("below", NodeState.CANCELED));
    }
    assertThat(Trace.of(trace)).contains("Report Hang=CANCELED below=CANCELED");
    var dag =
        airflow
            .dags()
            .tagged("tributary")
            .filter(known -> known.dagId().startsWith("tributary-canceled-"))
            .findFirst()
            .orElseThrow();
    assertThat(airflow.runs().get(dag.dagId(), "tributary__run").state().value())
        .isEqualTo("failed");
  }

  @Test
  void theRunnerWaitsForAnAirflowThatIsAway() throws Exception {
    var trace = directory.resolve("away.trace");
    var definition = new AirflowTrials.Endless(trace, "away");
    var request =
        RunRequest.of(
            Compiler.compile(definition.define()),
            AirflowPipelineContract.class.getClassLoader(),
            "run");
    try (var opened = open("away")) {
      var run =
          configured(server.dags(), AirflowServer.PASSWORD)
              .start(request, opened, RunListener.SILENT);
      await("a node under way", () -> Trace.of(trace).contains("Hang"));
      server.killApi();

      run.cancel();
      server.startApi();

      assertThat(run.await().state()).isEqualTo(RunState.CANCELED);
    }
  }

  private Runner configured(Path dags, String password) throws IOException {
    return Runner.named("airflow", AirflowPipelineContract.class.getClassLoader())
        .configured(
            Map.of(
                "url",
                server.address().toString(),
                "dags",
                dags.toString(),
                "user",
                AirflowServer.USER,
                "password",
                password,
                "program",
                program().toString(),
                "parsing",
                "PT5S"));
  }

  private void assertRefused(String pipeline, Runner runner, String message) {
    var definition = new AirflowTrials.Endless(directory.resolve("refused.trace"), pipeline);
    var request =
        RunRequest.of(
            Compiler.compile(definition.define()),
            AirflowPipelineContract.class.getClassLoader(),
            pipeline);
    try (var opened = open("refused")) {
      assertThatThrownBy(() -> runner.start(request, opened, RunListener.SILENT).await())
          .hasMessageContaining(message);
    }
  }

  @Test
  void whatAirflowSaysAgainstADagIsToldAtOnce() throws Exception {
    assertRefused("unwelcome", configured(server.dags(), AirflowServer.PASSWORD), "unwelcome here");
  }

  @Test
  void aFolderThatAirflowDoesNotReadIsNoticed() throws Exception {
    var elsewhere = Files.createDirectories(directory.resolve("elsewhere"));

    assertRefused(
        "unseen", configured(elsewhere, AirflowServer.PASSWORD), "not seen by Airflow within PT5S");
  }

  @Test
  void aWrongPasswordLeavesNoRun() throws Exception {
    assertRefused("nobody", configured(server.dags(), "wrong"), "user and password");
    try (var opened = open("refused")) {
      assertThat(opened.metadata().runs().find("nobody")).isEmpty();
    }
  }
}
