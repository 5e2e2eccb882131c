package io.tributary.runner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRefusedException;
import io.tributary.core.RunRequest;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.FirstLine;
import io.tributary.core.steps.Trace;
import io.tributary.core.steps.Write;
import io.tributary.metadata.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockedHomeTest {
  @TempDir Path directory;

  @Test
  void whatCannotBePublishedIsPublishedWhenTheRunIsResumed() throws Exception {
    var trace = directory.resolve("trace");
    var p = Pipeline.named("blocked");
    p.add(new FirstLine(p.add(new Write("a", trace)).text(), trace));
    var request = RunRequest.of(Compiler.compile(p), BlockedHomeTest.class.getClassLoader(), "run");
    var obstacle = directory.resolve("home/artifacts/blocked");
    Files.createDirectories(obstacle.getParent());
    Files.createFile(obstacle);
    try (var home = RunHome.open(directory.resolve("home"), Clock.systemUTC())) {
      var blocked = new LocalRunner().start(request, home, RunListener.SILENT);
      assertThatThrownBy(blocked::await)
          .isInstanceOf(RunRefusedException.class)
          .hasMessageContaining(home.directory() + " > artifacts")
          .hasMessageContaining("resume the run");
      Files.delete(obstacle);

      var stored = home.metadata().runs().find("run").orElseThrow();
      var resumed =
          new LocalRunner()
              .start(
                  RunRequest.resuming(stored, home, request.classLoader()),
                  home,
                  RunListener.SILENT)
              .await();

      assertThat(resumed.state()).isEqualTo(RunState.COMPLETE);
    }
    assertThat(Trace.of(trace)).containsExactly("Write", "FirstLine");
  }
}
