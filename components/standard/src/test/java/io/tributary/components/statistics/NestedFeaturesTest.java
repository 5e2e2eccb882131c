package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.PresenceAndValencyStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedFeaturesTest {
  private static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());
  private static final Field NUMBER = Field.nullable("number", new ArrowType.Int(64, true));
  private static final Field WEIGHT =
      Field.nullable("weight", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));

  @TempDir Path directory;

  @Test
  void fieldsOfStructsAreFeaturesThatAreMissingInStructs() throws Exception {
    var ours =
        describe(
            StatisticsOptions.DEFAULT.withWeightFeature("weight"),
            new Schema(List.of(struct("trip", TEXT, NUMBER), WEIGHT)),
            NestedFeaturesTest::fillStructs);

    assertThat(ours.getFeaturesList())
        .extracting(feature -> String.join(".", feature.getPath().getStepList()))
        .containsExactly("trip", "trip.text", "trip.number", "weight");
    assertThat(ours.getFeaturesList())
        .extracting(FeatureNameStatistics::getType)
        .containsExactly(
            FeatureNameStatistics.Type.STRUCT,
            FeatureNameStatistics.Type.STRING,
            FeatureNameStatistics.Type.INT,
            FeatureNameStatistics.Type.FLOAT);
    var trip = ours.getFeatures(0).getStructStats().getCommonStats();
    assertThat(trip.getNumNonMissing()).isEqualTo(3);
    assertThat(trip.getNumMissing()).isEqualTo(1);
    assertThat(trip.getWeightedCommonStats().getNumMissing()).isEqualTo(2);
    var text = ours.getFeatures(1).getStringStats();
    assertThat(text.getCommonStats().getNumNonMissing()).isEqualTo(2);
    assertThat(text.getCommonStats().getNumMissing()).isEqualTo(1);
    assertThat(text.getUnique()).isEqualTo(1);
    assertThat(text.getWeightedStringStats().getTopValues(0).getFrequency()).isEqualTo(5);
    var number = ours.getFeatures(2).getNumStats();
    assertThat(number.getMean()).isEqualTo(2);
    assertThat(number.getWeightedNumericStats().getMean()).isEqualTo((1 + 2 * 3 + 3 * 4) / 8.0);
    assertThat(ours.getWeightedNumExamples()).isEqualTo(10);
  }

  /**
   * Rows {a, 1}, none (though its fields hold something), {null, 2}, {a, 3}; weights 1, 2, 3, 4.
   */
  private static void fillStructs(VectorSchemaRoot batch) {
    var trip = (StructVector) batch.getVector("trip");
    var text = (VarCharVector) trip.getChild("text");
    var number = (BigIntVector) trip.getChild("number");
    long[] numbers = {1, 77, 2, 3};
    for (int row = 0; row < numbers.length; row++) {
      if (row != 1) {
        trip.setIndexDefined(row);
      }
      if (row != 2) {
        text.setSafe(row, new byte[] {'a'});
      }
      number.setSafe(row, numbers[row]);
      ((Float8Vector) batch.getVector("weight")).setSafe(row, row + 1.0);
    }
    batch.setRowCount(numbers.length);
  }

  @Test
  void listsOfListsTellHowManyValuesThereAreOnEachLevel() throws Exception {
    var ours =
        describe(
            StatisticsOptions.DEFAULT.withWeightFeature("weight"),
            new Schema(List.of(list("nested", list("inner", NUMBER)), WEIGHT)),
            NestedFeaturesTest::fillLists);

    var common = ours.getFeatures(0).getNumStats().getCommonStats();
    assertThat(common.getNumNonMissing()).isEqualTo(2);
    assertThat(common.getNumMissing()).isEqualTo(1);
    assertThat(common.getPresenceAndValencyStatsList())
        .containsExactly(level(2, 1, 1, 3, 4), level(3, 1, 0, 2, 3));
    assertThat(common.getWeightedPresenceAndValencyStats(0).getNumMissing()).isEqualTo(2);
    assertThat(common.getWeightedPresenceAndValencyStats(1).getTotNumValues())
        .isEqualTo(2 * 1 + 1 * 3);
    assertThat(ours.getFeatures(0).getNumStats().getMean()).isEqualTo(2);
    assertThat(ours.getFeatures(0).getNumStats().getCommonStats().getNumValuesHistogram())
        .satisfies(histogram -> assertThat(histogram.getBucketsCount()).isEqualTo(10));
  }

  private static PresenceAndValencyStatistics level(
      long present, long missing, long min, long max, long values) {
    return PresenceAndValencyStatistics.newBuilder()
        .setNumNonMissing(present)
        .setNumMissing(missing)
        .setMinNumValues(min)
        .setMaxNumValues(max)
        .setTotNumValues(values)
        .build();
  }

  /** Rows [[1, 2, null], null, []], none, [[3]]; weights 1, 2, 3. */
  private static void fillLists(VectorSchemaRoot batch) {
    var outer = (ListVector) batch.getVector("nested");
    var inner = (ListVector) outer.getDataVector();
    var numbers = (BigIntVector) inner.getDataVector();
    int start = outer.startNewValue(0);
    int first = inner.startNewValue(start);
    numbers.setSafe(first, 1);
    numbers.setSafe(first + 1, 2);
    numbers.setNull(first + 2);
    inner.endValue(start, 3);
    inner.setNull(start + 1);
    inner.startNewValue(start + 2);
    inner.endValue(start + 2, 0);
    outer.endValue(0, 3);
    start = outer.startNewValue(2);
    first = inner.startNewValue(start);
    numbers.setSafe(first, 3);
    inner.endValue(start, 1);
    outer.endValue(2, 1);
    for (int row = 0; row < 3; row++) {
      ((Float8Vector) batch.getVector("weight")).setSafe(row, row + 1.0);
    }
    batch.setRowCount(3);
  }

  @Test
  void structsInListsGiveTheirFieldsPathsOfTheirOwn() throws Exception {
    var schema = new Schema(List.of(list("stops", struct("element", TEXT))));
    var ours = describe(StatisticsOptions.DEFAULT, schema, NestedFeaturesTest::fillStops);

    var stops = ours.getFeatures(0).getStructStats().getCommonStats();
    assertThat(stops.getMaxNumValues()).isEqualTo(2);
    assertThat(stops.getTotNumValues()).isEqualTo(3);
    assertThat(ours.getFeatures(1).getPath().getStepList()).containsExactly("stops", "text");
    var text = ours.getFeatures(1).getStringStats();
    assertThat(text.getCommonStats().getNumNonMissing()).isEqualTo(2);
    assertThat(text.getCommonStats().getNumMissing()).isEqualTo(1);
    assertThat(text.getTopValues(0).getValue()).isEqualTo("b");
    assertThat(ours.getFeatures(1).getCustomStatsList())
        .contains(
            CustomStatistic.newBuilder().setName("min_length").setNum(1).build(),
            CustomStatistic.newBuilder().setName("max_length").setNum(2).build());
  }

  /** Rows [{b}, {null}], [null, {ab}]. */
  private static void fillStops(VectorSchemaRoot batch) {
    var lists = (ListVector) batch.getVector("stops");
    var structs = (StructVector) lists.getDataVector();
    var text = (VarCharVector) structs.getChild("text");
    int start = lists.startNewValue(0);
    structs.setIndexDefined(start);
    text.setSafe(start, new byte[] {'b'});
    structs.setIndexDefined(start + 1);
    lists.endValue(0, 2);
    start = lists.startNewValue(1);
    structs.setNull(start);
    structs.setIndexDefined(start + 1);
    text.setSafe(start + 1, new byte[] {'a', 'b'});
    lists.endValue(1, 2);
    batch.setRowCount(2);
  }

  @Test
  void binaryColumnsHaveStatisticsOfBytes() throws Exception {
    var ours =
        describe(
            StatisticsOptions.DEFAULT,
            new Schema(List.of(Field.nullable("image", new ArrowType.Binary()))),
            batch -> {
              var image = (VarBinaryVector) batch.getVector("image");
              image.setSafe(0, new byte[] {1, 2, 3});
              image.setSafe(1, new byte[] {-1});
              image.setSafe(3, new byte[] {-1});
              batch.setRowCount(4);
            });

    assertThat(ours.getFeatures(0).getType()).isEqualTo(FeatureNameStatistics.Type.BYTES);
    var image = ours.getFeatures(0).getBytesStats();
    assertThat(image.getUnique()).isEqualTo(2);
    assertThat(image.getMinNumBytes()).isEqualTo(1);
    assertThat(image.getMaxNumBytes()).isEqualTo(3);
    assertThat(image.getMaxNumBytesInt()).isEqualTo(3);
    assertThat(image.getAvgNumBytes()).isEqualTo((float) (5 / 3.0));
    assertThat(image.getCommonStats().getNumMissing()).isEqualTo(1);
  }

  @Test
  void timesAreIntegersThatCanBeRead() throws Exception {
    var ours =
        describe(
            StatisticsOptions.DEFAULT,
            new Schema(
                List.of(
                    Field.nullable("at", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")),
                    Field.nullable("local", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                    Field.nullable("day", new ArrowType.Date(DateUnit.DAY)))),
            batch -> {
              ((TimeStampMilliTZVector) batch.getVector("at")).setSafe(0, 1_500L);
              ((TimeStampMilliTZVector) batch.getVector("at")).setSafe(1, -1_000L);
              ((TimeStampSecVector) batch.getVector("local")).setSafe(0, 86_400L);
              ((TimeStampSecVector) batch.getVector("local")).setSafe(1, Long.MAX_VALUE);
              ((DateDayVector) batch.getVector("day")).setSafe(0, 20_787);
              batch.setRowCount(2);
            });

    assertThat(ours.getFeatures(0).getType()).isEqualTo(FeatureNameStatistics.Type.INT);
    assertThat(ours.getFeatures(0).getNumStats().getMean()).isEqualTo(250);
    assertThat(texts(ours.getFeatures(0)))
        .containsExactly("milliseconds", "1969-12-31T23:59:59Z", "1970-01-01T00:00:01.500Z");
    assertThat(texts(ours.getFeatures(1)))
        .containsExactly("local_seconds", "1970-01-02T00:00", "9223372036854775807 s");
    assertThat(texts(ours.getFeatures(2)))
        .containsExactly("date_in_days", "2026-11-30", "2026-11-30");
  }

  private static List<String> texts(FeatureNameStatistics feature) {
    return feature.getCustomStatsList().stream()
        .map(CustomStatistic::getStr)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @Test
  void onlyChosenFeaturesAreDescribed() throws Exception {
    var schema = new Schema(List.of(struct("trip", TEXT, NUMBER), WEIGHT));

    assertThat(paths(StatisticsOptions.DEFAULT.withFeatures("trip.text"), schema))
        .containsExactly("trip", "trip.text");
    assertThat(paths(StatisticsOptions.DEFAULT.withExcludedFeatures("trip.text"), schema))
        .containsExactly("trip", "trip.number", "weight");
    assertThat(paths(StatisticsOptions.DEFAULT.withExcludedFeatures("trip"), schema))
        .containsExactly("weight");
  }

  @Test
  void refusesUnknownColumnsAllAtOnce() {
    var schema = new Schema(List.of(struct("trip", TEXT, NUMBER), WEIGHT));
    var options =
        StatisticsOptions.DEFAULT
            .withFeatures("trip.texts")
            .withExcludedFeatures("company")
            .withWeightFeature("wait");

    assertThatThrownBy(() -> paths(options, schema))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("[trip.texts, company, wait]")
        .hasMessageContaining("trip.text, trip.number, weight");
  }

  private List<String> paths(StatisticsOptions options, Schema schema) throws Exception {
    return describe(options, schema, NestedFeaturesTest::fillStructs).getFeaturesList().stream()
        .map(feature -> String.join(".", feature.getPath().getStepList()))
        .toList();
  }

  private int datasets;

  private DatasetFeatureStatistics describe(
      StatisticsOptions options, Schema schema, Consumer<VectorSchemaRoot> filler)
      throws Exception {
    var artifact = directory.resolve("examples-" + ++datasets);
    Rows.write(artifact, "all", schema, List.of(filler));
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.compute(
          new LocalDataEngine(allocator, 1), Dataset.of(artifact, List.of("all")), options);
    }
  }

  private static Field struct(String name, Field... children) {
    return new Field(name, FieldType.nullable(new ArrowType.Struct()), List.of(children));
  }

  private static Field list(String name, Field element) {
    return new Field(name, FieldType.nullable(new ArrowType.List()), List.of(element));
  }
}
