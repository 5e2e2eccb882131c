package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InferenceResult;
import io.tributary.api.artifact.Model;
import io.tributary.cli.Tributary;
import io.tributary.components.bulkinferrer.BulkInferrer;
import io.tributary.components.bulkinferrer.ServingEndpoint;
import io.tributary.serving.repository.ModelRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows by the thousand through a Triton that runs, by command and by component. */
@Timeout(600)
class TritonPredictTest {
  private static final Path TRIPS = Path.of("../pipelines/data/chicago-taxi/trips.csv");
  private static final String MODEL = "taxi";
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Ingest", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Model> TRAINED =
      Channel.of("Trainer", "model", ArtifactType.of(Model.class));

  @TempDir private static Path directory;
  private static ModelRepository repository;
  private static Path model;
  private static Path examples;

  private record Outcome(int exitCode, String said) {}

  @BeforeAll
  static void train() throws IOException {
    PythonEnvironment.TRITON.need();
    var home = directory.resolve("home");
    var ran = tributary("run", "--home", home.toString(), "chicago-taxi", "--set", "data=" + TRIPS);
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    model = below(home.resolve("artifacts/chicago-taxi/Trainer/model"));
    examples = below(home.resolve("artifacts/chicago-taxi/CsvExampleGen/examples"));
    repository = new ModelRepository(directory.resolve("models"));
    var version = repository.publish(MODEL, model.resolve("model.onnx")).version();
    repository.activate(MODEL, List.of(version));
  }

  private static Path below(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.findFirst().orElseThrow();
    }
  }

  private static Outcome tributary(String... arguments) {
    var said = new StringWriter();
    int exitCode = Tributary.execute(new PrintWriter(said), new PrintWriter(said), arguments);
    return new Outcome(exitCode, said.toString());
  }

  private static Outcome predict(String asked, Path target, String... further) {
    var command = new ArrayList<>(List.of("model", "predict", asked, TRIPS.toString()));
    command.addAll(List.of("--out", target.toString()));
    command.addAll(List.of(further));
    return tributary(command.toArray(String[]::new));
  }

  @Test
  void theCommandWritesTheSameBytesAsOffline() throws Exception {
    var offline = directory.resolve("offline.csv");
    assertThat(predict(model.toString(), offline).exitCode()).isZero();
    try (var triton = TritonServer.start(directory, repository.root(), TritonServer.freePort());
        var client = triton.client()) {
      client.load(MODEL);
      var served = directory.resolve("served.csv");
      var outcome = predict(MODEL, served, "--server", triton.address());

      assertThat(outcome.exitCode()).as(outcome.said()).isZero();
      assertThat(outcome.said()).contains(MODEL, triton.address());
      assertThat(served).hasSameBinaryContentAs(offline);
      assertThat(Files.readAllLines(served)).hasSameSizeAs(Files.readAllLines(TRIPS));

      var other = predict("fares", served, "--server", triton.address());
      assertThat(other.exitCode()).isEqualTo(2);
      assertThat(other.said()).contains("fares");
      var version = predict(MODEL + ":7", served, "--server", triton.address());
      assertThat(version.exitCode()).isEqualTo(2);
      assertThat(version.said()).contains("7");
      client.unload(MODEL);
    }
  }

  @Test
  void theComponentMakesTheSameBytesAsOffline() throws Exception {
    try (var triton = TritonServer.start(directory, repository.root(), TritonServer.freePort());
        var client = triton.client()) {
      client.load(MODEL);
      var endpoint =
          new ServingEndpoint(triton.address(), MODEL).withDeadline(Duration.ofMinutes(2));
      var offline = infer(new BulkInferrer(EXAMPLES, TRAINED), "run-offline");
      var served = infer(new BulkInferrer(EXAMPLES, TRAINED).withEndpoint(endpoint), "run-served");

      for (var split : List.of("Split-train", "Split-eval")) {
        assertThat(served.resolve(split).resolve("part-00000.arrow"))
            .hasSameBinaryContentAs(offline.resolve(split).resolve("part-00000.arrow"));
      }
    }
  }

  private static Path infer(BulkInferrer inferrer, String name) throws Exception {
    try (var run = FakeRun.of(inferrer, directory.resolve(name))) {
      run.given(EXAMPLES, examples).given(TRAINED, model).execute();
      var made = run.made(BulkInferrer.Outputs::inferenceResult);
      assertThat(made.property(InferenceResult.ROWS).orElseThrow()).isGreaterThan(10_000);
      return made.path();
    }
  }
}
