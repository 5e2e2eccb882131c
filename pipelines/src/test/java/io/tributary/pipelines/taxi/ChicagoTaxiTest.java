package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from CSV to a served model. */
class ChicagoTaxiTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");

  @TempDir private Path directory;
  private Cli tributary;
  private Path trips;

  @BeforeEach
  void copyTheData() throws IOException {
    tributary = new Cli(directory.resolve("home"));
    trips = Files.copy(TRIPS, directory.resolve("trips.csv"));
  }

  @Test
  void aRunEndsWithABlessedAndServedModelAndASecondRunExecutesNothing() throws IOException {
    var first = tributary.taxi(trips);
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(first.out())
        .contains("model       blessed: ")
        .contains("prediction  ")
        .contains("asked over gRPC at 127.0.0.1:");
    assertThat(tributary.home().resolve("serving/chicago-taxi/1/model.onnx")).isNotEmptyFile();

    assertThat(tributary.call("lineage", "1").out())
        .contains("CsvExampleGen (execution ")
        .containsPattern("raw data  [0-9a-f]{12}  " + Pattern.quote(trips.toString()));

    var second = tributary.taxi(trips);
    assertThat(second.out()).contains(": 0 executed, ");

    Files.setLastModifiedTime(trips, FileTime.from(Instant.EPOCH));
    assertThat(tributary.taxi(trips).out()).as("touched").contains(": 0 executed, ");
    assertThat(tributary.home().resolve("serving/chicago-taxi/2")).doesNotExist();
  }

  @Test
  void oneChangedByteRunsOnlyWhatDependsOnIt() throws IOException {
    tributary.taxi(trips);
    var text = Files.readString(trips, UTF_8);
    Files.writeString(
        trips, text.replaceFirst("Taxi Affiliation Services", "Taxi Affiliation Servicez"), UTF_8);

    var changed = tributary.taxi(trips);

    assertThat(changed.exitCode()).as(changed.out() + changed.err()).isZero();
    assertThat(states(changed.out(), "COMPLETE"))
        .contains("CsvExampleGen", "StatisticsGen", "Transform", "Trainer");
    assertThat(tributary.taxi(trips).out()).contains(": 0 executed, ");
  }

  @Test
  void aModelThatMissesItsThresholdIsNotPushedAndThePreviousOneServesOn() throws IOException {
    assertThat(tributary.taxi(trips).exitCode()).isZero();

    var missed = tributary.taxi(trips, "--set", "minAuc=0.999");

    assertThat(missed.exitCode()).isEqualTo(3);
    assertThat(missed.out()).contains("not blessed: ").contains("0.999").contains("not pushed");
    assertThat(tributary.home().resolve("serving/chicago-taxi/1/model.onnx")).isNotEmptyFile();
    assertThat(tributary.home().resolve("serving/chicago-taxi/2")).doesNotExist();
  }

  @Test
  void artifactsAreTheSameByteForByteOnOneThreadAndOnTwo() throws IOException {
    var one = new Cli(directory.resolve("one"));
    var two = new Cli(directory.resolve("two"));
    assertThat(one.taxi(trips, "--parallelism", "1").exitCode()).isZero();
    assertThat(two.taxi(trips, "--parallelism", "2").exitCode()).isZero();

    assertThat(digests(one)).isNotEmpty().isEqualTo(digests(two));
  }

  @Test
  void aLabelColumnThatIsAbsentIsNamed() throws IOException {
    var text = Files.readString(trips, UTF_8);
    Files.writeString(trips, text.replaceFirst(",tips\n", ",gratuity\n"), UTF_8);

    var outcome = tributary.taxi(trips);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).contains("Transform").contains("tips").contains("expected");
  }

  private static Set<String> states(String out, String state) {
    var nodes = new TreeSet<String>();
    var line = Pattern.compile("^  (\\S+) +" + state + " ", Pattern.MULTILINE).matcher(out);
    while (line.find()) {
      nodes.add(line.group(1));
    }
    return nodes;
  }

  private static TreeMap<String, String> digests(Cli cli) {
    var digests = new TreeMap<String, String>();
    var json = cli.call("artifacts", "--json").out();
    var entry =
        Pattern.compile(
                "\"content_digest\" : \"([0-9a-f]{64})\".*?\"producer_component\" : \"(\\w+)\"",
                Pattern.DOTALL)
            .matcher(json);
    while (entry.find()) {
      digests.merge(entry.group(2), entry.group(1), (a, b) -> a + " " + b);
    }
    return digests;
  }
}
