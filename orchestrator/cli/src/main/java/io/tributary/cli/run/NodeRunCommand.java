package io.tributary.cli.run;

import io.tributary.cli.command.Command;
import io.tributary.cli.command.ExitCode;
import io.tributary.cli.command.Given;
import io.tributary.cli.command.Interrupts;
import io.tributary.cli.command.UsageException;
import io.tributary.cli.home.Home;
import io.tributary.cli.output.JsonOutput;
import io.tributary.core.NodeEvents;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunJars;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.AbandonedNodes;
import io.tributary.core.launcher.Checkpoint;
import io.tributary.core.launcher.Invoker;
import io.tributary.core.launcher.NodeSession;
import io.tributary.metadata.PipelineRun;
import io.tributary.server.view.ArtifactView;
import io.tributary.server.view.StoredRun;
import io.tributary.telemetry.Telemetry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

final class NodeRunCommand extends Command {
  private final Home home;
  private final PipelineOptions pipeline = new PipelineOptions(this);
  private final Given<String> runId =
      required(
          "--run-id", "ID", String.class, "Id of the run; one that does not exist is created.");
  private final Given<String> node = required("--node", "NODE", String.class, "Id of the node.");
  private final StartOptions start = new StartOptions(this);
  private final Given<Boolean> oneAttempt =
      flag(
          "--one-attempt",
          "Retry nothing, for schedulers that do; the exit code is 98 if another attempt would fail as well, and 99 if the node is skipped.");
  private final Given<Boolean> upstreamEnded =
      flag(
          "--upstream-ended",
          "Take nodes above that have not ended as failed, for schedulers that have given them up: their processes were killed, say.");
  private final Given<Boolean> events =
      flag("--events", "Print what happens as lines for the process that started this one.");
  private final Given<Boolean> json =
      flag("--json", "Print the outcome as JSON, and nothing else.");

  NodeRunCommand(Home home) {
    super(
        "run",
        "Runs one node of a run in this process, when all nodes above it have ended: for schedulers that give every node a process of its own.");
    this.home = home;
    footer(
        "",
        "The first process of a run creates it, and needs to be told the pipeline; the one in which the last node ends records how the run ended. A node that has succeeded is not run again, one that failed is.",
        "Jars given to the first process are kept in the home: all nodes of the run execute these, whatever is built meanwhile. Without PIPELINE, --jar names what stands in for them in this process.",
        "",
        "  tributary node run chicago-taxi --run-id monday --node CsvExampleGen",
        "  tributary node run --run-id monday --node StatisticsGen",
        "",
        "Where the processes are on several machines, they need the folder of artifacts at the same place, and the address of the metadata:",
        "  tributary node run --run-id monday --node StatisticsGen --metadata grpc://metadata:8080");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    start.check();
    if (json.value()) {
      JsonOutput.reserve();
    }
    var closed = new CountDownLatch(1);
    try (var opened = home.openFor(runId.value());
        var telemetry =
            events.value() ? Telemetry.ofWorker(System.getenv(), this::warn) : telemetry();
        var session = open(opened, telemetry)) {
      var interrupt = new Thread(() -> stop(session, closed), "tributary-interrupt");
      Runtime.getRuntime().addShutdownHook(interrupt);
      try {
        return report(oneAttempt.value() ? session.launchOnce() : session.launch());
      } finally {
        Interrupts.remove(interrupt);
      }
    } finally {
      closed.countDown();
    }
  }

  private RunListener shown() {
    if (events.value()) {
      return NodeEvents.writing(System.out);
    }
    return json.value()
        ? RunListener.SILENT
        : new Progress(out(), Boolean.getBoolean("tributary.terminal"));
  }

  /** Ctrl-C: the node stops cleanly before the process ends. */
  private static void stop(NodeSession session, CountDownLatch closed) {
    session.cancel();
    Interrupts.await(closed);
  }

