package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.hyperparameter.Setting;
import io.tributary.components.tuner.Leaderboard;
import io.tributary.components.tuner.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTrialsCommandTest {
  @TempDir private Path directory;

  private static Trial trial(int number, Optional<Double> value, String failure) {
    return new Trial(number, new Setting(Map.of("depth", number)), 1, 42, value, Map.of(), failure);
  }

  private String search() throws IOException {
    new Leaderboard(
            "org.example.Tuning",
            Optional.of("binary classification"),
            Metric.AUC,
            List.of(
                trial(1, Optional.of(0.75), ""),
                trial(2, Optional.empty(), "it has diverged"),
                trial(3, Optional.of(0.875), "")))
        .write(directory);
    return directory.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xx",
        "[]",
        "{}",
        "{\"training\": 5, \"objective\": \"auc\", \"trials\": []}",
        "{\"training\": \"T\", \"objective\": \"auc\", \"trials\": [null]}",
        "{\"training\": \"T\", \"objective\": \"auc\", \"trials\": [{\"trial\": \"a\"}]}"
      })
  void damagedLeaderboardsAreOneClearError(String content) throws IOException {
    search();
    Files.writeString(directory.resolve("leaderboard.json"), content);

    var listed = Console.call("model", "trials", directory.toString());

    assertThat(listed.exitCode()).isNotZero();
    assertThat(listed.err())
        .contains("leaderboard.json: damaged (expected: a leaderboard", "run the search again")
        .doesNotContain("unforeseen", "Exception");
  }

  @Test
  void listsTheBestFirstAndWhyOthersFailed() throws IOException {
    var listed = Console.call("model", "trials", search());
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out())
        .contains("best auc 0.875 in 3 trials (1 failed): depth=3")
        .containsSubsequence("RANK", "1 ", "depth=3", "2 ", "depth=1", "- ", "it has diverged")
        .doesNotContain("SHARE");
  }

  @Test
  void tellsWhatShareOfTheRowsTrialsHadWhereNotAllHadAll() throws IOException {
    var whole = trial(1, Optional.of(0.75), "");
    var half =
        new Trial(2, whole.setting(), 0.5, whole.seed(), Optional.of(0.7), whole.metrics(), "");
    new Leaderboard(
            "org.example.Tuning", Optional.of("regression"), Metric.AUC, List.of(whole, half))
        .write(directory);

    assertThat(Console.call("model", "trials", directory.toString()).out())
        .contains("SHARE")
        .containsPattern("0\\.70* +0\\.5 +2 ");
  }

  @Test
  void printsJson() throws IOException {
    assertThat(Console.call("model", "trials", search(), "--json").out())
        .startsWith("[")
        .contains("\"is_over\" : true", "\"objective\" : \"auc\"", "\"state\" : \"FAILED\"");
  }

  @Test
  void tellsWhatHasNoTrials() throws IOException {
    var file = Files.writeString(directory.resolve("trips.csv"), "x,y\n");
    assertThat(Console.call("model", "trials", file.toString()).err())
        .contains("a file (expected: the id of a run or artifact, or a directory with");
    var empty = Files.createDirectory(directory.resolve("empty"));
    var refused = Console.call("model", "trials", empty.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("no leaderboard.json in it");
  }
}
