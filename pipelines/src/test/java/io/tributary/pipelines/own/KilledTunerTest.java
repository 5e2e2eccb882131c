package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.tuner.Leaderboard;
import io.tributary.core.RunHome;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactsByTypeRequest;
import io.tributary.proto.mlmd.GetExecutionsByTypeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a search with kill -9 while two of its trials are under way, and goes on with it. */
class KilledTunerTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void repeatsNoFinishedTrialAndFindsTheSame() throws Exception {
    var undisturbed = Files.createDirectory(directory.resolve("undisturbed"));
    assertSucceeds(Outcome.of(undisturbed, command(undisturbed, 1)));

    var killed = Files.createDirectory(directory.resolve("killed"));
    kill(killed);
    var trace = new Trace(killed);
    var before = trace.lines();
    var finished = trace.lines("end ");
    assertThat(finished).hasSize(TracedTuning.FREE);
    assertThat(trace.lines("begin ")).hasSize(TracedTuning.FREE + 2);
    assertThat(trials(killed)).hasSizeGreaterThanOrEqualTo(TracedTuning.FREE - 1);
    trace.release();
    assertSucceeds(Outcome.of(killed, "resume", "--home", killed.resolve("home").toString()));

    var all = trace.lines();
    var after = all.subList(before.size(), all.size());
    assertThat(leaderboard(killed)).isEqualTo(leaderboard(undisturbed));
    assertThat(table(killed)).hasLineCount(13);
    // The Trainer fits the best once more.
    var fitted = Trace.lines(after, "end ");
    assertThat(fitted).hasSize(10 - TracedTuning.FREE + 1);
    var best = fitted.remove(fitted.size() - 1);
    assertThat(fitted).doesNotContainAnyElementsOf(finished);
    assertThat(best).isEqualTo(best(killed));
    assertThat(trials(killed))
        .hasSize(10)
        .allMatch(trial -> trial.getLastKnownState() == Execution.State.COMPLETE);
  }

  private static String[] command(Path place, int parallelTrials) {
    return new String[] {
      "run",
      TracedTuning.class.getName(),
      "--home",
      place.resolve("home").toString(),
      "--set",
      "data=" + TRIPS,
      "--set",
      "parallelTrials=" + parallelTrials
    };
  }

  private static void assertSucceeds(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.everything()).isZero();
  }

  /** Kills it when two trials are stuck. */
  private static void kill(Path place) throws Exception {
    var trace = new Trace(place);
    trace.stick();
    var err = place.resolve("err");
    var process = Outcome.start(place, place.resolve("out"), err, command(place, 2));
    while (trace.lines("begin ").size() < TracedTuning.FREE + 2
        || trace.lines("end ").size() < TracedTuning.FREE
        || trials(place).size() < TracedTuning.FREE) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(Files.readString(err)).isFalse();
    }
    process.destroyForcibly().waitFor();
  }

  private static List<Execution> trials(Path place) {
    var home = place.resolve("home");
    if (!Files.exists(home.resolve("metadata.db"))) {
      return List.of();
    }
    try (var opened = RunHome.open(home, Clock.systemUTC())) {
      return opened
          .metadata()
          .store()
          .getExecutionsByType(GetExecutionsByTypeRequest.newBuilder().setTypeName("Trial").build())
          .getExecutionsList();
    }
  }

  private static Path results(Path place) {
    try (var home = RunHome.open(place.resolve("home"), Clock.systemUTC())) {
      var uris = new HashSet<String>();
      home
          .metadata()
          .store()
          .getArtifactsByType(
              GetArtifactsByTypeRequest.newBuilder().setTypeName("TunerResults").build())
          .getArtifactsList()
          .stream()
          .map(Artifact::getUri)
          .forEach(uris::add);
      assertThat(uris).hasSize(1);
      return Path.of(Set.copyOf(uris).iterator().next());
    }
  }

  private static String leaderboard(Path place) throws IOException {
    return Files.readString(results(place).resolve(Leaderboard.FILE));
  }

  private static String table(Path place) throws IOException {
    return Files.readString(results(place).resolve(Leaderboard.TABLE));
  }

  private static String best(Path place) throws IOException {
    return Leaderboard.read(results(place)).best().orElseThrow().setting().toString();
  }
}
