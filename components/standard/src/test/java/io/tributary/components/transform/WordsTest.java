package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.reserved;
import static io.tributary.components.transform.VocabularyOption.topK;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.FittedTransform.Feature;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words of texts against a plain computation in Java, which knows a text as a string of its bytes:
 * one character, up to U+00FF, for each byte of UTF-8.
 */
class WordsTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  private static final List<String> PARTS =
      Arrays.asList(
          "a",
          "b",
          "the",
          "The",
          "THE",
          "A",
          "ZÜRICH",
          "Zürich",
          "東京",
          "\uD83D\uDE95",
          "nul\0",
          "tab\t",
          "line\n",
          "cr\r",
          "\u00A0",
          "|",
          "|",
          "||",
          "é|",
          " ",
          "  ",
          "the",
          "a");

  static final class AllOfWords implements Preprocessing {
    @Override
    public void define(Features f) {
      var text = f.text("text");
      var words = text.words();
      var parts = text.split("|");
      f.output("bag", words.bagOfWords());
      f.output("grams", words.ngrams(1, 3).bagOfWords(topK(40), minCount(2)));
      f.output("pairs", words.ngrams(2, 2).bagOfWords(topK(12)));
      f.output("hot", words.multiHot(reserved("zzz", "a", "unseen"), topK(3)));
      f.output("weights", words.tfIdf(topK(30)));
      f.output("part_weights", parts.ngrams(1, 2).tfIdf(topK(30)));
      f.output("parts", parts.bagOfWords(topK(1)));
      f.output("filled", text.fillMissing("no text").words().bagOfWords(topK(9)));
      f.output("long", text.split("東").bagOfWords(topK(4)));
      f.output("lower", text.lowerCase().words().bagOfWords(topK(30)));
      f.output(
          "filled_lower",
          text.fillMissing("NO Text \u00C9").lowerCase().words().bagOfWords(topK(30)));
      f.output(
          "lower_filled", text.lowerCase().fillMissing("NO Text").words().bagOfWords(topK(30)));
      f.output("first_words", words.first(3).ngrams(1, 2).bagOfWords(topK(30)));
      f.output("first_parts", parts.first(2).tfIdf(topK(20)));
      f.output("first_count", parts.first(2).count());
      f.output("word_count", words.count());
      f.output("gram_count", words.ngrams(2, 4).count());
      f.output("part_count", parts.ngrams(1, 3).count());
      f.output("count_z", words.count().zScore());
    }
  }

  private static List<byte @Nullable []> texts(long seed, int rows) {
    var random = new Random(seed);
    var texts = new ArrayList<byte @Nullable []>();
    for (int row = 0; row < rows; row++) {
      int length = row == 17 ? 2_000 : random.nextInt(9);
      if (random.nextInt(9) == 0) {
        texts.add(null);
        continue;
      }
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
        text.append(random.nextInt(4) == 0 ? "" : random.nextInt(6) == 0 ? "  " : " ");
      }
      if (random.nextInt(12) == 0) {
        text.append("rare").append(random.nextInt(1000));
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (bytes.length > 3 && random.nextInt(15) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
      }
      texts.add(bytes);
    }
    return texts;
  }

  private static List<Column> column(List<byte @Nullable []> texts) {
    return List.of(new Column("text", String.class, new ArrayList<>(texts)));
  }

  /** A to Z as a to z, unless it is no UTF-8. */
  private static List<byte @Nullable []> lowered(List<byte @Nullable []> texts) {
    var lowered = new ArrayList<byte @Nullable []>();
    for (var text : texts) {
      lowered.add(text != null && WordOracle.isUtf8(text) ? lowered(text) : text);
    }
    return lowered;
  }

  private static byte[] lowered(byte[] text) {
    byte[] lowered = text.clone();
    for (int i = 0; i < text.length; i++) {
      int letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".indexOf((char) text[i]);
      lowered[i] = letter < 0 ? text[i] : (byte) "abcdefghijklmnopqrstuvwxyz".charAt(letter);
    }
    return lowered;
  }

  private record Result(Map<String, List<Object>> rows, FittedTransform fitted, Path graph) {
    long size(String feature) {
      return fitted.features().stream()
          .filter(f -> f.name().equals(feature))
          .mapToLong(Feature::size)
          .findFirst()
          .orElseThrow();
    }

    double[] vector(String feature, int row) {
      var value = rows.get(feature).get(row);
      if (value instanceof Number number) {
        return new double[] {number.doubleValue()};
      }
      var numbers = value.toString().substring(1, value.toString().length() - 1).split(",");
      return Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
    }
  }

  /** Fits on {@code train}, and gives the transformed rows of {@code eval}. */
  private static Result run(
      Class<? extends Preprocessing> preprocessing,
      List<Column> train,
      List<Column> eval,
      Path directory,
      int batchRows)
      throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", batchRows, train);
    Tables.write(raw, "eval", batchRows, eval);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(train));
    var component = new Transform(EXAMPLES, SCHEMA, preprocessing);
    try (var run = FakeRun.of(component, directory.resolve("run")).withThreads(2)) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema")).execute();
      var graph = run.made(Transform.Outputs::graph).path();
      var made = run.made(Transform.Outputs::examples).path();
      return new Result(Tables.read(made, "eval"), FittedTransform.read(graph), graph);
    }
  }

  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** What one feature is to be. */
  private record Oracle(
      List<byte @Nullable []> train,
      String separator,
      int shortest,
      int longest,
      String missing,
      int most) {
    private static final int MOST_WORDS = 1_000;

    Oracle(
        List<byte @Nullable []> train,
        String separator,
        int shortest,
        int longest,
        String missing) {
      this(train, separator, shortest, longest, missing, MOST_WORDS);
    }

    Oracle(List<byte @Nullable []> train, String separator, int shortest, int longest) {
      this(train, separator, shortest, longest, "");
    }

    Oracle first(int words) {
      return new Oracle(train, separator, shortest, longest, missing, words);
    }

    List<String> grams(byte @Nullable [] text) {
      var known = text == null || text.length == 0 ? missing : new String(text, ISO_8859_1);
      var separated = separator.isEmpty() ? " " : bytes(separator);
      var words = new ArrayList<>(List.of(known.split(Pattern.quote(separated), -1)));
      if (separator.isEmpty()) {
        words.removeIf(String::isEmpty);
      }
      words.subList(Math.min(most, words.size()), words.size()).clear();
      return WordOracle.grams(words, separated, shortest, longest);
    }

    private List<List<String>> grams() {
      return train.stream().map(this::grams).toList();
    }

    List<String> vocabulary(int topK, long minCount) {
      return WordOracle.vocabulary(grams(), topK, minCount);
    }

    double[] counts(List<String> vocabulary, byte @Nullable [] text) {
      return WordOracle.counts(vocabulary, grams(text));
    }

    Vector tfIdf(int topK) {
      var vocabulary = vocabulary(topK, 1);
      double[] factors = WordOracle.inverseFrequencies(grams(), vocabulary);
      return text -> {
        var grams = grams(text);
        return WordOracle.weights(WordOracle.counts(vocabulary, grams), factors, grams.size());
      };
    }
  }

  private interface Vector {
    double[] of(byte @Nullable [] text);
  }

  private static void assertVectors(
      Result result, String feature, List<byte @Nullable []> rows, Vector expected) {
    boolean some = false;
    for (int row = 0; row < rows.size(); row++) {
      double[] vector = expected.of(rows.get(row));
      some |= Arrays.stream(vector).anyMatch(value -> value != 0);
      assertThat(result.vector(feature, row))
          .as(feature + " of row " + row)
          .containsExactly(vector, within(1e-6));
    }
    assertThat(some).as(feature + " is not 0 everywhere").isTrue();
  }

  private static void assertCounts(
      Result result,
      String feature,
      List<byte @Nullable []> rows,
      Oracle oracle,
      int topK,
      long minCount) {
    var vocabulary = oracle.vocabulary(topK, minCount);
    assertVectors(result, feature, rows, text -> oracle.counts(vocabulary, text));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void wordsAreCountedAsInAPlainComputation(long seed, @TempDir Path directory) throws Exception {
    var train = texts(seed, 200);
    var rows = texts(seed + 100, 120);
    var result = run(AllOfWords.class, column(train), column(rows), directory, 64);
    var words = new Oracle(train, "", 1, 1);
    var all = words.vocabulary(Integer.MAX_VALUE, 1);
    assertThat(result.size("bag")).isEqualTo(all.size());
    assertCounts(result, "bag", rows, words, Integer.MAX_VALUE, 1);
    assertThat(Files.readString(result.graph().resolve("vocabulary/bag.txt")))
        .isEqualTo(new String((String.join("\n", all) + "\n").getBytes(ISO_8859_1), UTF_8));
    assertThat(all).contains(bytes("\uD83D\uDE95"), bytes("nul\0"), bytes("\u00A0"));

    assertCounts(result, "grams", rows, new Oracle(train, "", 1, 3), 40, 2);
    assertCounts(result, "pairs", rows, new Oracle(train, "", 2, 2), 12, 1);
    assertCounts(result, "parts", rows, new Oracle(train, "|", 1, 1), 1, 1);
    assertCounts(result, "filled", rows, new Oracle(train, "", 1, 1, "no text"), 9, 1);
    assertCounts(result, "long", rows, new Oracle(train, "東", 1, 1), 4, 1);
    assertCounts(result, "first_words", rows, new Oracle(train, "", 1, 2).first(3), 30, 1);
    assertVectors(result, "first_parts", rows, new Oracle(train, "|", 1, 1).first(2).tfIdf(20));
    assertVectors(result, "weights", rows, words.tfIdf(30));
    assertVectors(result, "part_weights", rows, new Oracle(train, "|", 1, 2).tfIdf(30));
    var hot = new ArrayList<>(List.of("zzz", "a", "unseen"));
    all.stream().filter(term -> !hot.contains(term)).limit(3).forEach(hot::add);
    assertVectors(
        result,
        "hot",
        rows,
        text -> Arrays.stream(words.counts(hot, text)).map(n -> Math.min(n, 1)).toArray());
    var lowered = new Oracle(lowered(train), "", 1, 1);
    assertCounts(result, "lower", lowered(rows), lowered, 30, 1);
    var loweredAfter = new Oracle(lowered(train), "", 1, 1, "no text \u00C3\u0089");
    assertCounts(result, "filled_lower", lowered(rows), loweredAfter, 30, 1);
    var loweredBefore = new Oracle(lowered(train), "", 1, 1, "NO Text");
    assertCounts(result, "lower_filled", lowered(rows), loweredBefore, 30, 1);
    numbers(result, train, rows);
  }

  private static void numbers(
      Result result, List<byte @Nullable []> train, List<byte @Nullable []> rows) {
    var counted =
        Map.of(
            "word_count", new Oracle(train, "", 1, 1),
            "gram_count", new Oracle(train, "", 2, 4),
            "first_count", new Oracle(train, "|", 1, 1).first(2),
            "part_count", new Oracle(train, "|", 1, 3));
    counted.forEach(
        (feature, oracle) ->
            assertVectors(result, feature, rows, text -> new double[] {oracle.grams(text).size()}));
    var words = new Oracle(train, "", 1, 1);
    double mean = train.stream().mapToInt(t -> words.grams(t).size()).average().orElse(0);
    double variance =
        train.stream()
            .mapToDouble(t -> Math.pow(words.grams(t).size() - mean, 2))
            .average()
            .orElse(0);
    assertVectors(
        result,
        "count_z",
        rows,
        text -> new double[] {(words.grams(text).size() - mean) / Math.sqrt(variance)});
  }

  @Test
  void batchesDoNotShow(@TempDir Path directory) throws Exception {
    var train = column(texts(7, 150));
    var rows = column(texts(8, 90));
    var whole = run(AllOfWords.class, train, rows, directory.resolve("whole"), 1024);
    for (int batchRows : new int[] {1, 7}) {
      var other =
          run(AllOfWords.class, train, rows, directory.resolve("by" + batchRows), batchRows);
      assertThat(other.rows()).isEqualTo(whole.rows());
      assertThat(other.graph().resolve("transform.onnx"))
          .hasSameBinaryContentAs(whole.graph().resolve("transform.onnx"));
    }
  }

  @Test
  void noRowsGiveNoRows(@TempDir Path directory) throws Exception {
    var train = column(texts(7, 50));
    var result = run(AllOfWords.class, train, train, directory, 64);
    try (var model = OnnxModel.open(result.graph().resolve("transform.onnx"))) {
      var none = new BytesTensor(Shape.of(0, 1), new byte[0], new int[] {0});
      var features = model.infer(Map.of("text", none)).byName();
      assertThat(features).hasSize(result.rows().size());
      features.forEach(
          (name, tensor) -> assertThat(tensor.shape().toArray()).as(name).startsWith(0L));
    }
  }

  static final class LowerCase implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("hash", f.text("text").lowerCase().hash(1_000_003));
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1024})
  void lowerCaseIsOfAsciiAndLeavesWhatIsNoUnicode(int batchRows, @TempDir Path directory)
      throws Exception {
    var texts = new ArrayList<byte @Nullable []>();
    for (var text :
        List.of(
            "@AZ[`az{",
            "",
            "A\0B",
            "\uD83D\uDE95A",
            "\uD7FFA\uE000A\uFFFF",
            "\uDBFF\uDFFFA",
            "\u0130\u00C9E\u0301\u212A",
            "A".repeat(100_000),
            "A\nB\r\tC")) {
      texts.add(text.getBytes(UTF_8));
    }
    texts.add(bytes('A', 0xFF));
    texts.add(bytes('A', 0xC0, 0x80));
    texts.add(bytes('A', 0xED, 0xA0, 0x80));
    texts.add(bytes('A', 0xF4, 0x90, 0x80, 0x80));
    texts.add(bytes('A', 0xE6));
    texts.add(bytes(0x80, 'A'));
    texts.add(null);
    var result = run(LowerCase.class, column(texts), column(texts), directory, batchRows);
    var lowered = lowered(texts);
    for (int row = 0; row < texts.size(); row++) {
      var text = lowered.get(row);
      long expected = 1_000_003;
      if (text != null && text.length > 0) {
        int hash = Hashing.murmur3_32_fixed(0).hashBytes(text).asInt();
        expected = Integer.toUnsignedLong(hash) % 1_000_003;
      }
      assertThat(result.rows().get("hash").get(row)).as("row " + row).isEqualTo(expected);
    }
  }

  static final class WordsOnly implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("bag", f.text("text").words().bagOfWords());
    }
  }

  @Test
  void textsWithoutAnyWordAreRefused(@TempDir Path directory) {
    var empty = column(Arrays.asList(null, " ".getBytes(UTF_8)));
    assertThatThrownBy(() -> run(WordsOnly.class, empty, empty, directory, 10))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("number of components: feature 'bag' of 0 (expected: 1 to 4000)");
  }

  static final class IdsOfTexts implements Preprocessing {
    @Override
    public void define(Features f) {
      var word = f.text("text");
      var other = f.text("other");
      var n = f.integer("n");
      f.output("one_hot", word.vocabulary(topK(2)).oneHot());
      f.output("crossed", word.vocabulary().cross(other.vocabulary()).cross(n.ids(4)));
      f.output("folded", word.vocabulary().cross(other.vocabulary()).cross(n.ids(4)).hash(7));
      f.output(
          "huge", other.hash(99_999_999).cross(word.hash(99_999_999)).cross(n.ids(9)).hash(1_000));
      f.output("first", word.vocabulary(reserved("none", "b"), topK(1)));
    }
  }

  @Test
  void idsBecomeVectorsAndCrossesOfThreeFewIds(@TempDir Path directory) throws Exception {
    var columns =
        List.of(
            Column.of("text", String.class, "a", "a", "a", "b", "b", "c", null),
            Column.of("other", String.class, "x", "y", "x", "x", null, "z", "x"),
            Column.of("n", Long.class, 0L, 1L, 2L, 3L, 4L, null, 0L));
    var result = run(IdsOfTexts.class, columns, columns, directory, 3);
    assertThat(result.rows().get("one_hot"))
        .extracting(Object::toString)
        .containsExactly(
            "[1.0,0.0,0.0,0.0]",
            "[1.0,0.0,0.0,0.0]",
            "[1.0,0.0,0.0,0.0]",
            "[0.0,1.0,0.0,0.0]",
            "[0.0,1.0,0.0,0.0]",
            "[0.0,0.0,1.0,0.0]",
            "[0.0,0.0,0.0,1.0]");
    // words: a, b, c, unseen, missing; others: x, z, y, unseen, missing; numbers: 0 to 3, others
    long[] word = {0, 0, 0, 1, 1, 2, 4};
    long[] other = {0, 2, 0, 0, 4, 1, 0};
    long[] number = {0, 1, 2, 3, 4, 4, 0};
    assertThat(result.size("crossed")).isEqualTo(125);
    assertThat(result.size("folded")).isEqualTo(7);
    for (int i = 0; i < word.length; i++) {
      long crossed = (word[i] * 5 + other[i]) * 5 + number[i];
      assertThat(result.rows().get("crossed").get(i)).isEqualTo(crossed);
      int hash = Hashing.murmur3_32_fixed(0).hashLong(crossed).asInt();
      assertThat(result.rows().get("folded").get(i)).isEqualTo(Integer.toUnsignedLong(hash) % 7);
      assertThat((Long) result.rows().get("huge").get(i)).isBetween(0L, 999L);
    }
    assertThat(result.rows().get("first")).containsExactly(2L, 2L, 2L, 1L, 1L, 3L, 4L);
    assertThat(Files.readAllLines(result.graph().resolve("vocabulary/first.txt")))
        .containsExactly("none", "b", "a");
  }

  static final class FiguresOfTexts implements Preprocessing {
    @Override
    public void define(Features f) {
      var lower = f.text("text").lowerCase();
      var x = f.number("x").fillMissing(0);
      f.output("mean_by_lower", x.per(lower).mean().fillMissing(-1));
      f.output("times_lower", lower.occurrences());
      f.output("mean_by_digits", x.per(f.integer("n").asText()).mean().fillMissing(-1));
      f.output("digits", f.integer("n").fillMissing(-5).asText().words().bagOfWords());
      f.output("words_over_mean", lower.words().count().minus(lower.words().count().mean()));
    }
  }

  @Test
  void textsInLowerCaseAreKeysAndDigitsAreWords(@TempDir Path directory) throws Exception {
    var train =
        List.of(
            Column.of("text", String.class, "A b", "a B", "c", null),
            Column.of("x", Double.class, 1.0, 3.0, 5.0, null),
            Column.of("n", Long.class, 7L, 7L, null, 12L));
    var eval =
        List.of(
            Column.of("text", String.class, "a b", "C", "d", null),
            Column.of("x", Double.class, 1.0, 3.0, 5.0, null),
            Column.of("n", Long.class, 7L, null, 12L, 13L));
    var rows = run(FiguresOfTexts.class, train, eval, directory, 3).rows();
    assertThat(rows.get("mean_by_lower")).containsExactly(2f, 5f, -1f, 0f);
    assertThat(rows.get("times_lower")).containsExactly(2f, 1f, 0f, 1f);
    assertThat(rows.get("mean_by_digits")).containsExactly(2f, 5f, 0f, -1f);
    assertThat(rows.get("digits"))
        .extracting(Object::toString)
        .containsExactly("[1.0,0.0,0.0]", "[0.0,0.0,1.0]", "[0.0,1.0,0.0]", "[0.0,0.0,0.0]");
    assertThat(rows.get("words_over_mean")).containsExactly(0.75f, -0.25f, -0.25f, -1.25f);
  }

  @Test
  void statisticsOfPartsAddUp() throws Exception {
    var texts = texts(9, 300);
    var cut = Words.Cut.ofTexts("").ofGrams(1, 2);
    var choice = VocabularyChoice.of(topK(100));
    var whole = new WordsStatistic(cut, new TermsStatistic("column 'text'"));
    var merged = new WordsStatistic(cut, new TermsStatistic("column 'text'"));
    for (int part = 0; part < 3; part++) {
      var statistic = new WordsStatistic(cut, new TermsStatistic("column 'text'"));
      for (int i = part; i < texts.size(); i += 3) {
        var text = texts.get(i);
        byte[] data = text == null ? new byte[0] : text;
        statistic.add(data, 0, data.length);
        whole.add(data, 0, data.length);
      }
      var bytes = new java.io.ByteArrayOutputStream();
      statistic.encode(new java.io.DataOutputStream(bytes));
      merged.decode(
          new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())));
    }
    assertThat(merged.words(choice)).isEqualTo(whole.words(choice));
    assertThat(whole.words(choice).rows()).isEqualTo(300);
    assertThat(whole.words(choice).vocabulary().terms()).hasSize(100);
    assertThat(new LinkedHashMap<>(whole.words(choice).describe())).containsEntry("rows", 300L);
  }
}
