package io.tributary.components.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedTrialTest {
  private static final Trial DONE =
      new Trial(
          7,
          new Setting(Map.of("depth", 4, "rate", 0.5, "algorithm", "trees", "balanced", true)),
          0.25,
          42,
          Optional.of(0.75),
          Map.of("auc", 0.75, "log_loss", 0.5),
          "");

  private static RememberedTrial of(Trial trial) {
    return new RememberedTrial("org.example.T", Optional.of("regression"), "auc", trial);
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(RememberedTrial.read(of(DONE).properties(), "")).isEqualTo(of(DONE));
    var failed = new Trial(8, DONE.setting(), 1, -1, Optional.empty(), Map.of(), "it has diverged");
    assertThat(RememberedTrial.read(of(failed).properties(), "it has diverged"))
        .isEqualTo(of(failed));
  }

  @Test
  void isWhatTheMetadataStoreGets() {
    var part =
        new EndedTrial(DONE, Instant.EPOCH, Duration.ofSeconds(3), Duration.ofSeconds(9))
            .part("org.example.T", "regression", "auc");
    assertThat(part.type()).isEqualTo(RememberedTrial.TYPE);
    assertThat(part.ended()).isEqualTo(Instant.ofEpochSecond(3));
    assertThat(RememberedTrial.read(part.properties(), "")).isEqualTo(of(DONE));
  }

  @Test
  void mayBeFromBeforeTasksWereRemembered() {
    var properties = new HashMap<>(of(DONE).properties());
    properties.remove("task");
    var leaderboard = RememberedTrial.leaderboard(List.of(RememberedTrial.read(properties, "")));
    assertThat(leaderboard)
        .isEqualTo(new Leaderboard("org.example.T", Optional.empty(), Metric.AUC, List.of(DONE)));
    assertThat(leaderboard.table()).startsWith("best auc 0.75 in 1 trial");
  }

  @Test
  void mayHaveLeftALeaderboardWithoutTask(@TempDir Path directory) throws Exception {
    var leaderboard =
        new Leaderboard("org.example.T", Optional.of("regression"), Metric.AUC, List.of(DONE));
    var fields = new HashMap<>(leaderboard.json());
    fields.remove("task");
    Files.write(directory.resolve(Leaderboard.FILE), Json.write(fields));
    var read = Leaderboard.read(directory);
    assertThat(read.task()).isEmpty();
    assertThat(read.table()).isEqualTo(leaderboard.table());
  }

  @Test
  void isRefusedWithoutWhatIsAlwaysThere() {
    var properties = new HashMap<>(of(DONE).properties());
    properties.remove("share");
    assertThatThrownBy(() -> RememberedTrial.read(properties, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no property 'share'");
  }
}
