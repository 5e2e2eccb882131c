package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.adjustedInformationOn;
import static io.tributary.components.transform.VocabularyOption.informationOn;
import static io.tributary.components.transform.VocabularyOption.minDifference;
import static io.tributary.components.transform.VocabularyOption.topK;
import static io.tributary.components.transform.VocabularyOption.weightedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.json.Json;
import io.tributary.components.transform.Tables.Column;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vocabularies by weight and by information, and lists, of the Chicago-taxi data, held against what
 * tf.Transform 1.16.0 gave. Words of companies and areas of a trip are the lists.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VocabularyGoldenTest {
  private static final Path TAXI = Path.of("../../pipelines/data/chicago-taxi/trips.csv");

  static final class GoldenVocabularies implements Preprocessing {
    @Override
    public void define(Features f) {
      var company = f.text("company");
      var weight = f.number("fare").fillMissing(0).plus(1);
      var isBig = f.integer("is_big").ids(2);
      f.output("company_by_weight", company.vocabulary(weightedBy(weight)));
      f.output("company_by_information", company.vocabulary(informationOn(isBig)));
      f.output(
          "company_adjusted", company.vocabulary(adjustedInformationOn(isBig), minDifference(0)));
      f.output(
          "payment_by_hour",
          f.text("payment_type")
              .vocabulary(informationOn(f.integer("trip_start_hour").ids(24)), minDifference(0)));
      f.output(
          "company_weighted_information",
          company.vocabulary(weightedBy(weight), informationOn(isBig), minDifference(1)));
      var words = f.texts("words");
      f.output("words_information", words.multiHot(informationOn(isBig), minDifference(0)));
      f.output("list_words", words.bagOfWords(topK(20)));
      f.output("words_tfidf", words.tfIdf(topK(20)));
      f.output("list_areas", f.integers("areas").asWords().bagOfWords(topK(30)));
      f.output("area_count", f.integers("areas").asNumbers().count());
    }
  }

  private Path graph = Path.of("");
  private Map<String, List<Object>> transformed = Map.of();

  @BeforeAll
  void transform(@TempDir Path directory) throws Exception {
    var columns = columns(trips());
    Tables.write(directory.resolve("raw"), "train", 4_096, columns);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns));
    var examples = Channel.of("gen", "examples", ArtifactType.of(Examples.class));
    var schemas = Channel.of("schema", "schema", ArtifactType.of(Schema.class));
    var component = new Transform(examples, schemas, GoldenVocabularies.class);
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      run.given(examples, directory.resolve("raw"))
          .given(schemas, directory.resolve("schema"))
          .execute();
      graph = run.made(Transform.Outputs::graph).path();
      transformed = Tables.read(run.made(Transform.Outputs::examples).path(), "train");
    }
  }

  /** The cells of the file, by columns; null where one is empty. */
  private static Map<String, List<@Nullable Object>> trips() throws Exception {
    var table = CsvTable.scan(SourceFiles.at(TAXI, List.of(".csv")), CsvOptions.defaults());
    var trips = new LinkedHashMap<String, List<@Nullable Object>>();
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator)) {
      for (int number = 0; number < table.batches().count(); number++) {
        var batch = rows.load(number);
        for (var vector : batch.getFieldVectors()) {
          var values = trips.computeIfAbsent(vector.getName(), name -> new ArrayList<>());
          for (int row = 0; row < batch.getRowCount(); row++) {
            values.add(vector.getObject(row));
          }
        }
      }
    }
    return trips;
  }

  private static List<Column> columns(Map<String, List<@Nullable Object>> trips) {
    var isBig = new ArrayList<@Nullable Object>();
    var words = new ArrayList<@Nullable Object>();
    var areas = new ArrayList<@Nullable Object>();
    var companies = new ArrayList<@Nullable Object>();
    var payments = new ArrayList<@Nullable Object>();
    for (int row = 0; row < trips.get("fare").size(); row++) {
      double fare = number(trips, "fare", row);
      isBig.add(number(trips, "tips", row) > 0.2 * fare ? 1L : 0L);
      var company = trips.get("company").get(row);
      companies.add(company == null ? null : company.toString());
      payments.add(String.valueOf(trips.get("payment_type").get(row)));
      words.add(
          company == null
              ? null
              : Arrays.stream(company.toString().split(" ")).filter(w -> !w.isEmpty()).toList());
      var both = new ArrayList<Object>();
      for (var name : List.of("pickup_community_area", "dropoff_community_area")) {
        if (trips.get(name).get(row) instanceof Number area) {
          both.add(area.longValue());
        }
      }
      areas.add(both);
    }
    return List.of(
        new Column("company", String.class, companies),
        new Column("payment_type", String.class, payments),
        new Column("fare", Double.class, trips.get("fare")),
        new Column("trip_start_hour", Long.class, trips.get("trip_start_hour")),
        new Column("is_big", Long.class, isBig),
        Column.ofLists("words", String.class, words),
        Column.ofLists("areas", Long.class, areas));
  }

  private static double number(Map<String, List<@Nullable Object>> trips, String name, int row) {
    return trips.get(name).get(row) instanceof Number number ? number.doubleValue() : 0;
  }

  private static Map<?, ?> golden(String part) throws IOException {
    var path = "/goldens/transform/taxi-vocabularies-tft-1.16.0.json";
    try (var in = VocabularyGoldenTest.class.getResourceAsStream(path)) {
      return (Map<?, ?>) ((Map<?, ?>) Json.read(in.readAllBytes())).get(part);
    }
  }

  private List<String> terms(String feature) throws IOException {
    return Files.readAllLines(graph.resolve("vocabulary/" + feature + ".txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"company_by_weight", "list_words"})
  void writesTheVocabulariesOfTensorFlowTransform(String feature) throws IOException {
    assertThat(terms(feature)).isEqualTo(golden("vocabularies").get(feature)).hasSizeGreaterThan(9);
  }

  @Test
  void countsTheMostFrequentIntegersOfListsAsTensorFlowTransform() throws IOException {
    var all = (List<?>) golden("vocabularies").get("list_areas");
    assertThat(terms("list_areas")).isEqualTo(all.subList(0, 30));
  }

  /** Those of equal information, but for rounding, in any order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "company_by_information",
        "company_adjusted",
        "payment_by_hour",
        "company_weighted_information",
        "words_information"
      })
  void ordersTermsByTheirInformationAsTensorFlowTransform(String feature) throws IOException {
    var terms = terms(feature);
    var expected = (List<?>) golden("vocabularies").get(feature);
    var ranks = (List<?>) golden("ranks").get(feature);
    assertThat(terms).hasSameSizeAs(expected);
    int from = 0;
    for (int i = 1; i <= ranks.size(); i++) {
      double above = ((Number) ranks.get(i - 1)).doubleValue();
      if (i == ranks.size()
          || above - ((Number) ranks.get(i)).doubleValue() > 1e-4 * Math.max(1, Math.abs(above))) {
        assertThat(new TreeSet<>(terms.subList(from, i)))
            .as(feature + " from " + from)
            .isEqualTo(new TreeSet<>(expected.subList(from, i)));
        from = i;
      }
    }
    assertThat(from).isEqualTo(terms.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"list_words", "words_tfidf", "list_areas", "area_count"})
  void transformsListsAsTensorFlowTransform(String feature) throws IOException {
    var rows = (List<?>) golden("first100").get(feature);
    assertThat(rows).hasSize(100);
    for (int row = 0; row < rows.size(); row++) {
      var expected = numbers(rows.get(row));
      var actual = numbers(transformed.get(feature).get(row));
      assertThat(actual).as("row " + row).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as("row " + row).isCloseTo(expected[i], within(1e-6));
      }
    }
  }

  private static double[] numbers(Object value) {
    return Arrays.stream(value.toString().replaceAll("[\\[\\] ]", "").split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
