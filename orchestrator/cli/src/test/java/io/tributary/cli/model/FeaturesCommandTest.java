package io.tributary.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
  @TempDir private Path directory;

  @BeforeEach
  void writeDescription() throws IOException {
    Files.writeString(
        directory.resolve("transform.json"),
        """
        {"inputs": [{"name": "fare", "dtype": "FP32"}],
         "features": [
           {"name": "fare_z", "kind": "NUMBER", "expression": "f.number(\\"fare\\").zScore()",
            "columns": ["fare"],
            "fitted": [{"expression": "f.number(\\"fare\\").zScore()", "analyzer": "z-score",
                        "mean": 11.500000000000004, "standard_deviation": 2.25}]},
           {"name": "bucket", "kind": "ID", "size": 4,
            "expression": "f.number(\\"fare\\").bucketize(1, 2)", "columns": ["fare"]}]}
        """);
  }

  @Test
  void showsTypesColumnsExpressionsAndConstants() {
    var shown = Console.call("features", directory.toString());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .containsPattern("fare_z +float32 +fare\\n")
        .containsPattern("bucket +int64 from 0 to 3 +fare\\n")
        .contains(
            "fare_z = f.number(\"fare\").zScore()",
            "  mean 11.5, standard_deviation 2.25\n",
            "bucket = f.number(\"fare\").bucketize(1, 2)");
  }

  @Test
  void printsJson() {
    var shown = Console.call("features", directory.resolve("transform.json").toString(), "--json");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .contains("\"name\" : \"fare_z\"", "\"mean\" : 11.5", "\"size\" : 4", "\"columns\"");
  }

  @Test
  void refusesWhatIsNoTransform() throws IOException {
    var nothing = Console.call("features", directory.resolve("gone").toString());
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("tributary artifacts --type TransformGraph");
    Files.writeString(directory.resolve("transform.json"), "{");
    var damaged = Console.call("features", directory.toString());
    assertThat(damaged.exitCode()).isNotZero();
    assertThat(damaged.err()).contains("transform.json", "run the Transform node again");
  }
}
