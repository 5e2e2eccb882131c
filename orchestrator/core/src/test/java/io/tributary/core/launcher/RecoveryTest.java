package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.api.Pipeline;
import io.tributary.core.RunHome;
import io.tributary.core.RunListener;
import io.tributary.core.RunRequest;
import io.tributary.core.artifact.Attempt;
import io.tributary.core.compiler.Compiler;
import io.tributary.core.steps.Write;
import io.tributary.metadata.MetadataException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others have left in the staging area, and what of it may be dropped. */
class RecoveryTest {
  private static final Attempt ATTEMPT = new Attempt("run", "Write", 1);

  @TempDir Path directory;
  private final SetClock clock = new SetClock();
  private RunHome home;

  @BeforeEach
  void openHome() {
    home = RunHome.open(directory, clock);
  }

  @AfterEach
  void closeHome() {
    home.close();
  }

  private RunSession run() {
    var p = Pipeline.named("left");
    p.add(new Write("a", directory.resolve("trace")));
    return RunSession.open(
        RunRequest.of(Compiler.compile(p), RecoveryTest.class.getClassLoader(), "run"),
        home,
        RunListener.SILENT,
        Checkpoint.NONE,
        Invoker.COMPONENT);
  }

  private void sweep() {
    Recovery.sweep(home, attempt -> false, RunListener.SILENT);
  }

  @Test
  void whatALivingProcessStagesStays() throws Exception {
    try (var session = run()) {
      home.artifacts().stage(ATTEMPT, "text");
      sweep();
      assertThat(home.artifacts().staged()).containsExactly(ATTEMPT);
      session.cancel();
    }
  }

  @Test
  void aDatabaseThatIsGoneIsToldAndInNobodysWay() throws Exception {
    home.artifacts().checkpoints("run", "Write", "work").put("part", new byte[] {1});
    home.close();
    var warnings = new ArrayList<String>();

    Recovery.sweep(
        home,
        attempt -> false,
        new RunListener() {
          @Override
          public void warned(String message) {
            warnings.add(message);
          }
        });

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("checkpoints of work that is done: ");
    assertThat(directory.resolve("artifacts/.checkpoints/run/Write")).exists();
  }

  @Test
  void processThatSleptWhileItsStagingAreaWasDroppedCommitsNothingMore() throws Exception {
    try (var session = run()) {
      var lease = home.metadata().leases().find("run/run").orElseThrow();
      home.artifacts().stage(ATTEMPT, "text");
      clock.now = clock.now.plus(LeaseKeeper.TTL).plus(Duration.ofSeconds(1));

      sweep();

      assertThat(home.artifacts().staged()).isEmpty();
      assertThat(home.metadata().leases().renew(lease, LeaseKeeper.TTL)).isFalse();
      assertThat(
              catchThrowableOfType(
                  MetadataException.class, () -> home.metadata().leases().check(lease)))
          .isNotNull();
      session.cancel();
    }
  }

  @Test
  void whatBelongsToNoKnownRunStays() throws Exception {
    home.artifacts().stage(new Attempt("of another database", "Write", 1), "text");
    sweep();
    assertThat(home.artifacts().staged()).hasSize(1);
  }

  /** Stands still until it is set. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
