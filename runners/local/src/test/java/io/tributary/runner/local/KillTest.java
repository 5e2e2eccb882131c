package io.tributary.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.launcher.Checkpoint.Point;
import io.tributary.core.steps.Trace;
import io.tributary.metadata.NodeState;
import io.tributary.metadata.RunState;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.ListOperationOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

/**
 * Kills a real process at every point in the life of a node, and resumes its run: nothing that was
 * finished is repeated, nothing half-done is visible, nothing is left behind.
 */
class KillTest {
  @TempDir Path directory;

  private Process start(String node, String point) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DyingProcess.class.getName(),
                directory.toString(),
                node,
                point));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  @ParameterizedTest
  @MethodSource("pointsOfAllNodes")
  void runIsFinishedAfterADeathAt(String node, Point point) throws Exception {
    var process = start(node, point.name());
    var output = output(process);
    assertThat(process.waitFor()).as(output).isEqualTo(DyingProcess.DEATH);

    assertResumed(node, point.compareTo(Point.SEALED) >= 0);
  }

  static List<Arguments> pointsOfAllNodes() {
    var all = new ArrayList<Arguments>();
    for (var node : DyingProcess.NODES) {
      for (var point : Point.values()) {
        if (point != Point.IN_RUN || !node.equals("Report")) {
          all.add(Arguments.of(node, point));
        }
      }
    }
    return all;
  }

  @Test
  void runIsFinishedAfterKillMinusNine() throws Exception {
    var process = start("FirstLine", "HANG");
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("hanging");
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    assertResumed("FirstLine", false);
  }

  private void assertResumed(String killed, boolean finished) throws Exception {
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var stored = home.metadata().runs().find(DyingProcess.RUN).orElseThrow();
      assertThat(stored.state()).isEqualTo(RunState.RUNNING);
      assertEveryLiveArtifactIsComplete(home);
      var result =
          new LocalRunner()
              .start(
                  RunRequest.resuming(stored, KillTest.class.getClassLoader()),
                  home,
                  RunListener.SILENT)
              .await();

      assertThat(result.state()).isEqualTo(RunState.COMPLETE);
      assertThat(result.nodes()).allMatch(node -> node.state() == NodeState.COMPLETE);
      assertThat(home.metadata().runs().find(DyingProcess.RUN).orElseThrow().state())
          .isEqualTo(RunState.COMPLETE);
      assertNoFinishedNodeIsRepeated(killed, finished);
      assertEveryLiveArtifactIsComplete(home);
      assertNothingIsLeftBehind(home);
      assertNoExecutionCountsAsRunning(home);
    }
  }

  private void assertNoFinishedNodeIsRepeated(String killed, boolean finished) throws IOException {
    var attempts = Trace.of(directory.resolve("trace"));
    for (var node : DyingProcess.NODES) {
      long times = attempts.stream().filter(line -> line.split(" ")[0].equals(node)).count();
      assertThat(times)
          .as(node + " in " + attempts)
          .isBetween(1L, node.equals(killed) && !finished ? 2L : 1L);
    }
  }

  private static List<Artifact> artifacts(RunHome home) {
    return home.metadata()
        .store()
        .getArtifacts(
            GetArtifactsRequest.newBuilder()
                .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(100))
                .build())
        .getArtifactsList();
  }

  private static void assertEveryLiveArtifactIsComplete(RunHome home) throws IOException {
    for (var artifact : artifacts(home)) {
      assertThat(artifact.getState()).isEqualTo(Artifact.State.LIVE);
      assertThat(home.artifacts().isComplete(artifact.getUri())).isTrue();
    }
  }

  private static void assertNothingIsLeftBehind(RunHome home) throws IOException {
    assertThat(home.artifacts().staged()).isEmpty();
    var payloads = new TreeSet<String>();
    try (var files = Files.walk(home.directory().resolve("artifacts"))) {
      files
          .filter(file -> file.getFileName().toString().equals(".manifest"))
          .forEach(file -> payloads.add(file.getParent().toString()));
    }
    assertThat(payloads).containsExactlyElementsOf(
        new TreeSet<>(artifacts(home).stream().map(Artifact::getUri).toList()));
    assertThat(home.directory().resolve("artifacts/.staging")).doesNotExist();
  }

  private static void assertNoExecutionCountsAsRunning(RunHome home) {
    var executions =
        home.metadata()
            .store()
            .getExecutions(
                GetExecutionsRequest.newBuilder()
                    .setOptions(ListOperationOptions.newBuilder().setMaxResultSize(100))
                    .build())
            .getExecutionsList();
    var complete = new HashSet<String>();
    for (var execution : executions) {
      assertThat(execution.getLastKnownState())
          .isIn(Execution.State.COMPLETE, Execution.State.FAILED);
      if (execution.getLastKnownState() == Execution.State.COMPLETE) {
        var node = execution.getCustomPropertiesMap().get("tributary_node_id").getStringValue();
        assertThat(complete.add(node)).isTrue();
      }
    }
    assertThat(complete).containsExactlyInAnyOrderElementsOf(DyingProcess.NODES);
  }
}
