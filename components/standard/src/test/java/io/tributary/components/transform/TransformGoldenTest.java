package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.topK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.json.Json;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Chicago-taxi data through our transform, held against what tf.Transform 1.16.0 gave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransformGoldenTest {
  private static final Path TAXI = Path.of("../../pipelines/data/chicago-taxi/trips.csv");
  private static final int GOLDEN_ROWS = 200;

  static final class GoldenFeatures implements Preprocessing {
    @Override
    public void define(Features f) {
      for (var name : List.of("trip_miles", "fare", "trip_seconds")) {
        var column = f.number(name).fillMissing(0);
        f.output(name + "_z", column.zScore());
        f.output(name + "_01", column.minMax());
        f.output(name + "_minmax", column.scaleTo(-1, 1));
        f.output(name + "_bucket5", column.bucketize(5));
      }
      for (var name :
          List.of("pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude")) {
        f.output(name + "_bucket10", f.number(name).fillMissing(0).bucketize(10));
      }
      for (var name : List.of("payment_type", "company")) {
        f.output(name + "_vocab", f.text(name).vocabulary(topK(1_000), oovBuckets(10)));
        f.output(name + "_vocab_freq3", f.text(name).vocabulary(minCount(3)));
      }
      var payment = f.text("payment_type");
      var fare = f.number("fare").fillMissing(0);
      var miles = f.number("trip_miles").fillMissing(0);
      for (var column : Map.of("fare", fare, "trip_miles", miles).entrySet()) {
        var x = column.getValue();
        f.output(column.getKey() + "_gaussian", x.gaussian());
        f.output(column.getKey() + "_01_by_payment", x.per(payment).minMax());
        f.output(column.getKey() + "_z_by_payment", x.per(payment).zScore());
        f.output(column.getKey() + "_bucket4_by_payment", x.per(payment).bucketize(4));
      }
      f.output("fare_interpolated", fare.interpolate(10));
      f.output("fare_by_covariance", fare.dividedBy(fare.covariance(miles)).fillMissing(0));
      var components =
          f.principalComponents(2, fare, miles, f.number("trip_seconds").fillMissing(0));
      f.output("component_0", components.get(0));
      f.output("component_1", components.get(1));
      var words = f.text("company").words();
      f.output("word_count", words.count());
      f.output("gram_count", words.ngrams(1, 2).count());
      f.output("words_tfidf", words.tfIdf(topK(20)));
      f.output("grams_tfidf", words.ngrams(1, 2).tfIdf(topK(30)));
      f.output("hour_vocab_int", f.integer("trip_start_hour").vocabulary());
      f.label(
          "tips_label",
          f.number("tips").fillMissing(0).greaterThan(f.number("fare").fillMissing(0).times(0.2)));
    }
  }

  private Path graph = Path.of("");
  private Map<String, List<Object>> transformed = Map.of();

  @BeforeAll
  void transform(@TempDir Path directory) throws Exception {
    var raw = directory.resolve("raw");
    var schema = directory.resolve("schema");
    var split = Files.createDirectories(raw.resolve("Split-train"));
    var table = CsvTable.scan(SourceFiles.at(TAXI, List.of(".csv")), CsvOptions.defaults());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var out = new ExamplesWriter(split, table.schema(), allocator)) {
      for (int batch = 0; batch < table.batches().count(); batch++) {
        out.append(rows.load(batch));
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < table.names().size(); i++) {
      var type =
          switch (table.types().get(i)) {
            case INT64 -> "INT";
            case FLOAT64 -> "FLOAT";
            case UTF8 -> "BYTES";
          };
      text.append("feature { name: '").append(table.names().get(i));
      text.append("' type: ").append(type).append(" }\n");
    }
    Tables.writeSchema(schema, text.toString());
    var examples = Channel.of("gen", "examples", ArtifactType.of(Examples.class));
    var schemas = Channel.of("schema", "schema", ArtifactType.of(Schema.class));
    var component = new Transform(examples, schemas, GoldenFeatures.class);
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      run.given(examples, raw).given(schemas, schema).execute();
      graph = run.made(Transform.Outputs::graph).path();
      transformed = Tables.read(run.made(Transform.Outputs::examples).path(), "train");
    }
  }

  private static byte[] golden(String name) throws IOException {
    var path = "/goldens/transform/taxi-" + name;
    try (var in = TransformGoldenTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  private static Map<?, ?> json(String name) throws IOException {
    return (Map<?, ?>) Json.read(golden(name + "-tft-1.16.0.json"));
  }

  private static List<Double> numbers(Object list) {
    var numbers = new ArrayList<Double>();
    ((List<?>) list).forEach(value -> numbers.add(((Number) value).doubleValue()));
    return numbers;
  }

  private List<Double> first200(String feature) {
    return numbers(transformed.get(feature).subList(0, GOLDEN_ROWS));
  }

  private Map<?, ?> fitted(String feature) throws IOException {
    var root = (Map<?, ?>) Json.read(Files.readAllBytes(graph.resolve("transform.json")));
    for (var entry : (List<?>) root.get("features")) {
      var fields = (Map<?, ?>) entry;
      if (fields.get("name").equals(feature)) {
        return (Map<?, ?>) ((List<?>) fields.get("fitted")).get(0);
      }
    }
    throw new AssertionError(feature);
  }

  @Test
  void transformsAllRows() {
    assertThat(transformed).hasSize(38);
    transformed.values().forEach(column -> assertThat(column).hasSize(15_002));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trip_miles", "fare", "trip_seconds"})
  void scalesAsTensorFlowTransform(String column) throws IOException {
    var golden = json("first200");
    for (var suffix : List.of("_z", "_01", "_minmax")) {
      var expected = numbers(golden.get(column + suffix));
      var actual = first200(column + suffix);
      for (int i = 0; i < GOLDEN_ROWS; i++) {
        assertThat(actual.get(i))
            .as(column + suffix + " " + i)
            .isCloseTo(expected.get(i), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trip_miles", "fare", "trip_seconds"})
  void fitsWhatTensorFlowTransformAnalyzes(String column) throws IOException {
    var golden = json("analyzers");
    var z = fitted(column + "_z");
    double mean = ((Number) golden.get(column + "_mean")).doubleValue();
    double deviation = Math.sqrt(((Number) golden.get(column + "_var")).doubleValue());
    assertThat((Double) z.get("mean")).isCloseTo(mean, within(1e-6 * mean));
    assertThat((Double) z.get("standard_deviation")).isCloseTo(deviation, within(1e-6 * deviation));
    var range = fitted(column + "_01");
    assertThat((Double) range.get("min")).isEqualTo(golden.get(column + "_min"));
    assertThat((Double) range.get("max")).isEqualTo(golden.get(column + "_max"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fare_gaussian",
        "trip_miles_gaussian",
        "fare_interpolated",
        "fare_01_by_payment",
        "trip_miles_01_by_payment",
        "fare_z_by_payment",
        "trip_miles_z_by_payment",
        "fare_bucket4_by_payment",
        "trip_miles_bucket4_by_payment"
      })
  void transformsNumbersAsTensorFlowTransform(String feature) throws IOException {
    var expected = numbers(((Map<?, ?>) json("numbers").get("first200")).get(feature));
    var actual = first200(feature);
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      double tolerance = 1e-6 * Math.max(1, Math.abs(expected.get(i)));
      assertThat(actual.get(i)).as("row " + i).isCloseTo(expected.get(i), within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fare", "trip_miles"})
  void findsTheTukeyDistributionOfTensorFlowTransform(String column) throws IOException {
    var fitted = fitted(column + "_gaussian");
    assertConstant(fitted.get("location"), column + "_loc");
    assertConstant(fitted.get("scale"), column + "_scale");
    assertConstant(fitted.get("left_tail"), column + "_hl");
    assertConstant(fitted.get("right_tail"), column + "_hr");
  }

  @Test
  void findsTheCovariancesOfTensorFlowTransform() throws IOException {
    assertConstant(fitted("fare_by_covariance").get("value"), "cov_0_1");
    for (int component = 0; component < 2; component++) {
      var direction = (List<?>) fitted("component_" + component).get("direction");
      for (int i = 0; i < 3; i++) {
        assertConstant(direction.get(i), "pca_" + i + "_" + component);
      }
    }
  }

  private static void assertConstant(Object actual, String golden) throws IOException {
    double expected =
        ((Number) ((Map<?, ?>) json("numbers").get("constants")).get(golden)).doubleValue();
    assertThat(((Number) actual).doubleValue())
        .as(golden)
        .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trip_miles_bucket5",
        "fare_bucket5",
        "trip_seconds_bucket5",
        "pickup_latitude_bucket10",
        "pickup_longitude_bucket10",
        "dropoff_latitude_bucket10",
        "dropoff_longitude_bucket10"
      })
  void bucketizesAsTensorFlowTransform(String feature) throws IOException {
    var bounds = (Map<?, ?>) json("bucket-boundaries").get("boundaries");
    assertThat(numbers(fitted(feature).get("boundaries"))).isEqualTo(numbers(bounds.get(feature)));
    assertThat(first200(feature)).isEqualTo(numbers(json("first200").get(feature)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment_type", "payment_type_freq3", "company", "company_freq3"})
  void writesTheVocabulariesOfTensorFlowTransform(String column) throws IOException {
    var feature =
        column.endsWith("_freq3") ? column.replace("_freq3", "_vocab_freq3") : column + "_vocab";
    assertThat(Files.readString(graph.resolve("vocabulary").resolve(feature + ".txt")))
        .isEqualTo(
            new String(
                golden("vocabulary-" + column.replace('_', '-') + "-tft-1.16.0.txt"), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment_type", "company"})
  void givesTheIdsOfTensorFlowTransform(String column) throws IOException {
    var golden = json("first200");
    int terms = Files.readAllLines(graph.resolve("vocabulary/" + column + "_vocab.txt")).size();
    var expected = numbers(golden.get(column + "_vocab"));
    var actual = first200(column + "_vocab");
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      if (expected.get(i) < terms) {
        assertThat(actual.get(i)).isEqualTo(expected.get(i));
      } else {
        // tf.Transform hashes a missing text too; ours have an id of their own, the last
        assertThat(actual.get(i)).isEqualTo(terms + 10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment_type", "company"})
  void leavesOutRareTermsAsTensorFlowTransform(String column) throws IOException {
    var feature = column + "_vocab_freq3";
    int terms = Files.readAllLines(graph.resolve("vocabulary/" + feature + ".txt")).size();
    var expected = numbers(json("first200").get(feature));
    var actual = first200(feature);
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      if (expected.get(i) >= 0) {
        assertThat(actual.get(i)).isEqualTo(expected.get(i));
      } else {
        assertThat(actual.get(i)).isBetween((double) terms, terms + 1.0);
      }
    }
  }

  @Test
  void numbersIntegersByFrequencyAsTensorFlowTransform() throws IOException {
    assertThat(Files.readString(graph.resolve("vocabulary/hour_vocab_int.txt")))
        .isEqualTo(new String(golden("vocabulary-hour-tft-1.16.0.txt"), UTF_8));
    assertThat(first200("hour_vocab_int"))
        .isEqualTo(numbers(json("first200").get("hour_vocab_int")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "grams"})
  void weighsWordsAsTensorFlowTransform(String feature) throws IOException {
    var golden = json("words");
    var terms = ((Map<?, ?>) golden.get("vocabularies")).get(feature);
    assertThat(Files.readAllLines(graph.resolve("vocabulary/" + feature + "_tfidf.txt")))
        .isEqualTo(terms);
    var rows = (List<?>) ((Map<?, ?>) golden.get("first200")).get(feature + "_tfidf");
    for (int row = 0; row < GOLDEN_ROWS; row++) {
      var expected = numbers(rows.get(row));
      // its last component is that of all unseen words
      expected.remove(expected.size() - 1);
      var actual =
          numbers(
              Json.read(transformed.get(feature + "_tfidf").get(row).toString().getBytes(UTF_8)));
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i)).as("row " + row).isCloseTo(expected.get(i), within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"word_count", "gram_count"})
  void countsWordsAsTensorFlowTransform(String feature) throws IOException {
    var golden = (Map<?, ?>) json("words").get("first200");
    var expected = numbers(golden.get(feature));
    var actual = first200(feature);
    for (int row = 0; row < GOLDEN_ROWS; row++) {
      // what tf.Transform cuts at a separator has an empty token where there is no text
      boolean isMissing = actual.get(row) == 0;
      assertThat(isMissing ? 1 : actual.get(row)).as("row " + row).isEqualTo(expected.get(row));
    }
  }

  @Test
  void computesTheLabelInDoublePrecision() throws IOException {
    var golden = numbers(json("first200").get("tips_label"));
    var lines = Files.readAllLines(TAXI);
    var expected = new ArrayList<Object>();
    for (int i = 0; i < transformed.get("tips_label").size(); i++) {
      var cells = lines.get(i + 1).split(",", -1);
      double fare = cells[1].isEmpty() ? 0 : Double.parseDouble(cells[1]);
      double tips = cells[17].isEmpty() ? 0 : Double.parseDouble(cells[17]);
      float label = tips > 0.2 * fare ? 1 : 0;
      expected.add(label);
      boolean isTie = Math.abs(tips - 0.2 * fare) < 1e-6;
      if (i < GOLDEN_ROWS && !isTie) {
        assertThat((double) label).as("row " + i).isEqualTo(golden.get(i));
      }
    }
    assertThat(transformed.get("tips_label")).isEqualTo(expected);
  }
}
