package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tributary.api.data.Dataset;
import io.tributary.data.Descriptions;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import io.tributary.proto.tfmd.StringStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text column with far more different values than the table may hold. */
class HeavyValuesTest {
  private static final int ROWS_PER_BATCH = 5_000;
  private static final int BATCHES = 20;

  @TempDir Path directory;
  private int artifacts;

  @Test
  void findsFrequentValuesAmongVeryManyWithExactCounts() throws Exception {
    var one = compute(1);

    assertThat(compute(3)).isEqualTo(one);
    // every tenth value is one of three, all others occur once
    assertThat(one.getTopValuesList().subList(0, 3))
        .extracting(StringStatistics.FreqAndValue::getValue)
        .containsExactly("often", "frequently", "again");
    assertThat(one.getTopValuesList().subList(0, 3))
        .extracting(StringStatistics.FreqAndValue::getFrequency)
        .containsExactly(5_000.0, 3_000.0, 2_000.0);
    double different = 0.9 * ROWS_PER_BATCH * BATCHES + 3;
    assertThat((double) one.getUnique()).isBetween(different * 0.8, different * 1.2);
    assertThat(one.getInvalidUtf8Count()).isEqualTo(BATCHES);
  }

  @Test
  void theSecondPassCanBeSentToOtherProcesses() {
    var pass =
        new HeavyValuesAggregation(
            List.of(
                HeavyCells.of(
                    StatisticsReader.ALL_EXAMPLES, 0, List.of("t"), new long[HeavyCells.CELLS])),
            StatisticsOptions.DEFAULT);

    assertThatCode(() -> Descriptions.write(pass, OutputStream.nullOutputStream()))
        .doesNotThrowAnyException();
  }

  @Test
  void theSecondPassReadsOnlyTheColumnsThatItNeeds() {
    var heavy =
        List.of(
            HeavyCells.of("", 7, List.of("t"), new long[HeavyCells.CELLS]),
            HeavyCells.of("", 9, List.of("s", "name"), new long[HeavyCells.CELLS]));
    var options = StatisticsOptions.DEFAULT.withSlices(Slicing.cross("k", "l"));

    assertThat(new HeavyValuesAggregation(heavy, options).readColumns())
        .contains(Set.of("t", "s", "k", "l"));
    assertThat(new HeavyValuesAggregation(heavy, options.withSample(0.5, 3)).readColumns())
        .isEmpty();
  }

  @Test
  void bothPassesSeeTheSameRowsAndColumns() throws Exception {
    var everything = StatisticsOptions.DEFAULT;
    for (var options :
        List.of(
            everything.withFeatures("t", "i").withWeightFeature("i"),
            everything.withExcludedFeatures("i"),
            everything.withSlices(Slicing.byFeature("k")),
            everything.withSlices(Slicing.parse("i < 40000")).withSample(0.5, 3))) {
      var exact = computeAll(2, options);
      var found = computeAll(2, options.withExactValues(1_000));

      for (int dataset = 0; dataset < exact.getDatasetsCount(); dataset++) {
        assertThat(topThree(found.getDatasets(dataset)))
            .isEqualTo(topThree(exact.getDatasets(dataset)))
            .hasSize(3);
      }
    }
  }

  private static List<StringStatistics.FreqAndValue> topThree(DatasetFeatureStatistics statistics) {
    return statistics.getFeaturesList().stream()
        .filter(feature -> feature.getPath().getStep(0).equals("t"))
        .flatMap(feature -> feature.getStringStats().getTopValuesList().stream().limit(3))
        .toList();
  }

  private StringStatistics compute(int threads) throws IOException {
    return computeAll(threads, StatisticsOptions.DEFAULT.withFeatures("t").withExactValues(1_000))
        .getDatasets(0)
        .getFeatures(0)
        .getStringStats();
  }

  private DatasetFeatureStatisticsList computeAll(int threads, StatisticsOptions options)
      throws IOException {
    var artifact = directory.resolve("examples-" + artifacts++);
    var batches = new ArrayList<Consumer<VectorSchemaRoot>>();
    for (int batch = 0; batch < BATCHES; batch++) {
      int first = batch * ROWS_PER_BATCH;
      batches.add(root -> fill(root, first));
    }
    var schema =
        new Schema(
            List.of(
                Field.nullable("i", new ArrowType.Int(32, true)),
                Field.nullable("t", new ArrowType.Utf8()),
                Field.nullable("k", new ArrowType.Utf8())));
    Rows.write(artifact, "all", schema, batches);
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.computeSlices(
          new LocalDataEngine(allocator, threads), Dataset.of(artifact, List.of("all")), options);
    }
  }

  private static void fill(VectorSchemaRoot root, int first) {
    var i = (IntVector) root.getVector("i");
    var t = (VarCharVector) root.getVector("t");
    var k = (VarCharVector) root.getVector("k");
    for (int row = 0; row < ROWS_PER_BATCH; row++) {
      int number = first + row;
      var value = number % 10 == 0 ? frequent(number / 10 % 10) : "value-" + number;
      byte[] notUtf8 = {(byte) 0xC3, (byte) (first / ROWS_PER_BATCH)};
      t.setSafe(row, row == 1 ? notUtf8 : value.getBytes(StandardCharsets.UTF_8));
      i.setSafe(row, number);
      k.setSafe(row, new byte[] {(byte) ('a' + number % 3)});
    }
    root.setRowCount(ROWS_PER_BATCH);
  }

  private static String frequent(int digit) {
    return digit < 5 ? "often" : digit < 8 ? "frequently" : "again";
  }
}
