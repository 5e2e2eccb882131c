package io.tributary.components.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStatisticsGenTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<ExampleStatistics> CURRENT =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<ExampleStatistics> EARLIER =
      Channel.of("EarlierStatistics", "statistics", ArtifactType.of(ExampleStatistics.class));

  @TempDir Path directory;

  @Test
  void areTheBytesOfOnePassOverAllRows() throws Exception {
    var options =
        StatisticsOptions.DEFAULT
            .withWeightFeature("fare")
            .withSlices(Slicing.byFeature("payment_type"), Slicing.parse("trip_miles > 5"));

    assertThat(window(options).toByteString()).isEqualTo(onePass(options).toByteString());
  }

  @Test
  void ofManyDifferentValuesOnlyFrequentTextsAreLeftOut() throws Exception {
    var options = StatisticsOptions.DEFAULT.withExactValues(50).withValueCells(0);

    var window = window(options);

    var expected = onePass(options).toBuilder();
    var company = expected.getDatasetsBuilder(0).getFeaturesBuilder(14);
    assertThat(company.getPath().getStep(0)).isEqualTo("company");
    assertThat(company.getStringStats().getTopValuesCount()).isPositive();
    company.getStringStatsBuilder().clearTopValues().clearRankHistogram();
    assertThat(window.toByteString()).isEqualTo(expected.build().toByteString());
    assertThat(progress).anySatisfy(line -> assertThat(line).contains("[company]"));
  }

  @Test
  void keepSlicesWithNamesOfAnyLength() throws Exception {
    var aggregation =
        new StatisticsAggregation(
            StatisticsOptions.DEFAULT.withSlices(Slicing.byFeature("company")));
    try (var allocator = new RootAllocator();
        var company = new VarCharVector("company", allocator)) {
      var name = "sträßchen ".repeat(10_000);
      company.setSafe(0, name.getBytes(UTF_8));
      company.setValueCount(1);
      var batch = VectorSchemaRoot.of(company);
      var accumulator = aggregation.create(batch.getSchema());
      aggregation.add(accumulator, batch);
      var split = Files.createDirectories(directory.resolve("Split-long"));
      AccumulatorFile.write(split, aggregation, accumulator);

      assertThat(aggregation.finish(AccumulatorFile.read(split, aggregation)).statistics())
          .isEqualTo(aggregation.finish(accumulator).statistics())
          .extracting(DatasetFeatureStatistics::getName)
          .containsExactly(StatisticsReader.ALL_EXAMPLES, "company_" + name);
    }
  }

  @Test
  void keepOptionsOfAnyLength() throws Exception {
    var names = Collections.nCopies(20_000, "fare").toArray(String[]::new);
    var options = StatisticsOptions.DEFAULT.withFeatures(names);

    assertThat(window(options).toByteString()).isEqualTo(onePass(options).toByteString());
  }

  @Test
  void tellOtherNumbersOfBucketsThanTheSpansDid() throws Exception {
    var made = statistics(StatisticsOptions.DEFAULT, parts());
    var few = StatisticsOptions.DEFAULT.withHistogramBuckets(3);

    assertThat(merge(new WindowStatisticsGen(CURRENT).withOptions(few), made))
        .extracting(list -> list.getDatasets(0).getFeatures(1).getNumStats().getHistograms(0))
        .satisfies(histogram -> assertThat(histogram.getBucketsCount()).isEqualTo(3));
  }

  @Test
  void refusesStatisticsThatWereMadeOtherwise() throws Exception {
    var made = statistics(StatisticsOptions.DEFAULT, parts());
    var other = StatisticsOptions.DEFAULT.withExcludedFeatures("company");
    var component = new WindowStatisticsGen(CURRENT).withEarlier(EARLIER);

    assertThatThrownBy(() -> merge(component.withOptions(other), made))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("made with exactValues=262144")
        .hasMessageContaining("[company]");
    var file = made.get(1).resolve("Split-all").resolve(AccumulatorFile.NAME);
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> merge(component, made)).hasMessageContaining("ends too early");
    bytes[11]++;
    Files.write(file, bytes);
    assertThatThrownBy(() -> merge(component, made))
        .hasMessageContaining("version 4 of the format (expected: version 3)");
    Files.delete(file);
    assertThatThrownBy(() -> merge(component, made))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("StatisticsGen.withAccumulators()");
  }

  @Test
  void refusesSpansWithOtherColumns() throws Exception {
    var csv = directory.resolve("renamed.csv");
    Files.writeString(csv, Files.readString(Rows.TAXI).replaceFirst("company", "firm"));
    var renamed = directory.resolve("renamed");
    Rows.fromCsv(csv, renamed, "all");
    var made = statistics(StatisticsOptions.DEFAULT, List.of(whole(), renamed));

    assertThatThrownBy(() -> merge(new WindowStatisticsGen(CURRENT).withEarlier(EARLIER), made))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("firm: TEXT")
        .hasMessageContaining("company: TEXT");
  }

  @Test
  void describeTheFirstSpanAlone() throws Exception {
    var made = statistics(StatisticsOptions.DEFAULT, parts().subList(0, 1));

    assertThat(merge(new WindowStatisticsGen(CURRENT), made))
        .isEqualTo(
            DatasetFeatureStatisticsList.parseFrom(
                Files.readAllBytes(
                    made.get(0).resolve("Split-all").resolve(StatisticsReader.FILE))));
  }

  private DatasetFeatureStatisticsList window(StatisticsOptions options) throws Exception {
    return merge(
        new WindowStatisticsGen(CURRENT).withEarlier(EARLIER).withOptions(options),
        statistics(options, parts()));
  }

  private DatasetFeatureStatisticsList onePass(StatisticsOptions options) throws Exception {
    var made = statistics(options, List.of(whole()));
    return DatasetFeatureStatisticsList.parseFrom(
        Files.readAllBytes(made.get(0).resolve("Split-all").resolve(StatisticsReader.FILE)));
  }

  /** Examples with some of the taxi data each. */
  private List<Path> parts() throws Exception {
    var whole = whole();
    var parts = new ArrayList<Path>();
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(whole, List.of("all")), allocator)) {
      while (reader.loadNextBatch()) {
        int rows = reader.batch().getRowCount();
        for (int from = 0; from < rows; from += 3_000) {
          var part = directory.resolve("part-" + ++runs);
          var split = Files.createDirectories(part.resolve("Split-all"));
          try (var writer = new ExamplesWriter(split, reader.schema(), allocator);
              var some = reader.batch().slice(from, Math.min(3_000, rows - from))) {
            writer.append(some);
          }
          parts.add(part);
        }
      }
    }
    return parts;
  }

  private Path whole() throws Exception {
    var whole = directory.resolve("whole-" + ++runs);
    Rows.fromCsv(Rows.TAXI, whole, "all");
    return whole;
  }

  private int runs;

  /** Statistics with accumulators, one artifact for each of examples. */
  private List<Path> statistics(StatisticsOptions options, List<Path> parts) throws Exception {
    var component = new StatisticsGen(EXAMPLES).withOptions(options).withAccumulators();
    var made = new ArrayList<Path>();
    for (var examples : parts) {
      try (var run =
          FakeRun.of(component, directory.resolve("run-" + ++runs)).given(EXAMPLES, examples)) {
        made.add(run.execute().made(StatisticsGen.Outputs::statistics).path());
      }
    }
    return made;
  }

  private final List<String> progress = new ArrayList<>();

  private DatasetFeatureStatisticsList merge(WindowStatisticsGen component, List<Path> statistics)
      throws Exception {
    var run = FakeRun.of(component, directory.resolve("run-" + ++runs));
    try (run) {
      run.given(CURRENT, statistics.get(statistics.size() - 1), Map.of(ExampleStatistics.SPAN, 7L));
      statistics.subList(0, statistics.size() - 1).forEach(earlier -> run.given(EARLIER, earlier));
      var made = run.execute().made(WindowStatisticsGen.Outputs::statistics);
      assertThat(made.property(ExampleStatistics.SPAN)).contains(7L);
      progress.addAll(run.messages());
      return DatasetFeatureStatisticsList.parseFrom(
          Files.readAllBytes(made.split("all").resolve(StatisticsReader.FILE)));
    }
  }
}
