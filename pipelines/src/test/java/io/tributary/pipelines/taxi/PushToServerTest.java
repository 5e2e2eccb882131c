package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.serving.ModelIndex;
import io.tributary.serving.embedded.ModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One flag sends the taxi model to a server that runs; here the embedded one over gRPC. */
class PushToServerTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");
  private static final String MODEL = "chicago-taxi";

  @TempDir private Path directory;
  private Cli tributary;
  private Path repository;
  private Path trips;

  @BeforeEach
  void copyTheData() throws IOException {
    tributary = new Cli(directory.resolve("home"));
    repository = Files.createDirectories(directory.resolve("models"));
    trips = Files.copy(TRIPS, directory.resolve("trips.csv"));
  }

  private ModelServer serve() {
    return ModelServer.serving(repository).grpcPort(0).start();
  }

  private static String address(ModelServer server) {
    return "triton://" + server.grpcAddress().orElseThrow();
  }

  private Cli.Outcome push(ModelServer server) {
    return tributary.taxi(trips, "--push", address(server), "--repository", repository.toString());
  }

  private void leaveTripsOut() throws IOException {
    var lines = Files.readAllLines(TRIPS, UTF_8);
    Files.write(trips, lines.subList(0, lines.size() - 500), UTF_8);
  }

  private static List<String> served(ModelServer server) {
    return server.models().stream()
        .filter(ModelIndex::ready)
        .map(line -> line.name() + " " + line.version())
        .toList();
  }

  @Test
  void theServerTakesOverEachNewModelAndIsToldNothingTwice() throws IOException {
    try (var server = serve()) {
      var first = push(server);
      assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
      assertThat(first.out())
          .contains("rows answered as offline by " + server.grpcAddress().orElseThrow())
          .contains("pushed: version 1 serves")
          .contains("asked over gRPC at " + server.grpcAddress().orElseThrow());
      assertThat(served(server)).containsExactly(MODEL + " 1");
      assertThat(tributary.home().resolve("serving")).doesNotExist();

      assertThat(push(server).out()).contains(": 0 executed, ");
      leaveTripsOut();
      assertThat(push(server).out()).contains("pushed: version 2 serves instead of version 1");
      assertThat(served(server)).containsExactly(MODEL + " 2");
      assertThat(repository.resolve(MODEL).resolve("1/model.onnx")).isNotEmptyFile();
    }
  }

  @Test
  void whatOneServerServesIsPushedToAnotherAndToTheInstallationAgain() throws IOException {
    try (var server = serve()) {
      assertThat(push(server).exitCode()).isZero();
    }
    try (var other = serve()) {
      var again = push(other);
      assertThat(again.out())
          .contains(": 2 executed, ")
          .contains("rows answered as offline by " + other.grpcAddress().orElseThrow())
          .contains("version 1 has this content already");
    }
    assertThat(tributary.taxi(trips).out()).contains(": 2 executed, ");
    assertThat(tributary.home().resolve("serving/chicago-taxi/1/model.onnx")).isNotEmptyFile();
  }

  @Test
  void aRunIsResumedWithTheServerThatItWasStartedWith() throws IOException {
    String away;
    int port;
    try (var server = serve()) {
      away = address(server);
      port = Integer.parseInt(away.substring(away.lastIndexOf(':') + 1));
    }
    var failed =
        tributary.taxi(
            trips, "--push", away, "--repository", repository.toString(), "--run-id", "monday");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("does not answer");

    try (var server = ModelServer.serving(repository).grpcPort(port).start()) {
      var resumed = tributary.call("resume", "monday");
      assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
      assertThat(served(server)).containsExactly(MODEL + " 1");
    }
  }

  @Test
  void nodesInProcessesOfTheirOwnKnowTheServer() throws IOException {
    try (var server = serve()) {
      var outcome =
          tributary.taxi(
              trips,
              "--push",
              address(server),
              "--repository",
              repository.toString(),
              "--runner",
              "process",
              "--run-id",
              "monday");
      assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
      assertThat(served(server)).containsExactly(MODEL + " 1");

      var elsewhere =
          tributary.call(
              "node",
              "run",
              "--run-id",
              "monday",
              "--node",
              "Pusher",
              "--push",
              "triton://localhost:1",
              "--repository",
              repository.toString());
      assertThat(elsewhere.err())
          .contains("--push triton://localhost:1 --repository " + repository + ", which was ")
          .contains(address(server));
    }
  }

  @Test
  void aNodeOfANewRunPushesToTheServer() throws IOException {
    try (var server = serve()) {
      assertThat(push(server).exitCode()).isZero();
      leaveTripsOut();
      var nodes =
          List.of(
              "CsvExampleGen",
              "StatisticsGen",
              "SchemaGen",
              "ExampleValidator",
              "Transform",
              "Trainer",
              "LatestBlessedModel",
              "Evaluator",
              "InfraValidator",
              "Pusher");
      for (var node : nodes) {
        var outcome =
            tributary.call(
                "node",
                "run",
                MODEL,
                "--set",
                "data=" + trips,
                "--run-id",
                "tuesday",
                "--node",
                node,
                "--push",
                address(server),
                "--repository",
                repository.toString());
        assertThat(outcome.exitCode()).as(node + outcome.out() + outcome.err()).isZero();
      }
      assertThat(served(server)).containsExactly(MODEL + " 2");
    }
  }
}
