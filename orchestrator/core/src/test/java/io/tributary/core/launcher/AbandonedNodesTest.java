package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.NodeOptions;
import io.tributary.api.Pipeline;
import io.tributary.core.NodeResult;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Fail;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Report;
import io.tributary.core.steps.Write;
import io.tributary.metadata.NodeRun;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler of others relies on that calls node after node. */
@Timeout(60)
class AbandonedNodesTest {
  @TempDir Path directory;
  private RunHome home;

  @BeforeEach
  void openHome() {
    home = RunHome.open(directory.resolve("home"), Clock.systemUTC());
  }

  @AfterEach
  void closeHome() {
    home.close();
  }

  private RunRequest request() {
    var trace = directory.resolve("trace");
    var p = Pipeline.named("abandoned");
    p.add(new FirstLine(p.add(new Write("a", trace)).text(), trace));
    p.onExit(new Report(trace));
    return RunRequest.of(Compiler.compile(p), AbandonedNodesTest.class.getClassLoader(), "run");
  }

  private NodeSession open(RunRequest request, String node, Checkpoint checkpoint) {
    return NodeSession.open(request, node, home, RunListener.SILENT, checkpoint, Invoker.COMPONENT);
  }

  private NodeResult launch(String node) {
    try (var session = open(request(), node, Checkpoint.NONE)) {
      return session.launch();
    }
  }

  private NodeRun stored(String node) {
    return home.metadata().runs().node("run", node).orElseThrow();
  }

  @Test
  void whatNobodyHasStartedFailsAndWhatIsBelowIsSkipped() throws Exception {
    AbandonedNodes.end(request(), "Report", home);

    assertThat(stored("Write").state()).isEqualTo(NodeState.FAILED);
    assertThat(stored("Write").reason()).contains("not ended, and nobody is working on it");
    assertThat(stored("FirstLine").state()).isEqualTo(NodeState.SKIPPED);
    assertThat(launch("Report").state()).isEqualTo(NodeState.COMPLETE);
    assertThat(home.metadata().runs().find("run").orElseThrow().state()).isEqualTo(RunState.FAILED);
    assertThat(Files.readString(directory.resolve("trace")))
        .contains("Report Write=FAILED FirstLine=SKIPPED");
  }

  @Test
  void whoseProcessDiedHasFailedAndCanBeRunAgain() throws Exception {
    launch("Write");
    var death = new IllegalStateException("death");
    try (var dying =
        open(
            request(),
            "FirstLine",
            (point, node) -> {
              throw death;
            })) {
      dying.launch();
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(death);
    }
    assertThat(stored("FirstLine").state()).isEqualTo(NodeState.RUNNING);

    AbandonedNodes.end(request(), "Report", home);

    assertThat(stored("Write").state()).isEqualTo(NodeState.COMPLETE);
    assertThat(stored("FirstLine").state()).isEqualTo(NodeState.FAILED);
    assertThat(launch("FirstLine").state()).isEqualTo(NodeState.COMPLETE);
  }

  @Test
  void whatAProcessIsWorkingOnIsWaitedFor() throws Exception {
    CompletableFuture<Void> ending;
    try (var session = open(request(), "Write", Checkpoint.NONE)) {
      ending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  AbandonedNodes.end(request(), "FirstLine", home);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      session.launch();
    }

    ending.join();
    assertThat(stored("Write").state()).isEqualTo(NodeState.COMPLETE);
  }

  @Test
  void oneAttemptIsOneHoweverManyTheNodeMayHave() {
    var p = Pipeline.named("once");
    p.add(
        new Fail(1, ExecutionFailure.Code.UNAVAILABLE, directory.resolve("trace")),
        NodeOptions.DEFAULT.withRetries(5, Duration.ofHours(1)));
    var request =
        RunRequest.of(Compiler.compile(p), AbandonedNodesTest.class.getClassLoader(), "run");

    try (var first = open(request, "Fail", Checkpoint.NONE)) {
      var failed = first.launchOnce();
      assertThat(failed.state()).isEqualTo(NodeState.FAILED);
      assertThat(failed.failure().orElseThrow().code().retryable()).isTrue();
    }
    try (var second = open(request, "Fail", Checkpoint.NONE)) {
      var mended = second.launchOnce();
      assertThat(mended.state()).isEqualTo(NodeState.COMPLETE);
      assertThat(mended.attempt()).isEqualTo(2);
    }
  }
}
