package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelationsTest {
  private static final ArrowType DOUBLE =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("label", new ArrowType.Int(64, true)),
              Field.nullable("same", new ArrowType.Utf8()),
              Field.nullable("other", new ArrowType.Utf8()),
              Field.nullable("number", DOUBLE),
              Field.nullable("twice", DOUBLE)));
  private static final int ROWS = 400;

  @TempDir Path directory;
  private int splits;

  @Test
  void correlationsAreOfRowsThatHaveBothNumbers() throws Exception {
    var statistics = describe(StatisticsOptions.DEFAULT.withCorrelations(), 2);

    assertThat(statistics.getCrossFeaturesCount()).isEqualTo(3);
    var cross = statistics.getCrossFeatures(2);
    assertThat(cross.getPathX().getStepList()).containsExactly("number");
    assertThat(cross.getPathY().getStepList()).containsExactly("twice");
    assertThat(cross.getCount()).isEqualTo(ROWS - 10);
    assertThat(cross.getNumCrossStats().getCorrelation()).isEqualTo(1);
    assertThat(statistics.getFeatures(3).getCustomStatsList())
        .noneMatch(statistic -> statistic.getName().startsWith("mutual"));
  }

  @Test
  void whatDecidesTheLabelTellsAllOfIt() throws Exception {
    var statistics = describe(StatisticsOptions.DEFAULT.withLabel("label"), 2);
    var bits = bits(statistics);

    // four labels of equal count
    assertThat(bits.get("same")).isBetween(1.98, 2.0);
    assertThat(statistics.getFeatures(1).getCustomStatsList())
        .filteredOn(statistic -> statistic.getName().equals("mutual_information"))
        .singleElement()
        .satisfies(statistic -> assertThat(statistic.getNum()).isCloseTo(2, within(1e-12)));
    assertThat(bits.get("other")).isCloseTo(0, within(1e-12));
    // numbers rise with the row while the label goes round: no bin of numbers tells a label
    assertThat(bits.get("number")).isBetween(0.0, 0.05);
    assertThat(bits).doesNotContainKey("label");
  }

  @Test
  void ofIndependentColumnsTheAdjustedInformationIsNearlyNothing() throws Exception {
    Rows.fromCsv(Rows.TAXI, directory, "taxi");
    var options = StatisticsOptions.DEFAULT.withLabel("payment_type").withCorrelations();

    var one = describe("taxi", options, 1);

    assertThat(describe("taxi", options, 3)).isEqualTo(one);
    assertThat(bits(one).get("tips")).isGreaterThan(0.5);
    assertThat(bits(one).get("trip_start_day")).isLessThan(0.02);
    assertThat(one.getCrossFeaturesList())
        .filteredOn(
            cross ->
                cross.getPathX().getStep(0).equals("pickup_latitude")
                    && cross.getPathY().getStep(0).equals("pickup_longitude"))
        .singleElement()
        .satisfies(
            cross -> assertThat(cross.getNumCrossStats().getCorrelation()).isBetween(-1f, -0.3f));
  }

  @Test
  void refusesALabelThatIsNone() {
    assertThatThrownBy(() -> describe(StatisticsOptions.DEFAULT.withLabel("number"), 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'number'")
        .hasMessageContaining("text, bytes, integers or booleans");
    assertThatThrownBy(() -> describe(StatisticsOptions.DEFAULT.withLabel("lable"), 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'lable' of mutual information: not described");
  }

  private static Map<String, Double> bits(DatasetFeatureStatistics statistics) {
    return statistics.getFeaturesList().stream()
        .filter(feature -> bits(feature.getCustomStatsList()) >= 0)
        .collect(
            Collectors.toMap(
                feature -> feature.getPath().getStep(0),
                feature -> bits(feature.getCustomStatsList())));
  }

  private static double bits(List<CustomStatistic> statistics) {
    return statistics.stream()
        .filter(statistic -> statistic.getName().equals("adjusted_mutual_information"))
        .mapToDouble(CustomStatistic::getNum)
        .findFirst()
        .orElse(-1);
  }

  private DatasetFeatureStatistics describe(StatisticsOptions options, int threads)
      throws Exception {
    var split = "split-" + ++splits;
    Rows.write(directory, split, SCHEMA, List.of(RelationsTest::fill));
    return describe(split, options, threads);
  }

  private DatasetFeatureStatistics describe(String split, StatisticsOptions options, int threads)
      throws Exception {
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.compute(
          new LocalDataEngine(allocator, threads), Dataset.of(directory, List.of(split)), options);
    }
  }

  private static void fill(VectorSchemaRoot batch) {
    for (int row = 0; row < ROWS; row++) {
      int label = row % 4;
      ((BigIntVector) batch.getVector("label")).setSafe(row, label);
      // a missing value is a value of its own
      if (label > 0) {
        ((VarCharVector) batch.getVector("same")).setSafe(row, new byte[] {(byte) ('a' + label)});
      }
      ((VarCharVector) batch.getVector("other")).setSafe(row, new byte[] {'x'});
      ((Float8Vector) batch.getVector("number")).setSafe(row, row < 5 ? Double.NaN : row);
      if (row < ROWS - 5) {
        ((Float8Vector) batch.getVector("twice")).setSafe(row, 2.0 * row);
      }
    }
    batch.setRowCount(ROWS);
  }
}
