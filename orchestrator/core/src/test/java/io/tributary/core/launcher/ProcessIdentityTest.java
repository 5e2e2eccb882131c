package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Write;
import io.tributary.metadata.NodeState;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
  @TempDir Path directory;

  private final ProcessIdentity self = ProcessIdentity.current();

  @Test
  void livingProcessIsNotDead() {
    assertThat(self.knowsDead(self.format())).isFalse();
  }

  @Test
  void processThatIsGoneIsDead() throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.waitFor();

    assertThat(
            self.knowsDead(
                new ProcessIdentity(self.host(), self.scope(), process.pid(), self.start())
                    .format()))
        .isTrue();
  }

  @Test
  void processWhosePidIsUsedAgainIsDead() {
    assertThat(
            self.knowsDead(
                new ProcessIdentity(self.host(), self.scope(), self.pid(), "1").format()))
        .isTrue();
  }

  @Test
  void processElsewhereIsNotKnownToBeDead() {
    assertThat(self.knowsDead(new ProcessIdentity("elsewhere", self.scope(), 1, "1").format()))
        .isFalse();
    assertThat(self.knowsDead(new ProcessIdentity(self.host(), "other boot", 1, "1").format()))
        .isFalse();
    assertThat(self.knowsDead("somebody")).isFalse();
  }

  @Test
  void runOfALivingProcessIsRefused() {
    var p = Pipeline.named("held");
    p.add(new Write("a", directory.resolve("trace")));
    var request =
        RunRequest.of(Compiler.compile(p), ProcessIdentityTest.class.getClassLoader(), "run");
    try (var home = RunHome.open(directory, Clock.systemUTC());
        var session =
            RunSession.open(
                request, home, RunListener.SILENT, Checkpoint.NONE, Invoker.COMPONENT)) {
      var stored = home.metadata().runs().find("run").orElseThrow();
      assertThatThrownBy(
              () ->
                  RunSession.open(
                      RunRequest.resuming(stored, home, request.classLoader()),
                      home,
                      RunListener.SILENT,
                      Checkpoint.NONE,
                      Invoker.COMPONENT))
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining("held by process " + self.host());
      assertThat(session.launch(request.pipeline().getNodes(0)).state())
          .isEqualTo(NodeState.COMPLETE);
    }
  }

  @Test
  void runWhoseLeaseWasLostCommitsNothingMore() {
    var p = Pipeline.named("fenced");
    p.add(new Write("a", directory.resolve("trace")));
    var request =
        RunRequest.of(Compiler.compile(p), ProcessIdentityTest.class.getClassLoader(), "run");
    try (var home = RunHome.open(directory, Clock.systemUTC());
        var session =
            RunSession.open(
                request,
                home,
                RunListener.SILENT,
                (point, node) -> {
                  if (point == Checkpoint.Point.SEALED) {
                    home.metadata()
                        .leases()
                        .find("run/run")
                        .ifPresent(home.metadata().leases()::release);
                  }
                },
                Invoker.COMPONENT)) {
      assertThatThrownBy(() -> session.launch(request.pipeline().getNodes(0)))
          .isInstanceOf(io.tributary.metadata.MetadataException.class);
      assertThat(home.metadata().runs().node("run", "Write").orElseThrow().state())
          .isEqualTo(NodeState.RUNNING);
    }
  }
}
