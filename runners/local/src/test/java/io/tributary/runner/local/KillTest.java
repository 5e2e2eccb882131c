package io.tributary.runner.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
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
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills a real process, with kill -9, at every point in the life of every node, and resumes its
 * runs: nothing that was finished is repeated, nothing half-done is visible, nothing is left
 * behind.
 */
class KillTest {
  @TempDir static Path parent;

  @BeforeAll
  static void kill() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DyingProcess.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(DyingProcess.READY);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
  }

  static List<DyingProcess.Place> places() {
    return DyingProcess.places();
  }

  @ParameterizedTest
  @MethodSource("places")
  void runIsFinishedAfterADeath(DyingProcess.Place place) throws Exception {
    var directory = place.directory(parent);
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var stored = home.metadata().runs().find(DyingProcess.RUN).orElseThrow();
      assertThat(stored.state()).isEqualTo(RunState.RUNNING);
      assertEveryLiveArtifactIsComplete(home);
      var result =
          new LocalRunner()
              .start(
                  RunRequest.resuming(stored, home, KillTest.class.getClassLoader()),
                  home,
                  RunListener.SILENT)
              .await();

      assertThat(result.state()).isEqualTo(RunState.COMPLETE);
      assertThat(result.nodes()).allMatch(node -> node.state() == NodeState.COMPLETE);
      assertThat(home.metadata().runs().find(DyingProcess.RUN).orElseThrow().state())
          .isEqualTo(RunState.COMPLETE);
      assertNoFinishedNodeIsRepeated(directory, place);
      assertEveryLiveArtifactIsComplete(home);
      assertNothingIsLeftBehind(home);
      assertNoExecutionCountsAsRunning(home);
    }
  }

  private static void assertNoFinishedNodeIsRepeated(Path directory, DyingProcess.Place place)
      throws IOException {
    var attempts = Trace.of(directory.resolve("trace"));
    for (var node : DyingProcess.NODES) {
      long times = attempts.stream().filter(line -> line.split(" ")[0].equals(node)).count();
      assertThat(times)
          .as(node + " in " + attempts)
          .isEqualTo(node.equals(place.node()) && isRepeated(place) ? 2L : 1L);
    }
  }

  /**
   * A component that had left its line, and not been sealed, leaves it again; one without outputs,
   * of which nothing is sealed, until it is committed.
   */
  private static boolean isRepeated(DyingProcess.Place place) {
    return switch (place.point()) {
      case BEFORE_RUN, AFTER_COMMIT -> false;
      case IN_RUN, AFTER_RUN -> true;
      case SEALED, RENAMED, BEFORE_COMMIT -> place.node().equals("Report");
    };
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
    assertThat(payloads)
        .containsExactlyElementsOf(
            new TreeSet<>(artifacts(home).stream().map(Artifact::getUri).toList()));
    try (var left = Files.list(home.directory().resolve("artifacts/.staging"))) {
      assertThat(left).isEmpty();
    }
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
