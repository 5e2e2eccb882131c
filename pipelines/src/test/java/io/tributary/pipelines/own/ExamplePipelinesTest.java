package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of other tasks than the first one's, from CSV to a served model. */
class ExamplePipelinesTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "penguins, data/penguins/penguins.csv, accuracy",
    "taxi-fare, data/chicago-taxi/trips.csv, mean_absolute_error"
  })
  void aRunEndsWithABlessedAndServedModelAndASecondRunExecutesNothing(
      String pipeline, String data, String metric) {
    var first = run(pipeline, data);

    assertThat(first).contains("model       blessed: ").contains(metric).contains("prediction  ");
    assertThat(directory.resolve("serving/" + pipeline + "/1/model.onnx")).isNotEmptyFile();
    assertThat(run(pipeline, data)).contains(": 0 executed, ");
  }

  @Test
  void predictionsStandBesideTheSpecies() throws IOException {
    run("penguins", "data/penguins/penguins.csv");

    try (var files = Files.walk(directory.resolve("artifacts/penguins/BulkInferrer"));
        var allocator = new RootAllocator();
        var rows =
            new ExamplesReader(
                new Dataset(
                    files.filter(file -> file.toString().endsWith("part-00000.arrow")).toList()),
                allocator)) {
      assertThat(rows.schema().getFields())
          .extracting(Field::getName)
          .containsExactly(
              "species", "probabilities/0", "probabilities/1", "probabilities/2", "label");
      assertThat(rows.loadNextBatch()).isTrue();
      int right = 0;
      for (int row = 0; row < rows.batch().getRowCount(); row++) {
        var species = String.valueOf(rows.batch().getVector("species").getObject(row));
        right +=
            String.valueOf(rows.batch().getVector("label").getObject(row)).equals(species) ? 1 : 0;
      }
      assertThat(rows.batch().getRowCount()).isGreaterThan(50);
      assertThat(right / (double) rows.batch().getRowCount()).isGreaterThan(0.95);
    }
  }

  private String run(String pipeline, String data) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Tributary.execute(
            new PrintWriter(out),
            new PrintWriter(err),
            "run",
            "--home",
            directory.toString(),
            pipeline,
            "--set",
            "data=" + data);
    assertThat(exitCode).as(out + "" + err).isZero();
    return out.toString();
  }
}
