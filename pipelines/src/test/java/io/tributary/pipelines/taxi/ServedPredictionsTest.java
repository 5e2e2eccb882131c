package io.tributary.pipelines.taxi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Predictor;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Tensors;
import io.tributary.serving.embedded.ModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the serving tier answers is what the model predicts offline. */
class ServedPredictionsTest {
  private static final int ROWS = 1_000;

  @Test
  void aThousandRawRowsAreAnsweredAsOfflineBitForBit(@TempDir Path directory) throws IOException {
    var tributary = new Cli(directory.resolve("home"));
    var outcome = tributary.taxi(Path.of("data", "chicago-taxi", "trips.csv"));
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    var repository = tributary.home().resolve("serving");
    var model = find(tributary.home().resolve("artifacts"), "model.onnx");
    var examples = find(tributary.home().resolve("artifacts"), "Split-eval").getParent();

    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(examples, List.of("eval")), allocator);
        var offline = OnnxModel.open(model);
        var server = ModelServer.serving(repository).grpcPort(0).start();
        var client = InferenceClient.grpc(server.grpcAddress().orElseThrow())) {
      assertThat(rows.loadNextBatch()).isTrue();
      assertThat(rows.batch().getRowCount()).isGreaterThanOrEqualTo(ROWS);
      Tensors predicted;
      try (var thousand = rows.batch().slice(0, ROWS)) {
        predicted = new Predictor(offline).predict(thousand);
      }
      var inputs = new RowInputs(offline.signature()).read(rows.batch(), 0, ROWS);

      var served = client.infer("chicago-taxi", inputs);

      assertThat(served.outputs()).isEqualTo(predicted);
      assertThat(served.output("probability").size()).isEqualTo(ROWS);
    }
  }

  /** Under the node CsvExampleGen or Trainer, where there is one such file. */
  private static Path find(Path artifacts, String name) throws IOException {
    try (var files = Files.walk(artifacts)) {
      return files
          .filter(file -> file.getFileName().toString().equals(name))
          .filter(
              file ->
                  file.toString().contains("CsvExampleGen") || file.toString().contains("Trainer"))
          .findFirst()
          .orElseThrow();
    }
  }
}
