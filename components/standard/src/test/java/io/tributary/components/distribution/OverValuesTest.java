package io.tributary.components.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TFDV's histograms do not see or only seem to see; from rows to verdicts. */
class OverValuesTest {
  private static final Path TAXI = Path.of("../../pipelines/data/chicago-taxi/trips.csv");
  private static final int FARE = 1;

  @TempDir Path directory;
  private int datasets;

  private DatasetFeatureStatistics describe(double[] column, StatisticsOptions options)
      throws IOException {
    return describe(
        allocator -> {
          var vector = new Float8Vector("x", allocator);
          vector.allocateNew(column.length);
          for (int i = 0; i < column.length; i++) {
            vector.set(i, column[i]);
          }
          vector.setValueCount(column.length);
          return vector;
        },
        options);
  }

  private DatasetFeatureStatistics describe(double[] column) throws IOException {
    return describe(column, StatisticsOptions.DEFAULT);
  }

  private DatasetFeatureStatistics describe(int rows, IntFunction<String> texts)
      throws IOException {
    return describe(
        allocator -> {
          var vector = new VarCharVector("x", allocator);
          for (int i = 0; i < rows; i++) {
            vector.setSafe(i, texts.apply(i).getBytes(StandardCharsets.UTF_8));
          }
          vector.setValueCount(rows);
          return vector;
        },
        StatisticsOptions.DEFAULT);
  }

  private interface Column {
    FieldVector make(RootAllocator allocator);
  }

  private DatasetFeatureStatistics describe(Column column, StatisticsOptions options)
      throws IOException {
    var artifact = directory.resolve("data-" + ++datasets);
    var split = Files.createDirectories(artifact.resolve("Split-all"));
    try (var allocator = new RootAllocator();
        var batch = VectorSchemaRoot.of(column.make(allocator))) {
      try (var writer = new ExamplesWriter(split, batch.getSchema(), allocator)) {
        writer.append(batch);
      }
      var engine =
          ServiceLoader.load(DataEngine.Provider.class)
              .findFirst()
              .orElseThrow()
              .open(allocator, 2);
      return DatasetStatistics.compute(engine, Dataset.of(artifact, List.of("all")), options);
    }
  }

  private static Verdict measure(
      DatasetFeatureStatistics current,
      DatasetFeatureStatistics baseline,
      Distance distance,
      Basis basis) {
    return new DatasetComparison(current, baseline, Against.PREVIOUS, basis)
        .by(
            List.of(Comparison.of("x", distance).atMost(0)),
            io.tributary.proto.tfmd.Schema.getDefaultInstance())
        .get(0);
  }

  private static double value(
      DatasetFeatureStatistics current,
      DatasetFeatureStatistics baseline,
      Distance distance,
      Basis basis) {
    return measure(current, baseline, distance, basis).value().orElseThrow();
  }

  /** Fares of every third row, from a row on. */
  private static double[] fares(int from) throws IOException {
    var lines = Files.readAllLines(TAXI);
    var fares = new ArrayList<Double>();
    for (int i = 1 + from; i < lines.size(); i += 3) {
      fares.add(Double.parseDouble(lines.get(i).split(",")[FARE]));
    }
    return fares.stream().mapToDouble(fare -> fare).toArray();
  }

  @Test
  void anotherRangeLooksLikeDriftToTfdvOnly() throws IOException {
    var some = describe(fares(0));
    var others = describe(fares(2));
    assertThat(value(some, others, Distance.JENSEN_SHANNON, Basis.TFDV)).isGreaterThan(0.3);

    var verdict = measure(some, others, Distance.JENSEN_SHANNON, Basis.VALUES);
    assertThat(verdict.value().orElseThrow()).isLessThan(0.004);
    assertThat(verdict.value().orElseThrow()).isLessThan(2 * verdict.byChance().orElseThrow());
    assertThat(measure(some, others, Distance.KOLMOGOROV_SMIRNOV, Basis.VALUES).pValue())
        .hasValueSatisfying(p -> assertThat(p).isGreaterThan(0.01));
  }

  @Test
  void anOutlierHidesADriftFromTfdvOnly() throws IOException {
    var outlier = DoubleStream.of(100_000);
    var before = describe(DoubleStream.concat(outlier, DoubleStream.of(fares(0))).toArray());
    var after =
        describe(
            DoubleStream.concat(
                    DoubleStream.of(100_000), DoubleStream.of(fares(1)).map(fare -> fare * 1.2))
                .toArray());
    assertThat(value(after, before, Distance.JENSEN_SHANNON, Basis.TFDV)).isLessThan(0.0001);

    var verdict = measure(after, before, Distance.JENSEN_SHANNON, Basis.VALUES);
    assertThat(verdict.value().orElseThrow()).isGreaterThan(0.02);
    assertThat(verdict.value().orElseThrow()).isGreaterThan(10 * verdict.byChance().orElseThrow());
    assertThat(measure(after, before, Distance.KOLMOGOROV_SMIRNOV, Basis.VALUES).pValue())
        .hasValueSatisfying(p -> assertThat(p).isLessThan(1e-9));
    assertThat(value(after, before, Distance.NORMALIZED_WASSERSTEIN, Basis.VALUES))
        .isGreaterThan(0.1);
  }

  @Test
  void aDriftBeyondTheThousandthTextIsSeenOverValuesOnly() throws IOException {
    var before = describe(20_000, i -> i < 10_000 ? "often " + i % 1000 : "before " + i % 2000);
    var after = describe(20_000, i -> i < 10_000 ? "often " + i % 1000 : "after " + i % 2000);
    assertThat(value(after, before, Distance.JENSEN_SHANNON, Basis.TFDV)).isZero();
    assertThat(value(after, before, Distance.JENSEN_SHANNON, Basis.VALUES))
        .isCloseTo(0.5, within(1e-12));
  }

  @Test
  void cellsOfManyNumbersMeasureAlmostAsTheNumbersThemselves() throws IOException {
    var random = new Random(5);
    var one = IntStream.range(0, 30_000).mapToDouble(i -> random.nextGaussian()).toArray();
    var other =
        IntStream.range(0, 20_000).mapToDouble(i -> 0.1 + 1.1 * random.nextGaussian()).toArray();
    var exact = StatisticsOptions.DEFAULT.withValueCells(1 << 17);
    var cellsOne = describe(one);
    var cellsOther = describe(other);
    var exactOne = describe(one, exact);
    var exactOther = describe(other, exact);

    assertCloseToExact(
        cellsOne, cellsOther, exactOne, exactOther, Distance.KOLMOGOROV_SMIRNOV, 0.004);
    assertCloseToExact(cellsOne, cellsOther, exactOne, exactOther, Distance.WASSERSTEIN, 0.002);
    assertCloseToExact(cellsOne, cellsOther, exactOne, exactOther, Distance.JENSEN_SHANNON, 0.0005);
    assertCloseToExact(
        cellsOne, cellsOther, exactOne, exactOther, Distance.POPULATION_STABILITY_INDEX, 0.001);
  }

  private static void assertCloseToExact(
      DatasetFeatureStatistics current,
      DatasetFeatureStatistics baseline,
      DatasetFeatureStatistics exactCurrent,
      DatasetFeatureStatistics exactBaseline,
      Distance distance,
      double tolerance) {
    double exact = value(exactCurrent, exactBaseline, distance, Basis.VALUES);
    assertThat(value(current, baseline, distance, Basis.VALUES))
        .as(distance.name())
        .isCloseTo(exact, within(tolerance));
    assertThat(exact).as(distance.name()).isGreaterThan(3 * tolerance);
  }
}
