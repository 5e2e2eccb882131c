package io.tributary.pipelines.taxi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics, anomalies and schema of a run, by the ids of their artifacts. */
class ShownDataTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  @TempDir private Path directory;

  @Test
  void whatARunFoundInItsDataIsShownById() {
    var tributary = new Cli(directory.resolve("home"));
    assertThat(tributary.taxi(TRIPS).exitCode()).isZero();
    var statistics = id(tributary, "ExampleStatistics");
    var page = directory.resolve("page.html");

    var shown = tributary.call("statistics", statistics, "--html", page.toString());
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("ExampleStatistics " + statistics + " > train: ")
        .contains("ExampleStatistics " + statistics + " > eval: ")
        .containsPattern("payment_type +STRING ")
        .contains("page  " + page);
    assertThat(page).content().contains("\"train\", \"eval\"");

    var anomalies = tributary.call("anomalies", id(tributary, "ExampleAnomalies"));
    assertThat(anomalies.exitCode()).as(anomalies.out()).isZero();
    assertThat(anomalies.out()).contains("> train: no anomalies", "> eval: no anomalies");

    var schema = id(tributary, "Schema");
    var validated =
        tributary.call(
            "data", "validate", statistics, "--schema", schema, "--previous", statistics);
    assertThat(validated.exitCode()).as(validated.out()).isZero();
    assertThat(tributary.call("schema", "diff", schema, schema).exitCode()).isZero();

    var wrong = tributary.call("statistics", schema);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("artifact " + schema + ": Schema (expected: ExampleStatistics)")
        .contains("tributary artifacts --type ExampleStatistics");
    assertThat(tributary.call("statistics", "4711").err()).contains("artifact: 4711");
  }

  private static String id(Cli tributary, String type) {
    var json = tributary.call("artifacts", "--type", type, "--json").out();
    var id = Pattern.compile("\"id\" : (\\d+)").matcher(json);
    assertThat(id.find()).as(json).isTrue();
    return id.group(1);
  }
}
