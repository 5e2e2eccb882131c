package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Tributary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The main job on Beam makes what it makes in this process, byte for byte. */
class TaxiTest {
  private static final Path TRIPS =
      Path.of("..", "..", "pipelines", "data", "chicago-taxi", "trips.csv").toAbsolutePath();

  @TempDir static Path directory;
  private static TreeMap<String, String> expected;

  @BeforeAll
  static void runInThisProcess() {
    expected = digests("local");
    assertThat(expected).hasSizeGreaterThan(8);
  }

  private static String call(String home, int exitCode, String... arguments) {
    var command = new ArrayList<>(List.of(arguments));
    command.addAll(1, List.of("--home", directory.resolve(home).toString()));
    var out = new StringWriter();
    var err = new StringWriter();
    assertThat(
            Tributary.execute(
                new PrintWriter(out), new PrintWriter(err), command.toArray(String[]::new)))
        .as(out + "\n" + err)
        .isEqualTo(exitCode);
    return out.toString();
  }

  private static TreeMap<String, String> digests(String home, String... further) {
    var command = new ArrayList<>(List.of("run", "chicago-taxi", "--set", "data=" + TRIPS));
    command.addAll(List.of(further));
    assertThat(call(home, 0, command.toArray(String[]::new)))
        .contains("model       blessed: ")
        .contains("prediction  ");
    var digests = new TreeMap<String, String>();
    var entry =
        Pattern.compile(
                "\"content_digest\" : \"([0-9a-f]{64})\".*?\"producer_component\" : \"(\\w+)\"",
                Pattern.DOTALL)
            .matcher(call(home, 0, "artifacts", "--json"));
    while (entry.find()) {
      digests.merge(entry.group(2), entry.group(1), (a, b) -> a + " " + b);
    }
    return digests;
  }

  /** Nodes whose full passes were Beam jobs, as their logs say. */
  private static List<String> nodesWithPasses(String home) throws IOException {
    return nodesThatSaid(home, "is a Beam job of");
  }

  private static List<String> nodesThatSaid(String home, String line) throws IOException {
    try (var logs = Files.walk(directory.resolve(home).resolve("runs"))) {
      return logs.filter(file -> file.toString().endsWith(".log"))
          .filter(log -> says(log, line))
          .map(file -> file.getFileName().toString().replace(".log", ""))
          .sorted()
          .toList();
    }
  }

  private static boolean says(Path log, String line) {
    try {
      return Files.readString(log).contains(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onDirectWithFullPassesOnBeam() throws IOException {
    var made = digests("direct", "--runner", "beam", "--beam-option", "passesFromBatches=1");

    assertThat(made).isEqualTo(expected);
    assertThat(nodesWithPasses("direct"))
        .containsExactly("Evaluator", "StatisticsGen", "Transform");
    assertThat(nodesThatSaid("direct", "in the process of the node")).isEmpty();
  }

  @Test
  void onAFlinkCluster() throws Exception {
    assertThat(onFlink("flink")).isEqualTo(expected);
    assertThat(nodesWithPasses("flink")).isEmpty();
  }

  /** Takes four minutes, most of them to send jars again for each pass. */
  @Test
  @EnabledIfSystemProperty(
      named = "tributary.beam.passes",
      matches = "true",
      disabledReason = "takes minutes; run it with -Dtributary.beam.passes=true")
  void onAFlinkClusterWithFullPassesOnIt() throws Exception {
    assertThat(onFlink("flink-passes", "--beam-option", "passesFromBatches=2")).isEqualTo(expected);
    assertThat(nodesWithPasses("flink-passes")).isNotEmpty();
  }

  private static TreeMap<String, String> onFlink(String home, String... options) throws Exception {
    try (var cluster = FlinkProcesses.start(directory.resolve("cluster-of-" + home), 2, 2)) {
      var arguments =
          new ArrayList<>(
              List.of(
                  "--runner",
                  "beam",
                  "--beam-runner",
                  "flink",
                  "--flink-master",
                  cluster.address(),
                  "--beam-option",
                  "filesToStage=" + FlinkClusterTest.ownJars()));
      arguments.addAll(List.of(options));
      return digests(home, arguments.toArray(String[]::new));
    }
  }

  @Test
  void optionsOfBeamAreRefusedWithoutIt() {
    assertThat(call("refused", 2, "run", "chicago-taxi", "--beam-runner", "flink")).isEmpty();
  }
}
