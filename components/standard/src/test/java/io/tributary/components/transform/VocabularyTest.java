package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.adjustedInformationOn;
import static io.tributary.components.transform.VocabularyOption.informationOn;
import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.minDifference;
import static io.tributary.components.transform.VocabularyOption.minInformation;
import static io.tributary.components.transform.VocabularyOption.passes;
import static io.tributary.components.transform.VocabularyOption.reserved;
import static io.tributary.components.transform.VocabularyOption.topK;
import static io.tributary.components.transform.VocabularyOption.weightedBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.Tables.Column;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vocabularies by weight, by information on a label, and in several passes. */
class VocabularyTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  static final class Guided implements Preprocessing {
    @Override
    public void define(Features f) {
      var word = f.text("word");
      var words = f.text("words").words();
      var weight = f.number("weight");
      var label = f.integer("label").ids(3);
      var isOne = f.number("label").isEqualTo(1);
      f.output("plain", word.vocabulary(topK(20)));
      f.output("weighted", word.vocabulary(weightedBy(weight)));
      f.output("heavy", word.vocabulary(weightedBy(weight), minCount(3), topK(4)));
      f.output("informative", word.vocabulary(informationOn(label), minDifference(0)));
      f.output("by_default", word.vocabulary(informationOn(label)));
      f.output(
          "adjusted", word.vocabulary(adjustedInformationOn(isOne), minDifference(0), topK(9)));
      f.output(
          "weighted_informative",
          word.vocabulary(weightedBy(weight), informationOn(isOne), minDifference(0.5)));
      f.output(
          "telling", word.vocabulary(informationOn(isOne), minDifference(0), minInformation(0.5)));
      f.output("bag", words.bagOfWords(weightedBy(weight), topK(5)));
      f.output(
          "hot", words.multiHot(informationOn(isOne), minDifference(0), topK(4), reserved("zz")));
      f.output(
          "tag_weights", f.texts("tags").tfIdf(informationOn(isOne), minDifference(0), topK(6)));
      f.output("parts", word.vocabulary(topK(20), passes(7)));
      f.output("word_parts", words.ngrams(1, 2).tfIdf(topK(20), reserved("zz", "w1"), passes(3)));
      f.output("word_whole", words.ngrams(1, 2).tfIdf(topK(20), reserved("zz", "w1")));
      f.label("is_one", isOne);
    }
  }

  private record Row(
      @Nullable String word, List<String> words, @Nullable Double weight, @Nullable Long label) {}

  private static List<Row> rows(long seed, int count) {
    var random = new Random(seed);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(4);
      var words = new ArrayList<String>();
      for (int j = random.nextInt(4); j > 0; j--) {
        words.add("w" + (random.nextInt(3) == 0 ? 9 + label : random.nextInt(9)));
      }
      double weight = random.nextInt(5) == 0 ? 0 : random.nextInt(9) * 0.1 + random.nextFloat();
      rows.add(
          new Row(
              random.nextInt(9) == 0
                  ? null
                  : "t" + (random.nextInt(3) == 0 ? label : random.nextInt(14)),
              words,
              random.nextInt(11) == 0 ? null : (Double) weight,
              random.nextInt(12) == 0 ? null : (Long) (long) label));
    }
    return rows;
  }

  private static List<Column> columns(List<Row> rows) {
    var words = new ArrayList<@Nullable Object>();
    var texts = new ArrayList<@Nullable Object>();
    var weights = new ArrayList<@Nullable Object>();
    var labels = new ArrayList<@Nullable Object>();
    var tags = new ArrayList<@Nullable Object>();
    for (var row : rows) {
      words.add(row.word);
      texts.add(row.words.isEmpty() ? null : String.join("  ", row.words));
      weights.add(row.weight);
      labels.add(row.label);
      tags.add(row.words);
    }
    return List.of(
        new Column("word", String.class, words),
        new Column("words", String.class, texts),
        new Column("weight", Double.class, weights),
        new Column("label", Long.class, labels),
        Column.ofLists("tags", String.class, tags));
  }

  private static Path run(List<Row> rows, Path directory, int batchRows, int threads)
      throws Exception {
    var columns = columns(rows);
    Tables.write(directory.resolve("raw"), "train", batchRows, columns);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns));
    var component = new Transform(EXAMPLES, SCHEMA, Guided.class);
    try (var run = FakeRun.of(component, directory.resolve("run")).withThreads(threads)) {
      run.given(EXAMPLES, directory.resolve("raw"))
          .given(SCHEMA, directory.resolve("schema"))
          .execute();
      return run.made(Transform.Outputs::graph).path();
    }
  }

  private static List<String> terms(Path graph, String feature) throws IOException {
    return Files.readAllLines(graph.resolve("vocabulary").resolve(feature + ".txt"));
  }

  private static List<String> ranked(Map<String, Double> ranks) {
    return ranks.keySet().stream()
        .sorted(
            (a, b) ->
                Math.abs(ranks.get(a) - ranks.get(b)) < 1e-9
                    ? b.compareTo(a)
                    : Double.compare(ranks.get(b), ranks.get(a)))
        .toList();
  }

  private static float weight(Row row) {
    return row.weight == null ? 0 : row.weight.floatValue();
  }

  private interface TermsOf {
    List<String> of(Row row);
  }

  private static List<String> word(Row row) {
    return row.word == null ? List.of() : List.of(row.word);
  }

  private static Map<String, Double> weights(List<Row> rows, TermsOf terms) {
    var exact = new HashMap<String, BigDecimal>();
    for (var row : rows) {
      terms
          .of(row)
          .forEach(term -> exact.merge(term, new BigDecimal(weight(row)), BigDecimal::add));
    }
    var weights = new HashMap<String, Double>();
    exact.forEach((term, weight) -> weights.put(term, weight.doubleValue()));
    weights.values().removeIf(weight -> weight == 0);
    return weights;
  }

  /** tf.Transform's sum over the labels of rows with the term, by its plain formula. */
  private static Map<String, Double> information(
      List<Row> rows,
      TermsOf terms,
      ToDoubleFunction<Row> weight,
      ToDoubleFunction<Row> label,
      double minDifference) {
    var counted = rows.stream().filter(row -> weight.applyAsDouble(row) > 0).toList();
    double n = counted.stream().mapToDouble(weight).sum();
    var labels = new HashSet<Double>();
    var all = new HashSet<String>();
    counted.forEach(row -> labels.add(label.applyAsDouble(row)));
    counted.forEach(row -> all.addAll(terms.of(row)));
    var information = new HashMap<String, Double>();
    for (var term : all) {
      double x =
          counted.stream().filter(row -> terms.of(row).contains(term)).mapToDouble(weight).sum();
      double sum = 0;
      for (double value : labels) {
        double y =
            counted.stream()
                .filter(row -> label.applyAsDouble(row) == value)
                .mapToDouble(weight)
                .sum();
        double share =
            counted.stream()
                    .filter(row -> label.applyAsDouble(row) == value)
                    .filter(row -> terms.of(row).contains(term))
                    .mapToDouble(weight)
                    .sum()
                / x;
        double both = Math.max(1e-6, Math.min(1 - 1e-6, share)) * x;
        if (Math.abs(x * y / n - both) >= minDifference) {
          sum += both * Math.log(both * n / (x * y)) / Math.log(2);
        }
      }
      information.put(term, sum);
    }
    return information;
  }

  private static double one(Row row) {
    return 1;
  }

  private static double id(Row row) {
    return row.label == null || row.label > 2 ? 3 : row.label;
  }

  private static double isOne(Row row) {
    return row.label != null && row.label == 1 ? 1 : 0;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void termsAreRankedAsByAPlainComputation(long seed, @TempDir Path directory) throws Exception {
    var rows = rows(seed, 400);
    var graph = run(rows, directory, 64, 2);
    var weights = weights(rows, VocabularyTest::word);
    assertThat(terms(graph, "weighted")).isEqualTo(ranked(weights));
    assertThat(terms(graph, "heavy"))
        .isEqualTo(
            ranked(weights).stream().filter(term -> weights.get(term) >= 3).limit(4).toList());
    assertThat(terms(graph, "bag"))
        .isEqualTo(ranked(weights(rows, Row::words)).stream().limit(5).toList());
    assertThat(terms(graph, "informative"))
        .isEqualTo(
            ranked(
                information(
                    rows, VocabularyTest::word, VocabularyTest::one, VocabularyTest::id, 0)));
    assertThat(terms(graph, "by_default"))
        .isEqualTo(
            ranked(
                information(
                    rows, VocabularyTest::word, VocabularyTest::one, VocabularyTest::id, 2)));
    assertThat(terms(graph, "weighted_informative"))
        .isEqualTo(
            ranked(
                information(
                    rows,
                    VocabularyTest::word,
                    VocabularyTest::weight,
                    VocabularyTest::isOne,
                    0.5)));
    var telling =
        information(rows, VocabularyTest::word, VocabularyTest::one, VocabularyTest::isOne, 0);
    assertThat(terms(graph, "telling"))
        .isEqualTo(ranked(telling).stream().filter(term -> telling.get(term) >= 0.5).toList())
        .hasSizeLessThan(telling.size());
    var ofWords =
        ranked(information(rows, Row::words, VocabularyTest::one, VocabularyTest::isOne, 0));
    var hot = new ArrayList<>(List.of("zz"));
    hot.addAll(ofWords.subList(0, 4));
    assertThat(terms(graph, "hot")).isEqualTo(hot);
    assertThat(terms(graph, "tag_weights")).isEqualTo(ofWords.subList(0, 6));
    assertThat(terms(graph, "adjusted")).hasSize(9).contains("t1");
  }

  @Test
  void passesFindTheSameVocabulary(@TempDir Path directory) throws Exception {
    var graph = run(rows(3, 300), directory, 64, 2);
    assertThat(terms(graph, "parts")).isEqualTo(terms(graph, "plain")).hasSize(14);
    assertThat(terms(graph, "word_parts"))
        .isEqualTo(terms(graph, "word_whole"))
        .startsWith("zz", "w1")
        .hasSize(22);
    var described = FeatureDescription.read(graph.resolve("transform.json"));
    var constants = new HashMap<String, Map<String, Object>>();
    described.forEach(feature -> constants.put(feature.name(), feature.fitted().get(0)));
    assertThat(constants.get("parts").get("distinct_terms_in_data")).isEqualTo(14L);
    assertThat(constants.get("word_parts").get("rows")).isEqualTo(300L);
  }

  @Test
  void neitherBatchesNorThreadsShow(@TempDir Path directory) throws Exception {
    var rows = rows(4, 300);
    var whole = run(rows, directory.resolve("whole"), 1024, 1);
    var parts = run(rows, directory.resolve("parts"), 7, 4);
    for (var file : List.of("transform.onnx", "transform.json", "label.onnx")) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
  }

  @Test
  void whatGuidesAVocabularyIsNoInputOfTheGraph(@TempDir Path directory) throws Exception {
    var graph = run(rows(5, 100), directory, 64, 1);
    assertThat(FittedTransform.read(graph).inputs())
        .extracting(FittedTransform.RawInput::name)
        .containsExactlyInAnyOrder("word", "words", "tags");
    assertThat(FeatureDescription.read(graph.resolve("transform.json")))
        .extracting(FeatureDescription::expression)
        .contains(
            "f.text(\"word\").vocabulary(topK(4), minCount(3), weightedBy(f.number(\"weight\")))",
            "f.text(\"word\").vocabulary(topK(9), adjustedInformationOn("
                + "f.integer(\"label\").asNumber().isEqualTo(1).asNumber()), minDifference(0.0))",
            "f.texts(\"tags\").tfIdf(topK(6), informationOn("
                + "f.integer(\"label\").asNumber().isEqualTo(1).asNumber()), minDifference(0.0))",
            "f.text(\"word\").vocabulary(topK(20), passes(7))");
  }

  private static io.tributary.proto.tfmd.Schema schema() throws TextFormat.ParseException {
    return TextFormat.parse(
        Tables.schema(columns(rows(1, 1))), io.tributary.proto.tfmd.Schema.class);
  }

  private static void assertRefused(Preprocessing preprocessing, String problem) throws Exception {
    assertThatThrownBy(() -> FeatureDescription.of(preprocessing, schema()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(problem);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() throws Exception {
    assertRefused(
        f -> f.output("x", f.text("word").vocabulary(passes(3))), "passes(3) without topK");
    assertRefused(f -> f.output("x", f.text("word").vocabulary(passes(0), topK(3))), "passes(0)");
    assertRefused(
        f -> f.output("x", f.text("word").vocabulary(minInformation(1))),
        "beside informationOn(label)");
    assertRefused(
        f ->
            f.output(
                "x",
                f.text("word")
                    .vocabulary(informationOn(f.integer("label").ids(2)), minDifference(-1))),
        "MinDifference[rows=-1.0]");
    assertRefused(
        f -> f.output("x", f.text("word").vocabulary(weightedBy(f.number("weight").mean()))),
        "f.number(\"weight\").mean(), the same in all rows");
    assertRefused(
        f -> {
          f.output("x", f.number("weight").fillMissing(0));
          f.label("y", f.number("weight").greaterThan(1));
        },
        "the column that the label is made of");
  }

  @Test
  void guidesOfAnotherPreprocessingAreRefused() throws Exception {
    Preprocessing other =
        f -> {
          var weight = f.number("weight");
          var guides =
              List.of(
                  weightedBy(weight.plus(1).plus(2)),
                  informationOn(weight.plus(1).plus(2).greaterThan(1)),
                  adjustedInformationOn(f.integer("label").ids(2)));
          for (var guide : guides) {
            assertForeign(g -> g.output("x", g.text("word").vocabulary(guide)));
            assertForeign(g -> g.output("x", g.texts("tags").bagOfWords(guide)));
          }
          f.output("x", weight.fillMissing(0));
        };
    assertThat(FeatureDescription.of(other, schema())).hasSize(1);
  }

  private static void assertForeign(Preprocessing preprocessing) {
    assertThatThrownBy(() -> FeatureDescription.of(preprocessing, schema()))
        .hasStackTraceContaining("column: made by another Features");
  }

  private static byte[] encoded(Statistic statistic) throws IOException {
    var bytes = new ByteArrayOutputStream();
    statistic.encode(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void add(Statistic statistic, List<Row> rows) {
    statistic.guide(
        Optional.of(rows.stream().mapToDouble(VocabularyTest::weight).toArray()),
        Optional.of(rows.stream().mapToDouble(VocabularyTest::id).toArray()));
    for (var row : rows) {
      byte[] text = String.join(" ", row.words).getBytes(UTF_8);
      statistic.add(text, 0, text.length);
    }
  }

  @Test
  void weightsAndLabelsOfPartsAddUpInAnyOrder() throws IOException {
    var guide = new Guide(Optional.of(0), Optional.of(1));
    var cut = Words.Cut.ofTexts("").ofGrams(1, 2);
    var rows = new ArrayList<>(rows(9, 500));
    for (var part : List.of(TermsStatistic.Part.WHOLE, new TermsStatistic.Part(1, 3))) {
      java.util.function.Supplier<List<Statistic>> fresh =
          () ->
              List.of(
                  new TermsStatistic("x", guide, part),
                  new WordsStatistic(cut, new TermsStatistic("x", guide, part)));
      for (int i = 0; i < 2; i++) {
        var whole = fresh.get().get(i);
        add(whole, rows);
        Collections.shuffle(rows, new Random(i));
        var merged = fresh.get().get(i);
        for (int from = 0; from < rows.size(); from += 125) {
          var some = fresh.get().get(i);
          add(some, rows.subList(from, from + 125));
          var copy = fresh.get().get(i);
          copy.decode(new DataInputStream(new ByteArrayInputStream(encoded(some))));
          merged.merge(copy);
        }
        assertThat(encoded(merged)).isEqualTo(encoded(whole));
      }
    }
  }

  @Test
  void whatIsTooMuchForOnePassFitsIntoSeveral() {
    var choice = VocabularyChoice.of(topK(25), minCount(2), passes(3));
    assertThatThrownBy(() -> counted(60, TermsStatistic.Part.WHOLE))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("more than 60 distinct terms")
        .hasMessageContaining("use passes(n)");
    var parts = new ArrayList<Fit.Terms>();
    for (int part = 0; part < 3; part++) {
      parts.add(counted(60, new TermsStatistic.Part(part, 3)).terms(choice));
    }
    var whole = choice.join(List.of(counted(100, TermsStatistic.Part.WHOLE).terms(choice)));
    assertThat(choice.join(parts)).isEqualTo(whole);
    assertThat(whole.terms()).hasSize(25);
    assertThat(whole.distinct()).isEqualTo(100);
  }

  /** 100 terms, some more often than others. */
  private static TermsStatistic counted(int most, TermsStatistic.Part part) {
    var statistic = new TermsStatistic("column 'word'", most, Guide.NONE, part);
    for (int term = 0; term < 100; term++) {
      byte[] text = ("t" + term).getBytes(UTF_8);
      for (int times = 0; times <= term % 7; times++) {
        statistic.add(text, 0, text.length);
      }
    }
    return statistic;
  }

  @Test
  void weightsOutOfRangeAndTooManyLabelsAreRefused() {
    var weighted = new TermWeights("column 'word'");
    weighted.begin(Optional.of(new double[] {-1}), Optional.empty());
    assertThatThrownBy(weighted::nextRow)
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("column 'word': a row of weight -1.0 (expected: 0 to 1,000,000,000");
    var labelled = new TermWeights("column 'word'");
    var labels = new Random(1).doubles(2_000).toArray();
    labelled.begin(Optional.empty(), Optional.of(labels));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < labels.length; i++) {
                labelled.nextRow();
              }
            })
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("more than 1000 different labels");
  }

  @Test
  void labelsThatComeAfterTheTermsAreBoundedToo() {
    var labelled = new TermWeights("column 'word'");
    labelled.begin(
        Optional.empty(), Optional.of(IntStream.range(0, 1_000).asDoubleStream().toArray()));
    for (int label = 0; label < 999; label++) {
      labelled.nextRow();
    }
    labelled.add(67_149);
    assertThatThrownBy(labelled::nextRow)
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("67150 terms and 1000 labels");
  }

  @Test
  void smallWeightsAddUpExactly() {
    var weights = new TermWeights("x");
    int rows = 100_000;
    var tenths = new double[rows];
    java.util.Arrays.fill(tenths, 0.1f);
    weights.begin(Optional.of(tenths), Optional.empty());
    for (int i = 0; i < rows; i++) {
      weights.nextRow();
      weights.add(i % 2);
    }
    assertThat(weights.of(0)).isEqualTo(0.1f * 50_000.0);
    assertThat(weights.of(1)).isEqualTo(0.1f * 50_000.0);
  }

  @Test
  void informationIsThatOfTensorFlowTransform() {
    // tensorflow_transform 1.16.0, _calculate_mutual_information_for_feature_value
    var plain = new MutualInformation(false, Optional.of(0.0));
    var adjusted = new MutualInformation(true, Optional.of(0.0));
    double[] rows = {70, 30};
    assertThat(plain.of(rows, new double[] {5, 15})).isCloseTo(12.401787287459216, within(1e-9));
    assertThat(adjusted.of(rows, new double[] {5, 15})).isCloseTo(11.800202238057745, within(1e-9));
    assertThat(plain.of(rows, new double[] {3, 0})).isCloseTo(1.5436590628778697, within(1e-9));
    assertThat(adjusted.of(rows, new double[] {3, 0})).isCloseTo(0.6528965938352782, within(1e-9));
    assertThat(adjusted.of(new double[] {400, 250.5, 90}, new double[] {100, 20.25, 60}))
        .isCloseTo(57.75914988218635, within(1e-9));
    assertThat(plain.of(rows, new double[] {70, 30})).isZero();
  }

  @Test
  void informationByChanceOfGreatWeightsIsThatOfASum() {
    var adjusted = new MutualInformation(true, Optional.of(0.0));
    // of terms that tell nothing, what chance gives is all there is
    double[] rows = {3e7, 1e7};
    double[] withTerm = {0.75e7, 0.25e7};
    double chance = byChance(4e7, 1e7, 3e7) + byChance(4e7, 1e7, 1e7);
    assertThat(-adjusted.of(rows, withTerm)).isCloseTo(chance, within(1e-6));
    double[] skewed = {3e7, 1e9};
    double[] ofSkewed = {3e6, 1e8};
    double ofMany = byChance(1.03e9, 1.03e8, 3e7) + byChance(1.03e9, 1.03e8, 1e9);
    assertThat(-adjusted.of(skewed, ofSkewed)).isCloseTo(ofMany, within(1e-4));
    double[] greatest = {3e12, 1e12};
    assertThat(-adjusted.of(greatest, new double[] {0.75e12, 0.25e12}))
        .isCloseTo(0.75 * (0.25 + 0.75) / (2 * Math.log(2)), within(0.1));
  }

  /** tf.Transform's sum, of 20 standard deviations about the mean. */
  private static double byChance(double n, double x, double y) {
    double mean = Math.rint(x * y / n);
    long reach = (long) (20 * Math.sqrt(mean));
    double information = 0;
    double total = 0;
    for (int direction : new int[] {-1, 1}) {
      double log = 0;
      for (long away = 0; away < reach; away++) {
        double both = mean + direction * away;
        if (both > 0 && both <= Math.min(x, y) && (away > 0 || direction > 0)) {
          total += Math.exp(log);
          information += Math.exp(log) * both * Math.log(both * n / (x * y)) / Math.log(2);
        }
        log +=
            direction > 0
                ? Math.log((x - both) / (both + 1)) + Math.log((y - both) / (n - x - y + both + 1))
                : Math.log(both / (x - both + 1)) + Math.log((n - x - y + both) / (y - both + 1));
      }
    }
    return information / total;
  }

  @Test
  void moreRowsMayDifferByChance() {
    assertThat(MutualInformation.recommendedDifference(10_000)).isEqualTo(2);
    assertThat(MutualInformation.recommendedDifference(100_000)).isEqualTo(4);
    assertThat(MutualInformation.recommendedDifference(500_000)).isEqualTo(13);
    assertThat(MutualInformation.recommendedDifference(1e8)).isEqualTo(25);
  }
}
