package io.tributary.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter shown = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private void seconds(int more) {
    nanos.addAndGet(Duration.ofSeconds(more).toNanos());
  }

  @Test
  void whatIsUnderWayIsALineWhereNothingElseWasSaidForTenSeconds() {
    var progress = new Progress(new PrintWriter(shown), false, true, nanos::get);
    progress.runStarted("run-1", "auto", List.of("Tuner"));
    progress.nodeStarted("Tuner", 1);
    seconds(9);
    progress.nodeProgress("Tuner", "trial 1");
    seconds(1);
    progress.nodeProgress("Tuner", "trial 2");
    seconds(9);
    progress.nodeProgress("Tuner", "trial 3");
    seconds(2);
    progress.nodeProgress("Tuner", "trial 4");

    assertThat(shown.toString().lines())
        .containsExactly("auto run run-1", "  Tuner  trial 2", "  Tuner  trial 4");
  }
}
