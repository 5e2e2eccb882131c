package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeReplayTest {

  @TempDir Path directory;

  @Test
  void answersWhatMlmdAnsweredToTwoPipelineRuns() {
    assertSame("tape-pipeline_run-mlmd-1.16.0.jsonl.gz", Set.of(), 571);
  }

  @Test
  void answersWhatMlmdAnsweredToTheEdgesOfEveryCall() {
    assertSame("tape-edge-mlmd-1.16.0.jsonl.gz", Set.of(), 100);
  }

  @Test
  void answersWhatMlmdAnsweredToProbesOfItsRules() {
    assertSame("tape-probe-mlmd-1.16.0.jsonl.gz", Set.of(), 300);
  }

  private void assertSame(String name, Set<Integer> knownDifferences, int atLeast) {
    var tape = Tape.read(name);
    try (var database =
        MetadataDatabase.open(
            directory.resolve("metadata.db"), new TickingClock(Duration.ofMillis(1)))) {
      assertThat(tape.replay(database.store(), knownDifferences)).isEmpty();
    }
    assertThat(tape.replayed()).isGreaterThanOrEqualTo(atLeast);
  }
}