  private NodeSession open(RunHome opened, Telemetry telemetry)
      throws IOException, InterruptedException {
    if (pipeline.isGiven() && find(opened).isEmpty()) {
      var compiled = pipeline.compile();
      try (var kept = RunJars.keep(opened, runId.value(), pipeline.jars())) {
        // While this process waited for its turn, another one may have created the run.
        if (find(opened).isEmpty()) {
          // What is executed is what was compiled, though a build may have changed the jars since.
          var own = kept.paths().isEmpty() ? compiled : pipeline.compile(kept.paths());
          return open(
              start
                  .request(own, runId.value(), kept)
                  .withTrigger(StoredRun.NODE_BY_NODE)
                  .withCommand(pipeline.command()),
              opened,
              telemetry);
        }
      }
    }
    return open(goingOn(opened), opened, telemetry);
  }

  private NodeSession open(RunRequest request, RunHome opened, Telemetry telemetry)
      throws InterruptedException {
    if (upstreamEnded.value()) {
      AbandonedNodes.end(request, node.value(), opened);
    }
    var joined = telemetry.joinedByNode(request);
    return NodeSession.open(
        joined,
        node.value(),
        opened,
        RunListener.all(List.of(shown(), telemetry.observe(joined, opened))),
        Checkpoint.NONE,
        Invoker.COMPONENT);
  }

  private Optional<PipelineRun> find(RunHome opened) {
    return opened.metadata().runs().find(runId.value());
  }

  /**
   * A request for a run that exists. It is the run that knows its jars: where the pipeline is
   * named, too, --jar says what a new run is to be made of. Alone it stands in for them.
   */
  private RunRequest goingOn(RunHome opened) throws IOException {
    var stored =
        find(opened)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--run-id",
                        "'" + runId.value() + "', which does not exist, and no pipeline",
                        "the id of a run, or a pipeline for a new one",
                        "name the pipeline: tributary node run PIPELINE --run-id "
                            + runId.value()
                            + " ..."));
    var given = pipeline.jars();
    if (!pipeline.isGiven()) {
      pipeline.requireNoSettings();
      start.requireAsStarted(stored, opened);
      var jars = given.isEmpty() ? RunJars.recall(opened, runId.value()) : given;
      return RunRequest.resuming(stored, opened, Definitions.in(jars).classes());
    }
    var recalled = RunJars.recall(opened, runId.value());
    if (!given.isEmpty() && !recalled.isEmpty() && !RunJars.areSame(opened, runId.value(), given)) {
      var remark =
          "the jars given with --jar are not those that the run was started with; it goes on with the latter";
      if (events.value()) {
        shown().nodeProgress(node.value(), remark);
      } else {
        err().println("tributary: " + remark);
        err().flush();
      }
    }
    start.requireAsStarted(stored, opened);
    var request =
        start.request(pipeline.compile(recalled.isEmpty() ? given : recalled), runId.value());
    return stored.cacheEnabled() ? request : request.withoutCache();
  }

  private int report(NodeResult result) throws IOException {
    if (json.value()) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("run", runId.value());
      fields.put("node", result.node());
      fields.put("state", result.state().name());
      fields.put("attempt", result.attempt());
      fields.put("reason", result.reason());
      result.executionId().ifPresent(id -> fields.put("execution", id));
      var outputs = new LinkedHashMap<String, Object>();
      result
          .outputs()
          .forEach(
              (name, artifacts) ->
                  outputs.put(
                      name,
                      artifacts.stream()
                          .map(artifact -> ArtifactView.of(artifact.message()))
                          .toList()));
      fields.put("outputs", outputs);
      JsonOutput.print(out(), fields);
    }
    out().flush();
    return switch (result.state()) {
      case FAILED ->
          oneAttempt.value() && isInVain(result) ? ExitCode.FAILED_FOR_GOOD : ExitCode.FAILED;
      case CANCELED -> ExitCode.CANCELED;
      case SKIPPED -> oneAttempt.value() ? ExitCode.SKIPPED : ExitCode.OK;
      case COMPLETE, CACHED, PENDING, RUNNING -> ExitCode.OK;
    };
  }

  private static boolean isInVain(NodeResult failed) {
    return failed.failure().filter(failure -> !failure.code().retryable()).isPresent();
  }
}
