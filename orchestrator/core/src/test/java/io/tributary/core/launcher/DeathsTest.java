package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.core.RunRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private final Deaths deaths = new Deaths("run 'r' > job", "a job that lives");

  @Test
  void everyDeathIsWaitedForLongerThanTheOneBeforeUntilTheFifthEndsTheRun() {
    var pauses = new ArrayList<Duration>();
    for (int death = 1; death < 5; death++) {
      deaths.add("out of memory");
      pauses.add(deaths.pause());
    }

    assertThat(pauses)
        .isEqualTo(
            List.of(
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3)));
    assertThatThrownBy(() -> deaths.add("out of memory"))
        .isInstanceOf(RunRefusedException.class)
        .hasMessage(
            "run 'r' > job: ended 5 times in a row with its work undone: out of memory"
                + " (expected: a job that lives); correct what ends it, and resume the run");
  }

  @Test
  void deathsBetweenWhichSomethingWasDoneAreNotInARow() {
    for (int death = 0; death < 20; death++) {
      deaths.add("out of memory");
      if (death % 3 == 0) {
        deaths.forget();
        assertThat(deaths.pause()).isEqualTo(Duration.ZERO);
      }
    }
  }
}
