package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.tuner.Leaderboard;
import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills {@code model auto} with kill -9 in the middle of its search, and resumes the run. */
class KilledAutoModelTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv").toAbsolutePath();
  private static final int TRIALS = 4;

  @TempDir private Path directory;

  private String home() {
    return directory.resolve("home").toString();
  }

  @Test
  void endsInTheDirectoryThatWasAskedFor() throws Exception {
    var model = directory.resolve("model");
    kill(model);
    assertThat(model).doesNotExist();

    var trials = Outcome.of(directory, "model", "trials", "--home", home());
    assertThat(trials.exitCode()).as(trials.everything()).isZero();
    assertThat(trials.everything())
        .contains("Tuner, which is not over", "best auc ", "RANK", "algorithm=xgboost");

    var resumed = Outcome.of(directory, "resume", "--home", home());
    assertThat(resumed.exitCode()).as(resumed.everything()).isZero();
    assertThat(model)
        .isDirectoryContaining(file -> file.endsWith("model.onnx"))
        .isDirectoryContaining(file -> file.endsWith("signature.json"));
    assertThat(Leaderboard.read(model).trials()).hasSize(TRIALS);

    trials = Outcome.of(directory, "model", "trials", "--json", "--home", home());
    assertThat(trials.everything())
        .contains("\"is_over\" : true", "\"task\" : \"binary classification\"");
    assertThat(Outcome.of(directory, "model", "trials", model.toString()).everything())
        .contains("best auc ", " in " + TRIALS + " trials");
  }

  private void kill(Path model) throws IOException, InterruptedException {
    var err = directory.resolve("err");
    var process =
        Outcome.start(
            directory,
            directory.resolve("out"),
            err,
            "model",
            "auto",
            tippedTrips().toString(),
            "--label",
            "tipped",
            "--task",
            "binary",
            "--trials",
            Integer.toString(TRIALS),
            "--home",
            home(),
            "--out",
            model.toString());
    while (trials() < 2) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(Files.readString(err)).isFalse();
    }
    process.destroyForcibly().waitFor();
  }

  private Path tippedTrips() throws IOException {
    var trips = Files.readAllLines(TRIPS);
    var rows = new ArrayList<>(List.of(trips.get(0) + ",tipped"));
    for (var trip : trips.subList(1, trips.size())) {
      var tips = trip.substring(trip.lastIndexOf(',') + 1);
      rows.add(trip + (tips.isEmpty() || Double.parseDouble(tips) == 0 ? ",0" : ",1"));
    }
    return Files.write(directory.resolve("trips.csv"), rows);
  }

  private int trials() {
    var home = directory.resolve("home");
    if (!Files.exists(home.resolve("metadata.db"))) {
      return 0;
    }
    try (var opened = RunHome.open(home, Clock.systemUTC())) {
      return opened
          .metadata()
          .store()
          .getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("Trial").build())
          .getExecutionsCount();
    }
  }
}
