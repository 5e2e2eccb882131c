package io.tributary.cli.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataIngestCommandTest {
  @TempDir private Path directory;
  private String trips;

  @BeforeEach
  void writeTrips() throws IOException {
    var rows =
        IntStream.range(0, 300)
            .mapToObj(i -> i + "," + i * 0.5 + ",taxi" + i % 10)
            .collect(Collectors.joining("\n", "at,fare,taxi\n", "\n"));
    trips = Files.writeString(directory.resolve("trips.csv"), rows).toString();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private Console ingest(String name, String... options) {
    var arguments = new ArrayList<>(List.of("data", "ingest", trips, "--out", at(name)));
    arguments.addAll(List.of(options));
    return Console.call(arguments.toArray(String[]::new));
  }

  private String examples(String name, String split) {
    return Console.call("data", "statistics", at(name), "--split", split).out();
  }

  @Test
  void writesExamplesAndSaysWhatTheyAre() throws IOException {
    var written = ingest("examples");
    assertThat(written.exitCode()).as(written.err()).isZero();
    assertThat(written.out())
        .contains(trips + ": 300 rows, 3 columns", "written  " + at("examples"))
        .containsPattern("at +int64\nfare +float64\ntaxi +utf8\n")
        .containsPattern("train +\\d+\neval +\\d+\n");
    assertThat(directory.resolve("examples/Split-train/part-00000.arrow")).isNotEmptyFile();
    try (var left = Files.list(directory)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("trips.csv", "examples");
    }
    var all = Console.call("data", "statistics", at("examples"));
    assertThat(all.out()).contains("300 examples");
    Console.call("data", "statistics", trips, "--out", at("direct.pb"));
    Console.call("data", "statistics", at("examples"), "--out", at("through.pb"));
    assertThat(directory.resolve("direct.pb"))
        .as("the order of rows does not show in statistics")
        .hasSameBinaryContentAs(directory.resolve("through.pb"));
  }

  @Test
  void dividesAsAsked() {
    ingest("nine", "--split", "a:9,b");
    assertThat(examples("nine", "b")).containsPattern(": [1-5]\\d examples");
    ingest("time", "--split", "early:2,late:1", "--by-time", "at");
    assertThat(examples("time", "late")).containsPattern("at +INT +100 +0% .* +200 +\\S+ +299\n");
    ingest("taxis", "--split", "a:1,b:1", "--group-by", "taxi");
    assertThat(taxis("a") + taxis("b")).isEqualTo(10);
    ingest("tenth", "--split", "all", "--sample", "0.1", "--seed", "7");
    assertThat(examples("tenth", "all")).containsPattern(": [1-5]\\d examples");
  }

  private int taxis(String split) {
    var row = Pattern.compile("taxi +STRING +\\d+ +0% +(\\d+)");
    var found = row.matcher(examples("taxis", split));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  @Test
  void leavesNothingBehindWhenItFails() throws IOException {
    Files.writeString(directory.resolve("trips.csv"), "at,fare\n1,2\n3\n");
    var failed = ingest("examples");
    assertThat(failed.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(failed.err()).contains("line 3");
    assertThat(ingest("examples", "--group-by", "taxi", "--max-bad-rows", "1").err())
        .contains("taxi");
    try (var left = Files.list(directory)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("trips.csv");
    }
    var kept = ingest("examples", "--max-bad-rows", "1", "--quarantine", at("bad.jsonl"), "--json");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out()).contains("\"rows\" : 1", "\"bad_rows\" : 1", "\"splits\" : {");
    assertThat(directory.resolve("bad.jsonl")).isNotEmptyFile();
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertThat(ingest("a", "--split", "train:x").err())
        .contains("--split: train:x (expected: NAME:SIZE with a whole number)");
    assertThat(ingest("a", "--split", "train:1,train:2").err()).contains("train twice");
    assertThat(ingest("a", "--split", "tr ain").err()).contains("--split tr ain");
    assertThat(ingest("a", "--by-time", "at", "--group-by", "taxi").err())
        .contains("--by-time: with --group-by");
    assertThat(ingest("a", "--sample", "2").err()).contains("2.0 (expected: above 0, at most 1)");
    assertThat(directory.resolve("a")).doesNotExist();
    ingest("a");
    var twice = ingest("a");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(twice.err()).contains("--out: " + at("a") + ", which exists");
  }

  @Test
  void doesNotWriteOverWhatItReads() throws IOException {
    var before = Files.readString(Path.of(trips));
    var over = ingest("examples", "--quarantine", trips);
    assertThat(over.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(over.err())
        .contains("--quarantine: " + trips + ", which is read (expected: a file that the command");
    assertThat(Path.of(trips)).hasContent(before);
    assertThat(ingest("examples", "--quarantine", at("examples")).err())
        .contains("--out: ", "where --quarantine is written (expected: a place of its own)");
    assertThat(ingest("examples", "--quarantine", at("examples/bad.jsonl")).err())
        .contains("where --out is written");
    assertThat(Console.call("data", "ingest", trips, "--out", "").err()).contains("--out: ''");
    try (var left = Files.list(directory)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("trips.csv");
    }
  }

  @Test
  void keepsTheBytesOfRowsThatAreNoUtf8() throws IOException {
    var bytes = "at,fare\n1,2\n3,caf\u00e9\n4\n".getBytes(ISO_8859_1);
    Files.write(directory.resolve("trips.csv"), bytes);
    ingest("examples", "--max-bad-rows", "2", "--quarantine", at("bad.jsonl"));

    var rows = Files.readAllLines(directory.resolve("bad.jsonl"));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .contains("\"line\":3", "\"row\":\"3,caf\ufffd\\n\"")
        .endsWith("\"row_base64\":\"MyxjYWbpCg==\"}");
    assertThat(rows.get(1)).endsWith("\"row\":\"4\\n\"}");
  }

  @Test
  void aQuarantineIsMadeIfTheSourceIsReadAndOnlyThen() throws IOException {
    ingest("examples", "--quarantine", at("none.jsonl"));
    assertThat(directory.resolve("none.jsonl")).isEmptyFile();
    var absent =
        Console.call(
            "data", "ingest", at("absent"), "--out", at("b"), "--quarantine", at("b.jsonl"));
    assertThat(absent.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(directory.resolve("b.jsonl")).doesNotExist();
  }

  @Test
  void othersMayReadTheExamplesIfTheyMayReadWhatIsMadeHere() throws IOException {
    ingest("examples");
    var usual = Files.createDirectory(directory.resolve("usual"));
    assertThat(Files.getPosixFilePermissions(directory.resolve("examples")))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void speaksOfOneRow() throws IOException {
    Files.writeString(directory.resolve("trips.csv"), "at\n1\n2,3\n");
    var one = ingest("examples", "--max-bad-rows", "1");
    assertThat(one.out()).contains(": 1 row, 1 column\n");
    assertThat(one.err()).contains("1 row cannot be read and is left out");
  }
}
