package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesTest {
  @TempDir Path directory;

  /**
   *
   *
   * <pre>
   * city   hours    fare  cash
   * Rome   [1, 2]   10.5  true
   * Rome   [2, 2]   NaN   false
   * none   [3]      -1    true
   * Oslo   []       none  none
   * </pre>
   */
  @BeforeEach
  void write() throws Exception {
    var hour = Field.nullable("hour", new ArrowType.Int(64, true));
    var schema =
        new Schema(
            List.of(
                Field.nullable("city", new ArrowType.Utf8()),
                new Field("hours", FieldType.nullable(new ArrowType.List()), List.of(hour)),
                Field.nullable("fare", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                Field.nullable("cash", new ArrowType.Bool())));
    Rows.write(directory, "all", schema, List.of(SlicesTest::fill));
  }

  private static void fill(VectorSchemaRoot batch) {
    var city = (VarCharVector) batch.getVector("city");
    city.setSafe(0, "Rome".getBytes(StandardCharsets.UTF_8));
    city.setSafe(1, "Rome".getBytes(StandardCharsets.UTF_8));
    city.setSafe(3, "Oslo".getBytes(StandardCharsets.UTF_8));
    var hours = (ListVector) batch.getVector("hours");
    long[][] lists = {{1, 2}, {2, 2}, {3}, {}};
    for (int row = 0; row < lists.length; row++) {
      int start = hours.startNewValue(row);
      for (int i = 0; i < lists[row].length; i++) {
        ((BigIntVector) hours.getDataVector()).setSafe(start + i, lists[row][i]);
      }
      hours.endValue(row, lists[row].length);
    }
    var fare = (Float8Vector) batch.getVector("fare");
    fare.setSafe(0, 10.5);
    fare.setSafe(1, Double.NaN);
    fare.setSafe(2, -1);
    var cash = (BitVector) batch.getVector("cash");
    cash.setSafe(0, 1);
    cash.setSafe(1, 0);
    cash.setSafe(2, 1);
    batch.setRowCount(4);
  }

  @Test
  void everyValueMakesASlice() throws Exception {
    assertThat(counts(Slicing.byFeature("city")))
        .isEqualTo(Map.of("All Examples", 4L, "city_Oslo", 1L, "city_Rome", 2L));
    assertThat(counts(Slicing.byFeature("cash")))
        .isEqualTo(Map.of("All Examples", 4L, "cash_true", 2L, "cash_false", 1L));
  }

  @Test
  void namedValuesMakeSlicesAndOthersNone() throws Exception {
    assertThat(counts(Slicing.byValues("city", "Oslo", "Paris")))
        .isEqualTo(Map.of("All Examples", 4L, "city_Oslo", 1L));
  }

  @Test
  void aRowWithSeveralValuesIsInSeveralSlicesButOnceInEach() throws Exception {
    assertThat(counts(Slicing.byFeature("hours")))
        .isEqualTo(Map.of("All Examples", 4L, "hours_1", 1L, "hours_2", 2L, "hours_3", 1L));
  }

  @Test
  void combinationsAreNamedInTheOrderOfTheColumnsNames() throws Exception {
    assertThat(counts(Slicing.cross("hours", "city")))
        .isEqualTo(Map.of("All Examples", 4L, "city_Rome_hours_1", 1L, "city_Rome_hours_2", 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "fare > 10, 1",
    "fare>=10.5, 1",
    "fare < 0, 1",
    "fare != 10.5, 1",
    "hours = 2, 2",
    "hours <= 2.5, 2",
    "cash = true, 2",
    "city = \"'Rome'\", 0",
    "city = Rome, 2",
    "city > Oslo, 2"
  })
  void comparisonsMakeASlice(String comparison, long rows) throws Exception {
    var counts = counts(Slicing.parse(comparison));

    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(4 + rows);
  }

  @Test
  void readsColumnsCrossesAndComparisons() {
    assertThat(Slicing.parse(" city ")).isEqualTo(Slicing.byFeature("city"));
    assertThat(Slicing.parse("hours, city")).isEqualTo(Slicing.cross("city", "hours"));
    assertThat(Slicing.parse("city = 'New York'"))
        .isEqualTo(new Slicing.Where("city", Slicing.Operator.EQUAL, "New York"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "city,", "city, city", "fare >", "> 3", "fare => 3"})
  void refusesWhatIsNoSlicing(String text) {
    assertThatThrownBy(() -> Slicing.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a column");
  }

  @Test
  void aSliceThatSeveralSlicingsMakeCountsItsRowsOnce() throws Exception {
    var options =
        StatisticsOptions.DEFAULT.withSlices(
            Slicing.byValues("city", "Rome"), Slicing.byFeature("city"), Slicing.byFeature("city"));

    assertThat(counts(options))
        .isEqualTo(Map.of("All Examples", 4L, "city_Oslo", 1L, "city_Rome", 2L));
  }

  @Test
  void refusesSlicesOfOtherColumnsWithTheSameName() throws Exception {
    var text = new ArrowType.Utf8();
    var schema = new Schema(List.of(Field.nullable("a", text), Field.nullable("a_b", text)));
    Rows.write(
        directory,
        "twins",
        schema,
        List.of(
            batch -> {
              ((VarCharVector) batch.getVector("a")).setSafe(0, new byte[] {'b', '_', 'c'});
              ((VarCharVector) batch.getVector("a_b")).setSafe(0, new byte[] {'c'});
              batch.setRowCount(1);
            }));
    var options =
        StatisticsOptions.DEFAULT.withSlices(Slicing.byFeature("a"), Slicing.byFeature("a_b"));

    assertThatThrownBy(() -> compute(options, "twins", 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("slice 'a_b_c': made by [a] and by [a_b]");
  }

  @Test
  void slicesRowsWhoseFirstColumnHasOnlyNulls() throws Exception {
    var schema =
        new Schema(
            List.of(
                Field.nullable("nothing", new ArrowType.Null()),
                Field.nullable("n", new ArrowType.Int(64, true))));
    Rows.write(
        directory,
        "null",
        schema,
        List.of(
            batch -> {
              ((BigIntVector) batch.getVector("n")).setSafe(0, 1);
              ((BigIntVector) batch.getVector("n")).setSafe(1, 2);
              batch.setRowCount(2);
            }));
    var slices = compute(StatisticsOptions.DEFAULT.withSlices(Slicing.byFeature("n")), "null", 1);

    assertThat(slices)
        .extracting(DatasetFeatureStatistics::getNumExamples)
        .containsExactly(2L, 1L, 1L);
  }

  @Test
  void refusesAFieldOfAStructAsWeight() throws Exception {
    var weight = Field.nullable("weight", new ArrowType.Int(64, true));
    var schema =
        new Schema(
            List.of(new Field("s", FieldType.nullable(new ArrowType.Struct()), List.of(weight))));
    Rows.write(directory, "struct", schema, List.of(batch -> batch.setRowCount(1)));

    assertThatThrownBy(
            () -> compute(StatisticsOptions.DEFAULT.withWeightFeature("s.weight"), "struct", 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(
            "weight feature 's.weight': a field of a struct (expected: one of [s])");
  }

  @Test
  void refusesMoreSlicesThanAllowed() {
    assertThatThrownBy(
            () ->
                compute(
                    StatisticsOptions.DEFAULT
                        .withSlices(Slicing.byFeature("hours"))
                        .withMaxSlices(2)))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("more than 2 slices")
        .extracting(failure -> ((ExecutionFailure) failure).code())
        .isEqualTo(ExecutionFailure.Code.INVALID_ARGUMENT);
  }

  @Test
  void refusesValuesOfFloatingNumbersAndComparisonsWithWords() {
    assertThatThrownBy(() -> counts(Slicing.byFeature("fare")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("fare > 0");
    assertThatThrownBy(() -> counts(Slicing.parse("fare > much")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("fare > much");
  }

  @Test
  void samplesTheSameRowsOnAnyNumberOfThreads() throws Exception {
    Rows.fromCsv(Rows.TAXI, directory, "taxi");
    var options = StatisticsOptions.DEFAULT.withSample(0.1, 7);

    var sample = compute(options, "taxi", 1);

    assertThat(compute(options, "taxi", 3)).isEqualTo(sample);
    assertThat(sample.get(0).getNumExamples()).isBetween(1_350L, 1_650L);
    assertThat(compute(options.withSample(0.1, 8), "taxi", 2)).isNotEqualTo(sample);
  }

  @Test
  void slicesAndWeightsAreTheSameOnAnyNumberOfThreads() throws Exception {
    Rows.fromCsv(Rows.TAXI, directory, "taxi");
    var options =
        StatisticsOptions.DEFAULT
            .withExactValues(50)
            .withWeightFeature("fare")
            .withSlices(
                Slicing.cross("payment_type", "trip_start_day"), Slicing.parse("fare > 10"));

    var one = compute(options, "taxi", 1);

    assertThat(compute(options, "taxi", 3)).isEqualTo(one);
    var longTrips = one.stream().filter(slice -> slice.getName().equals("fare > 10")).findFirst();
    assertThat(longTrips.orElseThrow().getNumExamples()).isBetween(4_000L, 7_000L);
    // there are 61 companies: a second pass finds the frequent ones of slices
    assertThat(longTrips.get().getFeatures(14).getStringStats().getTopValues(0).getValue())
        .isEqualTo("Taxi Affiliation Services");
  }

  private Map<String, Long> counts(Slicing slicing) throws Exception {
    return counts(StatisticsOptions.DEFAULT.withSlices(slicing));
  }

  private Map<String, Long> counts(StatisticsOptions options) throws Exception {
    return compute(options).stream()
        .collect(
            Collectors.toMap(
                DatasetFeatureStatistics::getName, DatasetFeatureStatistics::getNumExamples));
  }

  private List<DatasetFeatureStatistics> compute(StatisticsOptions options) throws Exception {
    return compute(options, "all", 2);
  }

  private List<DatasetFeatureStatistics> compute(
      StatisticsOptions options, String split, int threads) throws Exception {
    try (var allocator = new RootAllocator()) {
      return DatasetStatistics.computeSlices(
              new LocalDataEngine(allocator, threads),
              Dataset.of(directory, List.of(split)),
              options)
          .getDatasetsList();
    }
  }
}
