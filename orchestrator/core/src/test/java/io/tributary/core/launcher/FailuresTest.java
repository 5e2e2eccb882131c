package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Pipeline;
import io.tributary.api.Run;
import io.tributary.core.RunHome;
import io.tributary.core.RunRequest;
import io.tributary.core.Sequentially;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path directory;

  /** Writes where there is no room. */
  record Fill(Path file) implements Component<Fill.Outputs> {
    record Outputs(Channel<Text> text) {}

    @Override
    public void run(Run<Outputs> run) throws Exception {
      Files.writeString(run.output(Outputs::text).path().resolve("text.txt"), "some");
      Files.writeString(file, "more");
    }
  }

  static boolean hasFullDevice() {
    return Files.exists(FULL);
  }

  @Test
  @EnabledIf("hasFullDevice")
  void fullDiskSaysSoAndLeavesNothingBehind() throws Exception {
    var p = Pipeline.named("full");
    p.add(new Fill(FULL));
    try (var home = RunHome.open(directory, Clock.systemUTC())) {
      var result =
          Sequentially.run(
              RunRequest.of(Compiler.compile(p), FailuresTest.class.getClassLoader(), "run"), home);

      var failure = result.node("Fill").failure().orElseThrow();
      assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(failure).hasMessageContaining("node 'Fill': disk full");
      assertThat(failure).hasMessageContaining("free some space and resume the run");
      assertThat(home.artifacts().staged()).isEmpty();
    }
  }

  @Test
  void causeIsFoundBehindWrappers() {
    var denied = new UncheckedIOException(new AccessDeniedException("/data/x.csv"));

    assertThat(Failures.of("node 'x'", denied).code()).isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Failures.of("node 'x'", denied)).hasMessageContaining("/data/x.csv");
    assertThat(Failures.of("x", new IOException("Read-only file system")).code())
        .isEqualTo(Code.PERMISSION_DENIED);
    assertThat(Failures.of("x", new OutOfMemoryError("Java heap space")).code())
        .isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(Failures.of("x", new IllegalStateException("odd")).code()).isEqualTo(Code.USER_CODE);
    var canceled = Failures.canceled("x");
    assertThat(Failures.of("y", new IllegalStateException(canceled))).isSameAs(canceled);
  }

  @Test
  void causesThatGoInACircleComeToAnEnd() {
    var one = new IllegalStateException("one");
    one.initCause(new IllegalStateException("two", one));

    assertThat(Failures.of("node 'A'", one)).hasMessageContaining("node 'A'").hasCause(one);
  }
}
