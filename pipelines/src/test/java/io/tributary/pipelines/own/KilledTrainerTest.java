package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a training with kill -9 between two of its rounds, and goes on with it. */
class KilledTrainerTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void repeatsNoRoundThatWasKeptAndComesToTheSameModel() throws Exception {
    var undisturbed = Files.createDirectory(directory.resolve("undisturbed"));
    assertSucceeds(Outcome.of(undisturbed, command(undisturbed)));
    int all = new Trace(undisturbed).lines("kept ").size();
    assertThat(all).isGreaterThanOrEqualTo(TracedRounds.ROUNDS);

    var killed = Files.createDirectory(directory.resolve("killed"));
    var trace = new Trace(killed);
    trace.stick();
    kill(killed, trace);
    assertThat(trace.lines()).hasSize(1 + TracedRounds.FREE).startsWith("found false");
    assertThat(checkpoints(killed)).isNotEmpty();
    trace.release();
    assertSucceeds(Outcome.of(killed, "resume", "--home", home(killed).toString()));

    assertThat(trace.lines("found ")).containsExactly("false", "true");
    assertThat(trace.lines("kept ")).hasSize(all);
    assertThat(model(killed)).contains(" model.onnx").isEqualTo(model(undisturbed));
    assertThat(checkpoints(killed)).isEmpty();
  }

  private static Path home(Path place) {
    return place.resolve("home");
  }

  private static String[] command(Path place) {
    return new String[] {
      "run",
      TracedRounds.class.getName(),
      "--home",
      home(place).toString(),
      "--set",
      "data=" + TRIPS
    };
  }

  private static void assertSucceeds(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
  }

  private static void kill(Path place, Trace trace) throws Exception {
    var err = place.resolve("err");
    var process = Outcome.start(place, place.resolve("out"), err, command(place));
    while (trace.lines("kept ").size() < TracedRounds.FREE) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(Files.readString(err)).isFalse();
    }
    process.destroyForcibly().waitFor();
  }

  private static List<Path> checkpoints(Path place) throws IOException {
    var kept = home(place).resolve("artifacts").resolve(".checkpoints");
    if (!Files.exists(kept)) {
      return List.of();
    }
    try (var files = Files.walk(kept)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** Size and digest of each file of the model, and of all. */
  private static String model(Path place) throws IOException {
    try (var home = RunHome.open(home(place), Clock.systemUTC())) {
      var models =
          home.metadata()
              .store()
              .getArtifactsByType(
                  GetArtifactsByTypeRequest.newBuilder().setTypeName("Model").build())
              .getArtifactsList();
      assertThat(models).hasSize(1);
      return Files.readString(home.artifacts().path(models.get(0).getUri()).resolve(".manifest"));
    }
  }
}
