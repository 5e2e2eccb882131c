package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsGenTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  @TempDir Path directory;

  @Test
  void writesTheSameBytesOnAnyNumberOfThreads() throws Exception {
    var payload = directory.resolve("examples");
    Rows.fromCsv(Rows.TAXI, payload, "all");
    var small = StatisticsOptions.DEFAULT.withExactValues(50);
    for (var component :
        List.of(new StatisticsGen(EXAMPLES), new StatisticsGen(EXAMPLES).withOptions(small))) {
      var one = describe(component, payload, "all", 1);
      var three = describe(component, payload, "all", 3);
      assertThat(three.toByteString()).isEqualTo(one.toByteString());
    }
  }

  @Test
  void keepsCountsAndMomentsExactWhereValuesAreTooManyForTheTable() throws Exception {
    var payload = directory.resolve("examples");
    Rows.fromCsv(Rows.TAXI, payload, "all");
    var exact = describe(new StatisticsGen(EXAMPLES), payload, "all", 2);
    var options = StatisticsOptions.DEFAULT.withExactValues(50);
    var bounded = describe(new StatisticsGen(EXAMPLES).withOptions(options), payload, "all", 2);

    for (int i = 0; i < exact.getFeaturesCount(); i++) {
      var a = bounded.getFeatures(i).getNumStats();
      var b = exact.getFeatures(i).getNumStats();
      assertThat(a.getCommonStats()).isEqualTo(b.getCommonStats());
      assertThat(a.getMean()).isEqualTo(b.getMean());
      assertThat(a.getStdDev()).isEqualTo(b.getStdDev());
      assertThat(a.getMin()).isEqualTo(b.getMin());
      assertThat(a.getMax()).isEqualTo(b.getMax());
      assertThat(a.getNumZeros()).isEqualTo(b.getNumZeros());
    }
    var fare = feature(bounded, "fare").getNumStats();
    assertThat(fare.getMedian()).isCloseTo(7.85, within(1.0));
    var company = feature(bounded, "company").getStringStats();
    var allCompanies = feature(exact, "company").getStringStats();
    assertThat(company.getUnique()).isBetween(30L, 100L);
    assertThat(company.getTopValuesList()).isEqualTo(allCompanies.getTopValuesList());
  }

  @Test
  void countsNanAndInfinitiesApart() throws Exception {
    var schema = new Schema(List.of(floating("x")));
    var payload = directory.resolve("examples");
    Rows.write(
        payload,
        "all",
        schema,
        List.of(
            batch -> {
              var x = (Float8Vector) batch.getVector("x");
              double[] values = {
                1, 2, 3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0
              };
              for (int i = 0; i < values.length; i++) {
                x.setSafe(i, values[i]);
              }
              batch.setRowCount(values.length);
            }));

    var x = describe(new StatisticsGen(EXAMPLES), payload, "all", 2).getFeatures(0).getNumStats();

    assertThat(x.getCommonStats().getTotNumValues()).isEqualTo(8);
    assertThat(x.getNumZeros()).isEqualTo(2);
    assertThat(x.getMean()).isNaN();
    assertThat(x.getMin()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(x.getMax()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(x.getMedian()).isEqualTo(1);
    assertThat(x.getHistograms(0).getNumNan()).isEqualTo(1);
    assertThat(x.getHistograms(1).getNumNan()).isEqualTo(1);
    assertThat(x.getHistograms(0).getBucketsCount()).isEqualTo(12);
    assertThat(x.getHistograms(0).getBuckets(0).getSampleCount()).isEqualTo(1);
    assertThat(x.getHistograms(0).getBuckets(11).getSampleCount()).isEqualTo(1);
  }

  @Test
  void givesListsSeveralValuesPerExample() throws Exception {
    var schema =
        new Schema(
            List.of(
                new Field(
                    "tags",
                    FieldType.nullable(new ArrowType.List()),
                    List.of(integer("element")))));
    var payload = directory.resolve("examples");
    Rows.write(payload, "all", schema, List.of(batch -> fillLists(batch)));

    var tags = describe(new StatisticsGen(EXAMPLES), payload, "all", 1).getFeatures(0);

    assertThat(tags.getType()).isEqualTo(FeatureNameStatistics.Type.INT);
    var common = tags.getNumStats().getCommonStats();
    assertThat(common.getNumNonMissing()).isEqualTo(3);
    assertThat(common.getNumMissing()).isEqualTo(1);
    assertThat(common.getMinNumValues()).isEqualTo(0);
    assertThat(common.getMaxNumValues()).isEqualTo(3);
    assertThat(common.getTotNumValues()).isEqualTo(4);
    assertThat(tags.getNumStats().getMean()).isEqualTo(2.5);
  }

  private static void fillLists(VectorSchemaRoot batch) {
    UnionListWriter lists = ((ListVector) batch.getVector("tags")).getWriter();
    long[][] rows = {{1, 2, 3}, {}, null, {4}};
    for (int row = 0; row < rows.length; row++) {
      lists.setPosition(row);
      if (rows[row] != null) {
        lists.startList();
        for (long value : rows[row]) {
          lists.writeBigInt(value);
        }
        lists.endList();
      }
    }
    lists.setValueCount(rows.length);
    batch.setRowCount(rows.length);
  }

  @Test
  void describesColumnsWithoutAnyValue() throws Exception {
    var schema =
        new Schema(
            List.of(
                integer("i"),
                floating("f"),
                Field.nullable("t", new ArrowType.Utf8()),
                Field.nullable("n", new ArrowType.Null())));
    var payload = directory.resolve("examples");
    Rows.write(payload, "all", schema, List.of(batch -> batch.setRowCount(5)));
    Rows.write(payload, "empty", schema, List.of());

    for (var feature : describe(new StatisticsGen(EXAMPLES), payload, "all", 1).getFeaturesList()) {
      var common =
          feature.hasNumStats()
              ? feature.getNumStats().getCommonStats()
              : feature.getStringStats().getCommonStats();
      assertThat(common.getNumMissing()).isEqualTo(5);
      assertThat(common.getNumNonMissing()).isZero();
    }
    var empty = StatisticsReader.read(directory.resolve("run-1/outputs/statistics"), "empty");
    assertThat(empty.getNumExamples()).isZero();
    assertThat(empty.getFeaturesCount()).isEqualTo(4);
  }

  @Test
  void takesBooleansAsIntegers() throws Exception {
    var schema = new Schema(List.of(Field.nullable("b", new ArrowType.Bool())));
    var payload = directory.resolve("examples");
    Rows.write(
        payload,
        "all",
        schema,
        List.of(
            batch -> {
              var b = (BitVector) batch.getVector("b");
              b.setSafe(0, 1);
              b.setSafe(1, 0);
              b.setSafe(2, 1);
              batch.setRowCount(3);
            }));

    var b = describe(new StatisticsGen(EXAMPLES), payload, "all", 1).getFeatures(0);

    assertThat(b.getType()).isEqualTo(FeatureNameStatistics.Type.INT);
    assertThat(b.getNumStats().getMean()).isEqualTo(2.0 / 3);
  }

  @Test
  void leavesOutExcludedSplitsAndRefusesUnknownOnes() throws Exception {
    var payload = directory.resolve("examples");
    var schema = new Schema(List.of(integer("i")));
    Consumer<VectorSchemaRoot> one =
        batch -> {
          ((BigIntVector) batch.getVector("i")).setSafe(0, 7);
          batch.setRowCount(1);
        };
    Rows.write(payload, "train", schema, List.of(one));
    Rows.write(payload, "eval", schema, List.of(one));
    var component = new StatisticsGen(EXAMPLES);

    try (var run =
        FakeRun.of(component.withExcludedSplits("eval"), directory.resolve("run"))
            .given(EXAMPLES, payload)) {
      assertThat(run.execute().made(StatisticsGen.Outputs::statistics).splits())
          .containsExactly("train");
    }
    try (var run =
        FakeRun.of(component.withExcludedSplits("test"), directory.resolve("run2"))
            .given(EXAMPLES, payload)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("excludedSplits")
          .hasMessageContaining("[eval, train]");
    }
  }

  @Test
  void saysWhichPartIsNoArrowFile() throws Exception {
    var split = Files.createDirectories(directory.resolve("examples/Split-train"));
    Files.writeString(split.resolve("part-00000.arrow"), "ARROW1 but not really");
    try (var run =
        FakeRun.of(new StatisticsGen(EXAMPLES), directory.resolve("run"))
            .given(EXAMPLES, directory.resolve("examples"))) {
      assertThatThrownBy(run::execute)
          .isInstanceOfSatisfying(
              ExecutionFailure.class,
              failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA))
          .hasMessageContaining("Split-train")
          .hasMessageContaining("part-00000.arrow");
    }
  }

  @Test
  void optionsHaveAnEffect() throws Exception {
    var payload = directory.resolve("examples");
    Rows.fromCsv(Rows.TAXI, payload, "all");
    var options =
        StatisticsOptions.DEFAULT
            .withTopValues(3)
            .withRankHistogramBuckets(5)
            .withHistogramBuckets(6)
            .withQuantileBuckets(4)
            .withValueCells(50);
    var statistics = describe(new StatisticsGen(EXAMPLES).withOptions(options), payload, "all", 2);

    var fare = feature(statistics, "fare").getNumStats();
    assertThat(fare.getHistograms(0).getBucketsCount()).isEqualTo(6);
    assertThat(fare.getHistograms(1).getBucketsCount()).isEqualTo(4);
    assertThat(StoredValues.numbers(feature(statistics, "fare")).orElseThrow().getBucketsCount())
        .isBetween(20, 100);
    assertThat(StoredValues.texts(feature(statistics, "company")).orElseThrow().getBucketsCount())
        .isEqualTo(61);
    var company = feature(statistics, "company").getStringStats();
    assertThat(company.getTopValuesCount()).isEqualTo(3);
    assertThat(company.getRankHistogram().getBucketsCount()).isEqualTo(5);
    assertThat(company.getUnique()).isEqualTo(61);
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> StatisticsOptions.DEFAULT.withHistogramBuckets(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("histogramBuckets: 0 (expected: 1 to");
  }

  private int runs;

  private DatasetFeatureStatistics describe(
      StatisticsGen component, Path payload, String split, int threads) throws Exception {
    try (var run =
        FakeRun.of(component, directory.resolve("run-" + ++runs))
            .given(EXAMPLES, payload)
            .withThreads(threads)) {
      var made = run.execute().made(StatisticsGen.Outputs::statistics);
      return StatisticsReader.read(made.path(), split);
    }
  }

  private static FeatureNameStatistics feature(DatasetFeatureStatistics statistics, String name) {
    var found = new ArrayList<FeatureNameStatistics>();
    for (var feature : statistics.getFeaturesList()) {
      if (feature.getPath().getStep(0).equals(name)) {
        found.add(feature);
      }
    }
    return found.get(0);
  }

  private static Field integer(String name) {
    return Field.nullable(name, new ArrowType.Int(64, true));
  }

  private static Field floating(String name) {
    return Field.nullable(name, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
  }
}
