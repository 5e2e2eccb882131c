package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.components.transform.Features;
import io.tributary.components.transform.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFitTransformCommandTest {
  @TempDir private Path directory;
  private String trips;

  /** Features of trips. */
  static final class TripFeatures implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("fare_scaled", f.number("fare").fillMissing(0).minMax());
      f.label("tipped", f.number("tips").greaterThan(f.number("fare").times(0.2)));
    }
  }

  /** Features of columns that there are not. */
  static final class OtherFeatures implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("a", f.number("speed").zScore());
      f.output("b", f.text("fare").vocabulary());
    }
  }

  /** Features that are never defined. */
  static final class BrokenFeatures implements Preprocessing {
    @Override
    public void define(Features f) {
      throw new IllegalStateException("not today");
    }
  }

  @BeforeEach
  void writeRows() throws IOException {
    trips =
        Files.writeString(
                directory.resolve("trips.csv"), "fare,tips\n1,0.5\n2,0\n,1\n5,2\n3,0.25\n")
            .toString();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private Console fit(Class<?> features, String source, String... options) {
    var arguments =
        new ArrayList<>(
            List.of("model", "fit-transform", source, "--features", features.getName()));
    arguments.addAll(List.of("--out", at("transform")));
    arguments.addAll(List.of(options));
    return Console.call(arguments.toArray(String[]::new));
  }

  private void leavesNothing() throws IOException {
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("trips.csv"));
    }
  }

  @Test
  void writesTheGraphAndWhatWasFitted() throws IOException {
    var written = fit(TripFeatures.class, trips);

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out())
        .containsPattern("fare_scaled +\\S.* +fare\n")
        .contains("written  " + at("transform"));
    assertThat(directory.resolve("transform"))
        .isDirectoryContaining("glob:**/transform.onnx")
        .isDirectoryContaining("glob:**/label.onnx")
        .isDirectoryNotContaining("glob:**/examples");
    assertThat(Console.call("features", at("transform")).out()).contains("max 5");
    var applied =
        Console.call(
            "model", "predict", at("transform/transform.onnx"), trips, "--out", at("scaled.csv"));
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    assertThat(directory.resolve("scaled.csv"))
        .content()
        .contains("fare,tips,fare_scaled\n1,0.5,0.2\n");
  }

  @Test
  void writesTransformedExamplesOfEverySplitIfAsked() {
    Console.call("data", "ingest", trips, "--out", at("examples"), "--split", "a:1,b:1");

    var written = fit(TripFeatures.class, at("examples"), "--split", "a", "--examples", "--json");

    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out()).contains("\"fare_scaled\"", "\"directory\"");
    for (var split : List.of("a", "b")) {
      assertThat(directory.resolve("transform/examples/Split-" + split + "/part-00000.arrow"))
          .isNotEmptyFile();
    }
  }

  @Test
  void tellsWhatIsWrongWithTheFeaturesAndLeavesNothing() throws IOException {
    assertThat(fit(OtherFeatures.class, trips).err())
        .contains("column 'speed'", "not in the schema", "column 'fare'")
        .doesNotContain("unforeseen");
    assertThat(fit(BrokenFeatures.class, trips).err())
        .contains("BrokenFeatures: java.lang.IllegalStateException: not today, at ModelFit")
        .doesNotContain("unforeseen");
    leavesNothing();
  }

  @Test
  void holdsFeaturesAgainstASchemaBeforeRowsAreRead() throws IOException {
    var schema =
        Files.writeString(
            directory.resolve("schema.pbtxt"), "feature { name: 'fares' type: FLOAT }");
    var broken = Files.writeString(directory.resolve("broken.csv"), "fares\n\"\n");

    assertThat(fit(TripFeatures.class, broken.toString(), "--schema", schema.toString()).err())
        .contains("column 'fare': not in the schema (expected: one of ['fares'])", "column 'tips'")
        .doesNotContain("broken.csv");
    assertThat(directory.resolve("transform")).doesNotExist();
  }

  @Test
  void refusesClassesThatAreNoFeatures() throws IOException {
    assertThat(fit(String.class, trips).err())
        .contains("--features: class java.lang.String (expected: the name of a class that");
    var unknown =
        Console.call(
            "model", "fit-transform", trips, "--features", "org.example.None", "--out", at("t"));
    assertThat(unknown.err())
        .contains("--features: 'org.example.None'", "pass the jar that has the class with --jar");
    assertThat(fit(TripFeatures.class, trips, "--split", "eval").err())
        .contains("--split: eval", "has no splits");
    leavesNothing();
  }

  @Test
  void writesNothingOverWhatIsThere() throws IOException {
    Files.createDirectory(directory.resolve("transform"));

    assertThat(fit(TripFeatures.class, trips).err()).contains("which exists");
  }
}
