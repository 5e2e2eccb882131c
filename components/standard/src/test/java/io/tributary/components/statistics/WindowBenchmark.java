package io.tributary.components.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a rolling window costs: the statistics of a new span, and merging them with those of 30
 * spans before, divided by the statistics of the new span alone. A span is some of the taxi trips,
 * drawn again and again, with the hour of each moved by its span. Prints a line of JSON. Not part
 * of the tests: {@code pipelines/benchmarks/data.sh window-100k window-1m}, or {@code ./mvnw test
 * -pl components/standard -am -Dtest=WindowBenchmark -Dsurefire.failIfNoSpecifiedTests=false}.
 *
 * <p>System properties: {@code window.rows} of a span, by default 100,000; {@code window.rounds},
 * by default 5.
 */
class WindowBenchmark {
  private static final int EARLIER_SPANS = 30;
  private static final int ROWS = Integer.getInteger("window.rows", 100_000);
  private static final int ROUNDS = Integer.getInteger("window.rounds", 5);
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<ExampleStatistics> CURRENT =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<ExampleStatistics> EARLIER =
      Channel.of("EarlierStatistics", "statistics", ArtifactType.of(ExampleStatistics.class));

  @TempDir Path directory;
  private int runs;

  @Test
  void aWindowOfThirtySpansAndANewOne() throws Exception {
    var trips = Files.readAllLines(Rows.TAXI);
    var earlier = new ArrayList<Path>();
    for (int span = 0; span < EARLIER_SPANS; span++) {
      var examples = examples(trips, span);
      earlier.add(describe(examples));
      delete(examples);
    }
    var examples = examples(trips, EARLIER_SPANS);
    var ofSpan = new double[ROUNDS];
    var ofMerging = new double[ROUNDS];
    var ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      var newest = describe(examples);
      long described = System.nanoTime();
      merge(earlier, newest);
      ofMerging[round] = (System.nanoTime() - described) / 1e9;
      ofSpan[round] = (described - began) / 1e9;
      ratios[round] = 1 + ofMerging[round] / ofSpan[round];
    }
    System.out.printf(
        Locale.ROOT,
        "{\"what\": \"a window of %d spans and a new one of %d rows\", \"rounds\": %d,"
            + " \"span_seconds\": %.3f, \"merge_seconds\": %.3f, \"ratio\": %.3f}%n",
        EARLIER_SPANS,
        ROWS,
        ROUNDS,
        median(ofSpan),
        median(ofMerging),
        median(ratios));
  }

  private Path examples(List<String> trips, int span) throws IOException {
    var csv = directory.resolve("span.csv");
    var random = new Random(span);
    int start = List.of(trips.get(0).split(",", -1)).indexOf("trip_start_timestamp");
    try (var writer = Files.newBufferedWriter(csv, UTF_8)) {
      writer.append(trips.get(0)).append('\n');
      for (int row = 0; row < ROWS; row++) {
        var cells = trips.get(1 + random.nextInt(trips.size() - 1)).split(",", -1);
        cells[start] = Long.toString(Long.parseLong(cells[start]) + 86_400L * span);
        writer.append(String.join(",", cells)).append('\n');
      }
    }
    var artifact = directory.resolve("span-" + span);
    Rows.fromCsv(csv, artifact, "all");
    return artifact;
  }

  private Path describe(Path examples) throws Exception {
    var component = new StatisticsGen(EXAMPLES).withAccumulators();
    try (var run = FakeRun.of(component, directory.resolve("run-" + ++runs))) {
      return run.given(EXAMPLES, examples).execute().made(StatisticsGen.Outputs::statistics).path();
    }
  }

  private void merge(List<Path> earlier, Path newest) throws Exception {
    var component = new WindowStatisticsGen(CURRENT).withEarlier(EARLIER);
    try (var run = FakeRun.of(component, directory.resolve("run-" + ++runs))) {
      run.given(CURRENT, newest);
      earlier.forEach(span -> run.given(EARLIER, span));
      run.execute();
    }
  }

  private static void delete(Path artifact) throws IOException {
    try (var files = Files.walk(artifact)) {
      for (var path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
