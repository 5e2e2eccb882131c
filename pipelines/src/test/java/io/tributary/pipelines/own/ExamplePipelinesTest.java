package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
