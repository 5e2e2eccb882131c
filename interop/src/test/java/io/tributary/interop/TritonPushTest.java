package io.tributary.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Mount;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.cli.Tributary;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.ModelIndex;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The taxi pipeline pushes into a Triton that runs. */
@Timeout(600)
class TritonPushTest {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");
  private static final String MODEL = "chicago-taxi";
  private static final int ROWS = 1_000;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Path repository;
  private Path trips;
  private int port;

  private record Outcome(int exitCode, String said) {}

  @BeforeEach
  void copyTheData() throws IOException {
    PythonEnvironment.TRITON.need();
    repository = directory.resolve("models");
    trips = Files.copy(TRIPS, directory.resolve("trips.csv"));
    port = TritonServer.freePort();
  }

  private TritonServer triton(String... models) throws IOException, InterruptedException {
    return TritonServer.start(directory, repository, port, models);
  }

  private Outcome tributary(String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(1, List.of("--home", directory.resolve("home").toString()));
    var said = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(said), new PrintWriter(said), command.toArray(String[]::new));
    return new Outcome(exitCode, said.toString());
  }

  private Outcome push() {
    return tributary(
        "run",
        MODEL,
        "--set",
        "data=" + trips,
        "--push",
        "triton://127.0.0.1:" + port,
        "--repository",
        repository.toString());
  }

  private void pushed(Outcome outcome, int version) {
    assertThat(outcome.exitCode()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("pushed: version " + version + " serves");
  }

  /** Fewer trips make another model. */
  private void leaveTripsOut() throws IOException {
    var lines = Files.readAllLines(TRIPS, UTF_8);
    Files.write(trips, lines.subList(0, lines.size() - 500), UTF_8);
  }

  private void gate(String file, String version) throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("gate")).resolve(file), version);
  }

  private static void await(String what, BooleanSupplier condition) {
    var end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + " within " + SOON).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Every file that the repository holds, and whatever is staged beside it. */
  private List<String> placed() throws IOException {
    try (var files = Files.walk(directory, 5)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(file -> file.startsWith("models") || file.startsWith(".models"))
          .sorted()
          .toList();
    }
  }

  private static List<String> ready(InferenceClient client) {
    return client.repositoryIndex().stream()
        .filter(ModelIndex::ready)
        .map(line -> line.name() + " " + line.version())
        .toList();
  }

  private void assertVersionServes(InferenceClient client, int version) throws IOException {
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(examples(), List.of("eval")), allocator);
        var offline = OnnxModel.open(repository.resolve(MODEL).resolve(version + "/model.onnx"))) {
      assertThat(rows.loadNextBatch()).isTrue();
      assertThat(rows.batch().getRowCount()).isGreaterThanOrEqualTo(ROWS);
      Tensors predicted;
      try (var thousand = rows.batch().slice(0, ROWS)) {
        predicted = new Predictor(offline).predict(thousand);
      }
      var inputs = new RowInputs(offline.signature()).read(rows.batch(), 0, ROWS);

      var served = client.infer(MODEL, inputs);

      assertThat(served.version()).isEqualTo(Integer.toString(version));
      assertThat(served.outputs()).isEqualTo(predicted);
    }
  }

  private Path examples() throws IOException {
    try (var files = Files.walk(directory.resolve("home/artifacts"))) {
      return files
          .filter(file -> file.endsWith("Split-eval") && file.toString().contains("CsvExampleGen"))
          .sorted()
          .findFirst()
          .orElseThrow()
          .getParent();
    }
  }

  @Test
  void oneFlagPushesAndAThousandRowsAreAnsweredAsOfflineBitForBit() throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      var outcome = push();

      pushed(outcome, 1);
      assertThat(outcome.said())
          .contains("rows answered as offline by " + triton.address())
          .contains("asked over gRPC at " + triton.address());
      assertVersionServes(client, 1);
      assertThat(client.repositoryIndex()).extracting(ModelIndex::name).containsOnly(MODEL);

      assertThat(push().said()).contains(": 0 executed, ");
      client.unload(MODEL);
      await("unloading", () -> !client.modelReady(MODEL, "1"));
      assertThat(push().said()).contains("version 1 has this content already");
      assertVersionServes(client, 1);
    }
  }

  @Test
  void anotherModelBecomesVersionTwoAndTheFirstIsKeptOnDiskAlone() throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      leaveTripsOut();
      pushed(push(), 2);

      assertVersionServes(client, 2);
      await("unloading", () -> !client.modelReady(MODEL, "1"));
      assertThat(ready(client)).containsExactly(MODEL + " 2");
      assertThat(repository.resolve(MODEL).resolve("1/model.onnx")).isNotEmptyFile();
      assertThat(client.repositoryIndex()).extracting(ModelIndex::name).containsOnly(MODEL);
    }
  }

  @Test
  void aModelThatTritonAloneCannotLoadIsTakenAwayAndTheOldOneServesOn() throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      leaveTripsOut();
      var before = placed();
      gate("refuse", "tributary-trial-");

      var unblessed = push();
      assertThat(unblessed.said()).contains("is refused by the test", "not pushed");
      assertThat(placed()).isEqualTo(before);

      gate("refuse", MODEL + "/2");
      var failed = push();
      assertThat(failed.exitCode()).as(failed.said()).isEqualTo(1);
      assertThat(tributary("show", "latest").said()).contains("chicago-taxi/2 is refused by the");
      assertThat(placed()).isEqualTo(before);
      assertVersionServes(client, 1);
      assertThat(ready(client)).containsExactly(MODEL + " 1");
      assertThat(client.repositoryIndex()).extracting(ModelIndex::name).containsOnly(MODEL);
    }
  }

  /** The configuration is equal to the one that Triton has: it must not keep the old weights. */
  @Test
  void anotherModelUnderTheNumberOfTheOneThatServesIsWhatAnswers() throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      delete(repository.resolve(MODEL));
      leaveTripsOut();

      pushed(push(), 1);
      assertVersionServes(client, 1);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aTritonThatIsKilledWhileItLoadsServesTheOldModelAgainAndTheRunCanBeResumed()
      throws Exception {
    List<String> before;
    try (var triton = triton()) {
      pushed(push(), 1);
      before = placed();
      leaveTripsOut();
      gate("hold", MODEL + "/2");
      var running = CompletableFuture.supplyAsync(this::push);
      await(
          "loading",
          () -> running.isDone() || Files.exists(directory.resolve("gate").resolve("reached")));
      assertThat(running).isNotDone();
      triton.kill();

      var failed = running.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(failed.exitCode()).as(failed.said()).isEqualTo(1);
      assertThat(tributary("show", "latest").said()).contains("Pusher", "UNAVAILABLE");
      assertThat(placed()).isEqualTo(before);
    }
    Files.delete(directory.resolve("gate").resolve("hold"));
    try (var triton = triton(MODEL);
        var client = triton.client()) {
      await("loading at the start", () -> client.modelReady(MODEL, "1"));
      assertVersionServes(client, 1);

      var resumed = tributary("resume", "latest");
      pushed(resumed, 2);
      assertVersionServes(client, 2);
    }
  }

  @Test
  void aModelThatTheDiskHasNoSpaceForIsNotPushedAndTheOldOneServesOn() throws Exception {
    try (var disk = Mount.tmpfs(repository, "size=64m");
        var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      leaveTripsOut();
      var before = placed();
      fill(disk.path().resolve("fill"));

      var full = push();
      var reason = tributary("show", "latest").said();
      Files.delete(disk.path().resolve("fill"));

      assertThat(full.said() + reason).containsIgnoringCase("no space left on device");
      assertThat(placed()).isEqualTo(before);
      assertVersionServes(client, 1);
      assertThat(ready(client)).containsExactly(MODEL + " 1");
      pushed(tributary("resume", "latest"), 2);
      assertVersionServes(client, 2);
    }
  }

  /** Takes all space of a file system but a few bytes. */
  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      for (int size = 1 << 16; size > 0; size /= 2) {
        try {
          while (true) {
            out.write(new byte[size]);
          }
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("No space");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "poll"})
  void aTritonThatLetsNobodyLoadModelsIsRefusedWithTheOptionThatItNeeds(String mode)
      throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      assertThat(ready(client)).containsExactly(MODEL + " 1");
    }
    leaveTripsOut();
    var before = placed();
    try (var triton = TritonServer.start(mode, directory, repository, port);
        var client = triton.client()) {
      await("loading at the start", () -> client.modelReady(MODEL, "1"));

      var refused = push();

      assertThat(refused.said() + tributary("show", "latest").said())
          .contains("--model-control-mode=explicit");
      assertThat(placed()).isEqualTo(before);
      assertVersionServes(client, 1);
    }
  }

  @Test
  void aTritonThatTakesItsTimeIsWaitedFor() throws Exception {
    try (var triton = triton();
        var client = triton.client()) {
      pushed(push(), 1);
      leaveTripsOut();
      gate("hold", MODEL + "/2");
      var running = CompletableFuture.supplyAsync(this::push);
      await(
          "loading",
          () -> running.isDone() || Files.exists(directory.resolve("gate").resolve("reached")));
      assertThat(running).isNotDone();
      assertVersionServes(client, 1);
      Files.delete(directory.resolve("gate").resolve("hold"));

      pushed(running.get(SOON.toSeconds(), TimeUnit.SECONDS), 2);
      assertVersionServes(client, 2);
    }
  }

  @Test
  void aTritonThatHasFoundItsPortTakenIsNotThere() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> triton(MODEL)).hasMessageContaining("tritonserver: ended");
      assertThat(taken.isBound()).isTrue();
    }
    var outcome = push();
    assertThat(outcome.exitCode()).as(outcome.said()).isEqualTo(1);
    assertThat(tributary("show", "latest").said())
        .contains("127.0.0.1:" + port + " does not answer");
    assertThat(placed()).isEmpty();
  }
}
