package io.tributary.pipelines.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are about spans of CSV files: by a back-fill, and upon their arrival. */
class SpannedRunTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  @TempDir private Path directory;

  @BeforeEach
  void makeData() throws IOException {
    Files.createDirectories(data());
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void write(int day) throws IOException {
    var written = Files.writeString(directory.resolve("written"), "n\n" + day + "\n" + day + "\n");
    Files.move(written, data().resolve(FIRST.plusDays(day) + ".csv"));
  }

  private String home() {
    return directory.resolve("home").toString();
  }

  private Outcome call(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home()));
    return Outcome.of(directory, all.toArray(String[]::new));
  }

  private Outcome backfill(int days, String... further) throws Exception {
    return call(backfillCommand(days, further));
  }

  private String[] backfillCommand(int days, String... further) {
    var arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                Days.class.getName(),
                "--set",
                "data=" + data(),
                "--name",
                "fill",
                "--from",
                FIRST.toString(),
                "--to",
                FIRST.plusDays(days - 1).toString()));
    arguments.addAll(List.of(further));
    return arguments.toArray(String[]::new);
  }

  private List<String> complete() throws Exception {
    return call("runs", "--limit", "1000")
        .out()
        .lines()
        .filter(line -> line.contains("COMPLETE"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .sorted()
        .toList();
  }

  @Test
  void backfillRunsEachSpanAndTriesAgainWhatHasFailed() throws Exception {
    for (int day : List.of(0, 1, 3)) {
      write(day);
    }
    var begun = backfill(4, "--limit", "2");
    assertThat(begun.exitCode()).as(begun.everything()).isEqualTo(1);
    assertThat(begun.out())
        .contains("back-fill fill FAILED: spans 20758 to 20761 in 4 runs, 2 at a time")
        .contains("3 complete, 1 failed, 0 left")
        .containsPattern("span 20760 FAILED, FAILED: failed: CsvExampleGen, run fill-span-20760");
    assertThat(call("show", "fill-span-20760").out())
        .contains(
            data() + ": no file for span 20760 (2026-11-03), that is '2026-11-03.csv'",
            "there are 3 spans from 20758 to 20761");
    assertThat(complete()).containsExactly("fill-span-20758", "fill-span-20759", "fill-span-20761");

    write(2);
    var resumed = call("backfill", "resume", "fill");
    assertThat(resumed.exitCode()).as(resumed.everything()).isZero();
    assertThat(complete()).hasSize(4).contains("fill-span-20760");
    assertThat(call("show", "fill-span-20760").out())
        .contains("started by back-fill fill, span-20760", "span = 20760");
    assertThat(call("backfill", "list").out()).contains("COMPLETE");
    var byHand =
        call("run", Days.class.getName(), "--set", "data=" + data(), "--set", "span=2026-11-03");
    assertThat(byHand.exitCode()).as(byHand.everything()).isZero();
    assertThat(call("show").out()).containsPattern("CsvExampleGen +CACHED");
  }

  @Test
  void batchedBackfillReadsTheSpansOfABatchTogether() throws Exception {
    for (int day = 0; day < 5; day++) {
      write(day);
    }
    var done = backfill(5, "--policy", "batched:3");
    assertThat(done.exitCode()).as(done.everything()).isZero();
    assertThat(complete()).containsExactly("fill-spans-20758-20760", "fill-spans-20761-20762");
  }

  @Test
  void backfillThatIsKilledIsGoneOnWithAndNothingIsDoubled() throws Exception {
    for (int day = 0; day < 12; day++) {
      write(day);
    }
    var arguments = new ArrayList<>(List.of(backfillCommand(12, "--limit", "3")));
    arguments.addAll(List.of("--home", home()));
    var out = directory.resolve("killed.out");
    var process =
        Outcome.start(
            directory, out, directory.resolve("killed.err"), arguments.toArray(String[]::new));
    while (!Files.readString(out).contains("ENDED")) {
      assertThat(process.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    process.destroyForcibly().waitFor();
    var before = complete();
    assertThat(before).isNotEmpty().hasSizeLessThan(12);

    var resumed = call("backfill", "resume", "fill");
    assertThat(resumed.exitCode()).as(resumed.everything()).isZero();
    assertThat(complete()).hasSize(12).doesNotHaveDuplicates().containsAll(before);
    assertThat(call("runs", "--limit", "1000").out().lines().filter(line -> line.contains("fill-")))
        .hasSize(12);
  }

  @Test
  void spanThatArrivesIsRunAndItsArtifactRunsAnotherPipeline() throws Exception {
    write(0);
    var added =
        call(
            "schedule",
            "add",
            "arrivals",
            Days.class.getName(),
            "--set",
            "data=" + data(),
            "--on-span",
            data() + "/{YYYY}-{MM}-{DD}.csv",
            "--settle",
            "0s");
    assertThat(added.exitCode()).as(added.everything()).isZero();
    added =
        call(
            "schedule",
            "add",
            "chained",
            Misbehaving.class.getName(),
            "--set",
            "how=well",
            "--on-artifact",
            "days/StatisticsGen.statistics");
    assertThat(added.exitCode()).as(added.everything()).isZero();

    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tributary.cli.Tributary",
                "server",
                "--home",
                home())
            .redirectError(directory.resolve("server.err").toFile())
            .start();
    try (var lines = process.inputReader(UTF_8)) {
      write(1);
      assertThat(firstEnd(lines)).endsWith("run arrivals-span-20759");
      assertThat(firstEnd(lines)).contains("run chained-artifact-");
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(complete()).hasSize(2);
    assertThat(call("show", "arrivals-span-20759").out())
        .contains("started by schedule arrivals, span-20759", "span = 20759");
  }

  /** The next run that the server says is complete. */
  private static String firstEnd(BufferedReader lines) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("ENDED, COMPLETE, run ")) {
        return line;
      }
    }
    throw new AssertionError("the server ended before a run did");
  }
}
