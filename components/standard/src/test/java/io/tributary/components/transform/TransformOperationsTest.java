package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.topK;
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
import io.tributary.serving.DoubleTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.MissingValues;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation against a plain computation in Java. */
class TransformOperationsTest {
  private static final int ROWS = 300;
  private static final String TAXI = "\uD83D\uDE95";
  private static final List<String> WORDS =
      List.of("Cash", "Credit Card", "Zürich", "東京", TAXI + " ride", TAXI, "a", "b");

  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  static final class AllOperations implements Preprocessing {
    @Override
    public void define(Features f) {
      var x = f.number("x");
      var y = f.number("y");
      var n = f.integer("n");
      var word = f.text("word");
      f.output("x_filled", x.fillMissing(0.1));
      f.output("x_z", x.zScore().fillMissing(0));
      f.output("x_01", x.minMax().fillMissing(-1));
      f.output("x_scaled", x.fillMissing(2).scaleTo(-3, 5));
      f.output("x_buckets", x.bucketize(4));
      f.output("x_filled_buckets", x.fillMissing(0).bucketize(4));
      f.output("x_bounds", x.bucketize(-1, 0.1, 7));
      f.output("x_log1p", x.log1p().fillMissing(-9));
      f.output("x_missing", x.isMissing());
      f.output("sum", x.plus(y).fillMissing(0));
      f.output("difference", x.minus(y).minus(0.5).fillMissing(0));
      f.output("product", x.times(y).times(3).fillMissing(0));
      f.output("quotient", x.dividedBy(y).fillMissing(77));
      f.output("half", x.dividedBy(2).plus(1).fillMissing(0));
      f.output("more", x.greaterThan(y));
      f.output("at_least", x.atLeast(0.1));
      f.output("less", x.lessThan(y));
      f.output("at_most", x.atMost(0.1));
      f.output("equal", x.isEqualTo(0.1));
      f.output("both", x.greaterThan(0).and(y.greaterThan(0)));
      f.output("either", x.greaterThan(0).or(y.greaterThan(0)));
      f.output("neither", x.greaterThan(0).or(y.greaterThan(0)).negated());
      f.output("constant_z", f.number("constant").fillMissing(0).zScore());
      f.output("constant_01", f.number("constant").fillMissing(0).minMax());
      f.output("n_number", n.asNumber().fillMissing(-1));
      f.output("n_ids", n.ids(5));
      f.output("n_vocabulary", n.vocabulary());
      f.output("n_filled_vocabulary", n.fillMissing(3).vocabulary(topK(2)));
      f.output("n_missing", n.isMissing());
      f.output("big_z", f.number("big").fillMissing(0).zScore());
      f.output("word_id", word.vocabulary(topK(4)));
      f.output("word_frequent", word.vocabulary(minCount(40), oovBuckets(3)));
      f.output("word_filled", word.fillMissing("none").vocabulary());
      f.output("word_hash", word.hash(50));
      f.output("word_filled_hash", word.fillMissing("none").hash(50));
      f.output("word_is_cash", word.isEqualTo("Cash"));
      f.output("word_is_taxi", word.isEqualTo(TAXI));
      f.output("word_missing", word.isMissing());
      f.output("crossed", x.bucketize(4).cross(word.vocabulary(topK(4))));
      f.output("nested", x.fillMissing(0).zScore().bucketize(3));
      f.output("thrice", x.fillMissing(0).zScore().minMax().zScore());
      f.label("target", f.number("goal").fillMissing(0));
    }
  }

  private static double single(@Nullable Object value) {
    if (value == null) {
      return Double.NaN;
    }
    double single = ((Double) value).floatValue();
    return Double.isInfinite(single) ? Double.NaN : single;
  }

  private static List<Column> columns(long seed) {
    var random = new Random(seed);
    var x = new ArrayList<@Nullable Object>();
    var y = new ArrayList<@Nullable Object>();
    var n = new ArrayList<@Nullable Object>();
    var big = new ArrayList<@Nullable Object>();
    var word = new ArrayList<@Nullable Object>();
    var constant = new ArrayList<@Nullable Object>();
    var extremes =
        Arrays.asList(
            null,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.0,
            -0.0,
            0.1,
            -1.0,
            1e-12,
            -1e-30,
            1e9,
            -5e8,
            7.0,
            1e300);
    for (int i = 0; i < ROWS; i++) {
      x.add(
          random.nextInt(4) == 0
              ? extremes.get(random.nextInt(extremes.size()))
              : (Double) (random.nextGaussian() * 10));
      y.add(random.nextInt(6) == 0 ? (Double) 0.0 : (Double) (double) random.nextInt(5));
      n.add(random.nextInt(7) == 0 ? null : (Long) (long) (random.nextInt(9) - 2));
      big.add(1_400_000_000_000L + random.nextInt(1000));
      word.add(
          random.nextInt(7) == 0
              ? null
              : WORDS.get(random.nextInt(1 + random.nextInt(WORDS.size()))));
      constant.add(4.5);
    }
    return List.of(
        new Column("x", Double.class, x),
        new Column("y", Double.class, y),
        new Column("n", Long.class, n),
        new Column("big", Long.class, big),
        new Column("word", String.class, word),
        new Column("constant", Double.class, constant),
        new Column("goal", Double.class, List.copyOf(y)));
  }

  private record Result(Map<String, List<Object>> rows, FittedTransform fitted, Path graph) {
    long size(String feature) {
      return fitted.features().stream()
          .filter(f -> f.name().equals(feature))
          .mapToLong(Feature::size)
          .findFirst()
          .orElseThrow();
    }
  }

  private static Result run(
      Class<? extends Preprocessing> preprocessing,
      List<Column> columns,
      Path directory,
      int batchRows,
      int threads)
      throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", batchRows, columns);
    Tables.write(raw, "eval", batchRows, columns);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns));
    var component = new Transform(EXAMPLES, SCHEMA, preprocessing);
    try (var run = FakeRun.of(component, directory.resolve("run")).withThreads(threads)) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema")).execute();
      var made = run.made(Transform.Outputs::examples);
      assertThat(made.splits()).containsExactlyInAnyOrder("train", "eval");
      assertThat(Tables.read(made.path(), "eval")).isEqualTo(Tables.read(made.path(), "train"));
      var graph = run.made(Transform.Outputs::graph).path();
      return new Result(Tables.read(made.path(), "train"), FittedTransform.read(graph), graph);
    }
  }

  /** Holds single-precision outputs against a function of the row. */
  private static void assertNumbers(Result result, String feature, RowFunction expected) {
    for (int i = 0; i < ROWS; i++) {
      double value = expected.at(i);
      float actual = (Float) result.rows().get(feature).get(i);
      double tolerance = Math.max(1e-6, Math.abs(value) * 1e-6);
      if (!(Math.abs(actual - value) <= tolerance)) {
        assertThat((double) actual).as(feature + " " + i).isCloseTo(value, within(tolerance));
      }
    }
  }

  private static void assertIds(Result result, String feature, long size, RowFunction expected) {
    assertThat(result.size(feature)).as(feature).isEqualTo(size);
    for (int i = 0; i < ROWS; i++) {
      long actual = (Long) result.rows().get(feature).get(i);
      if (actual != (long) expected.at(i)) {
        assertThat(actual).as(feature + " " + i).isEqualTo((long) expected.at(i));
      }
    }
  }

  private interface RowFunction {
    double at(int row);
  }

  private static double orElse(double value, double otherwise) {
    return Double.isNaN(value) || Double.isInfinite(value) ? otherwise : value;
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }

  private static double[] present(RowFunction column) {
    var values = new ArrayList<Double>();
    for (int i = 0; i < ROWS; i++) {
      if (!Double.isNaN(column.at(i))) {
        values.add(column.at(i));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static DoubleUnaryOperator zScore(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
    return v -> (v - mean) / (variance == 0 ? 1 : Math.sqrt(variance));
  }

  private static DoubleUnaryOperator minMax(double[] values, double low, double high) {
    double min = Arrays.stream(values).min().orElse(0);
    double max = Arrays.stream(values).max().orElse(0);
    return v -> (v - min) / (max - min) * (high - low) + low;
  }

  private static double[] quantiles(double[] values, int buckets) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] bounds = new double[buckets - 1];
    for (int i = 1; i < buckets; i++) {
      bounds[i - 1] = sorted[(int) ((long) i * sorted.length / buckets)];
    }
    return Arrays.stream(bounds).distinct().toArray();
  }

  private static long bucket(double[] bounds, double value) {
    return Double.isNaN(value)
        ? bounds.length + 1
        : Arrays.stream(bounds).filter(bound -> bound <= value).count();
  }

  private static List<String> vocabulary(List<? extends @Nullable Object> texts) {
    var counts = new TreeMap<String, Integer>();
    for (var text : texts) {
      if (text != null) {
        counts.merge(text.toString(), 1, Integer::sum);
      }
    }
    var terms = new ArrayList<>(counts.keySet());
    terms.sort(
        (a, b) ->
            counts.get(a).equals(counts.get(b))
                ? Arrays.compareUnsigned(
                    b.getBytes(StandardCharsets.UTF_8), a.getBytes(StandardCharsets.UTF_8))
                : counts.get(b) - counts.get(a));
    return terms;
  }

  private static long murmur(String text, int buckets) {
    int hash = Hashing.murmur3_32_fixed(0).hashString(text, StandardCharsets.UTF_8).asInt();
    return Integer.toUnsignedLong(hash) % buckets;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyOperationEqualsAPlainComputation(long seed, @TempDir Path directory) throws Exception {
    var columns = columns(seed);
    var result = run(AllOperations.class, columns, directory, 128, 2);
    RowFunction x = i -> single(columns.get(0).values().get(i));
    RowFunction y = i -> single(columns.get(1).values().get(i));
    RowFunction filled = i -> orElse(x.at(i), 0);
    numbers(result, x, y);
    var z = zScore(present(x));
    var range = minMax(present(x), 0, 1);
    assertNumbers(result, "x_z", i -> orElse(z.applyAsDouble(x.at(i)), 0));
    assertNumbers(result, "x_01", i -> orElse(range.applyAsDouble(x.at(i)), -1));
    var scaled = minMax(present(i -> orElse(x.at(i), 2)), -3, 5);
    assertNumbers(result, "x_scaled", i -> scaled.applyAsDouble(orElse(x.at(i), 2)));
    assertNumbers(result, "constant_z", i -> 0);
    assertNumbers(result, "constant_01", i -> 1 / (1 + Math.exp(-4.5)));
    RowFunction big = i -> ((Long) columns.get(3).values().get(i)).doubleValue();
    var bigZ = zScore(present(i -> big.at(i) - 1_400_000_000_000L));
    assertNumbers(result, "big_z", i -> bigZ.applyAsDouble(big.at(i) - 1_400_000_000_000L));

    double[] quartiles = quantiles(present(x), 4);
    assertIds(result, "x_buckets", quartiles.length + 2, i -> bucket(quartiles, x.at(i)));
    double[] filledQuartiles = quantiles(present(filled), 4);
    assertIds(
        result,
        "x_filled_buckets",
        filledQuartiles.length + 1,
        i -> bucket(filledQuartiles, filled.at(i)));
    double[] bounds = {-1, 0.1f, 7};
    assertIds(result, "x_bounds", 5, i -> bucket(bounds, x.at(i)));
    var filledZ = zScore(present(filled));
    double[] terciles = quantiles(present(i -> filledZ.applyAsDouble(filled.at(i))), 3);
    assertThat(result.size("nested")).isEqualTo(terciles.length + 1);
    integers(result, columns.get(2).values());
    texts(result, columns.get(4).values(), i -> bucket(quartiles, x.at(i)), quartiles.length + 2);
  }

  private static void numbers(Result result, RowFunction x, RowFunction y) {
    assertNumbers(result, "x_filled", i -> orElse(x.at(i), 0.1));
    assertNumbers(result, "x_log1p", i -> orElse(Math.log1p(x.at(i)), -9));
    assertNumbers(result, "x_missing", i -> truth(Double.isNaN(x.at(i))));
    assertNumbers(result, "sum", i -> orElse(x.at(i) + y.at(i), 0));
    assertNumbers(result, "difference", i -> orElse(x.at(i) - y.at(i) - 0.5, 0));
    assertNumbers(result, "product", i -> orElse(x.at(i) * y.at(i) * 3, 0));
    assertNumbers(result, "quotient", i -> orElse(x.at(i) / y.at(i), 77));
    assertNumbers(result, "half", i -> orElse(x.at(i) / 2 + 1, 0));
    assertNumbers(result, "more", i -> truth(x.at(i) > y.at(i)));
    assertNumbers(result, "at_least", i -> truth(x.at(i) >= 0.1f));
    assertNumbers(result, "less", i -> truth(x.at(i) < y.at(i)));
    assertNumbers(result, "at_most", i -> truth(x.at(i) <= 0.1f));
    assertNumbers(result, "equal", i -> truth(x.at(i) == 0.1f));
    assertNumbers(result, "both", i -> truth(x.at(i) > 0 && y.at(i) > 0));
    assertNumbers(result, "either", i -> truth(x.at(i) > 0 || y.at(i) > 0));
    assertNumbers(result, "neither", i -> truth(!(x.at(i) > 0 || y.at(i) > 0)));
    assertNumbers(result, "target", y);
  }

  private static void integers(Result result, List<@Nullable Object> n) {
    assertNumbers(result, "n_number", i -> n.get(i) instanceof Long value ? value : -1);
    assertNumbers(result, "n_missing", i -> truth(n.get(i) == null));
    assertIds(result, "n_ids", 6, i -> n.get(i) instanceof Long v && v >= 0 && v < 5 ? v : 5);
    var terms = vocabulary(n);
    assertIds(
        result,
        "n_vocabulary",
        terms.size() + 2,
        i -> n.get(i) == null ? terms.size() + 1 : terms.indexOf(String.valueOf(n.get(i))));
    var filled = n.stream().map(value -> value == null ? (Object) 3L : value).toList();
    var two = vocabulary(filled).subList(0, 2);
    assertIds(
        result,
        "n_filled_vocabulary",
        3,
        i -> two.contains(filled.get(i).toString()) ? two.indexOf(filled.get(i).toString()) : 2);
  }

  private static void texts(
      Result result, List<@Nullable Object> words, RowFunction xBucket, long xBuckets) {
    var terms = vocabulary(words);
    var four = terms.subList(0, 4);
    RowFunction wordId =
        i ->
            words.get(i) == null ? 5 : four.contains(words.get(i)) ? four.indexOf(words.get(i)) : 4;
    assertIds(result, "word_id", 6, wordId);
    var frequent =
        terms.stream().filter(term -> words.stream().filter(term::equals).count() >= 40).toList();
    assertIds(
        result,
        "word_frequent",
        frequent.size() + 4,
        i -> {
          var word = (String) words.get(i);
          if (word == null) {
            return frequent.size() + 3;
          }
          return frequent.contains(word)
              ? frequent.indexOf(word)
              : frequent.size() + murmur(word, 3);
        });
    var filled = words.stream().map(word -> word == null ? "none" : word).toList();
    var filledTerms = vocabulary(filled);
    assertIds(
        result, "word_filled", filledTerms.size() + 1, i -> filledTerms.indexOf(filled.get(i)));
    assertIds(
        result, "word_hash", 51, i -> words.get(i) instanceof String word ? murmur(word, 50) : 50);
    assertIds(result, "word_filled_hash", 50, i -> murmur((String) filled.get(i), 50));
    assertNumbers(result, "word_is_cash", i -> truth("Cash".equals(words.get(i))));
    assertNumbers(result, "word_is_taxi", i -> truth(TAXI.equals(words.get(i))));
    assertNumbers(result, "word_missing", i -> truth(words.get(i) == null));
    assertIds(result, "crossed", xBuckets * 6, i -> xBucket.at(i) * 6 + wordId.at(i));
  }

  @Test
  void batchesAndThreadsDoNotShow(@TempDir Path directory) throws Exception {
    var columns = columns(4);
    var whole = run(AllOperations.class, columns, directory.resolve("whole"), ROWS, 1);
    for (int batchRows : new int[] {1, 7, 128}) {
      var other =
          run(AllOperations.class, columns, directory.resolve("by" + batchRows), batchRows, 3);
      assertThat(other.rows()).isEqualTo(whole.rows());
      for (var file : List.of("transform.onnx", "label.onnx", "transform.json")) {
        assertThat(other.graph().resolve(file)).hasSameBinaryContentAs(whole.graph().resolve(file));
      }
    }
  }

  @Test
  void vocabulariesHoldCharactersBeyondTheBasicPlane(@TempDir Path directory) throws Exception {
    var result = run(AllOperations.class, columns(5), directory, ROWS, 1);
    assertThat(Files.readString(result.graph().resolve("vocabulary/word_filled.txt")))
        .contains(TAXI + "\n", "東京\n", "Zürich\n", "none\n");
    assertThat(result.graph().resolve("vocabulary/crossed.txt")).exists();
  }

  static final class TextLabel implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("x_bucket", f.number("x").bucketize(2));
      f.label("word", f.text("word"));
    }
  }

  private static List<Column> twoColumns(@Nullable Object... words) {
    var x = new ArrayList<@Nullable Object>();
    for (int i = 0; i < words.length; i++) {
      x.add((double) i);
    }
    return List.of(new Column("x", Double.class, x), Column.of("word", String.class, words));
  }

  @Test
  void labelsMayBeText(@TempDir Path directory) throws Exception {
    var result = run(TextLabel.class, twoColumns("Cash", "東京"), directory, 10, 1);
    assertThat(result.rows().get("word")).containsExactly("Cash", "東京");
    assertThat(result.fitted().labels())
        .containsExactly(new FittedTransform.Label("word", FittedTransform.LabelKind.TEXT));
    assertThat(result.fitted().inputs())
        .containsExactly(new FittedTransform.RawInput("x", FittedTransform.Dtype.FP32));
  }

  static final class TwoLabels implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("x_z", f.number("x").zScore().fillMissing(0));
      f.label("cash", f.text("word").isEqualTo("Cash"));
      f.label("card", f.text("word").isEqualTo("Card"));
    }
  }

  @Test
  void severalTruthValuesMayBeLabels(@TempDir Path directory) throws Exception {
    var result = run(TwoLabels.class, twoColumns("Cash", "Card", "Card"), directory, 10, 1);
    assertThat(result.rows().get("cash")).containsExactly(1f, 0f, 0f);
    assertThat(result.rows().get("card")).containsExactly(0f, 1f, 1f);
    assertThat(result.fitted().labels())
        .containsExactly(
            new FittedTransform.Label("cash", FittedTransform.LabelKind.BOOLEAN),
            new FittedTransform.Label("card", FittedTransform.LabelKind.BOOLEAN));
    try (var labels = OnnxModel.open(result.graph().resolve("label.onnx"))) {
      assertThat(labels.signature().outputs())
          .extracting(TensorSpec::name)
          .containsExactly("label/cash", "label/card");
    }
  }

  @Test
  void aMissingLabelFails(@TempDir Path directory) {
    assertThatThrownBy(() -> run(TextLabel.class, twoColumns("a", null), directory, 10, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'word': a row without a text");
  }

  static final class NumberAsTruth implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("x_z", f.number("x").zScore().fillMissing(0));
      f.binaryLabel("yes", f.number("answer"));
    }
  }

  private static List<Column> answers(Double... answers) {
    var x = new ArrayList<Object>();
    for (int i = 0; i < answers.length; i++) {
      x.add((double) i);
    }
    return List.of(
        new Column("x", Double.class, x),
        new Column("answer", Double.class, new ArrayList<>(Arrays.asList(answers))));
  }

  @Test
  void aNumberLearntAsTruthValueStaysMissingInTheGraphOfTheLabel(@TempDir Path directory)
      throws Exception {
    var result = run(NumberAsTruth.class, answers(1.0, 0.0, 0.0), directory, 10, 1);
    assertThat(result.rows().get("yes")).containsExactly(1f, 0f, 0f);
    assertThat(result.fitted().labels())
        .containsExactly(new FittedTransform.Label("yes", FittedTransform.LabelKind.BOOLEAN));
    var numbers = DoubleTensor.column(1, 0, MissingValues.FP64, Double.NEGATIVE_INFINITY, 5);
    try (var labels = OnnxModel.open(result.graph().resolve("label.onnx"))) {
      var truths = labels.infer(Map.of("answer", numbers)).get("label/yes");
      assertThat(truths).isEqualTo(FloatTensor.column(1, 0, Float.NaN, Float.NaN, 5));
    }
  }

  @Test
  void aTruthValueThatIsMissingOrAnotherNumberFails(@TempDir Path directory) {
    assertThatThrownBy(
            () -> run(NumberAsTruth.class, answers(1.0, null), directory.resolve("a"), 10, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'yes': a row without a number");
    assertThatThrownBy(
            () -> run(NumberAsTruth.class, answers(1.0, 0.0, 5.0), directory.resolve("b"), 10, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("label 'yes': a row with 5.0 (expected: 0 or 1 in every row)");
  }

  static final class FiguresOfNothing implements Preprocessing {
    @Override
    public void define(Features f) {
      var x = f.number("x");
      f.output("shifted", x.fillMissing(x.mean()));
      f.output("median", x.fillMissing(x.quantile(0.5)));
      f.output("counted", x.fillMissing(x.count()).plus(x.sum()));
    }
  }

  @Test
  void figuresOfNoNumbersFailAllAtOnce(@TempDir Path directory) {
    var columns = List.of(Column.of("x", Double.class, null, Double.NaN));
    assertThatThrownBy(() -> run(FiguresOfNothing.class, columns, directory, 10, 1))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_DATA))
        .hasMessageContaining(
            "f.number(\"x\").mean(), f.number(\"x\").quantile(0.5): no number in any analyzed row")
        .hasMessageContaining("call fillMissing(value) before");
  }

  static final class Hours implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("hour", f.integer("t").asTime(ChronoUnit.MILLIS).hour().ids(24));
    }
  }

  static final class WrongUnit implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("hour", f.integer("t").asTime(ChronoUnit.SECONDS).hour().ids(24));
    }
  }

  @Test
  void columnsOfTimeStampsAreReadInTheirUnit(@TempDir Path directory) throws Exception {
    var columns =
        List.of(Column.of("t", Instant.class, Instant.parse("2026-11-30T09:30:00Z"), null));
    var result = run(Hours.class, columns, directory.resolve("right"), 10, 1);
    assertThat(result.rows().get("hour")).containsExactly(9L, 24L);
    assertThatThrownBy(() -> run(WrongUnit.class, columns, directory.resolve("wrong"), 10, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("f.integer(\"t\").asTime(ChronoUnit.SECONDS), which is in MILLIS")
        .hasMessageContaining("name the unit of the column");
  }

  static final class FewKeys implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("z", f.number("x").fillMissing(0).per(f.text("word"), 2).zScore());
    }
  }

  @Test
  void moreKeysThanAllowedAreRefused(@TempDir Path directory) {
    var columns = twoColumns("a", "b", "a", null);
    assertThatThrownBy(() -> run(FewKeys.class, columns, directory, 1, 2))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure ->
                assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.RESOURCE_EXHAUSTED))
        .hasMessageContaining("column 'x' with 'word': more than 2 different keys")
        .hasMessageContaining("per(key, mostKeys)");
  }

  static final class NoLabel implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("x_z", f.number("x").zScore().fillMissing(0));
      f.output("x_01", f.number("x").minMax().fillMissing(0));
      f.output("x_gaussian", f.number("x").gaussian().fillMissing(0));
      f.output("x_between", f.number("x").interpolate(3).fillMissing(0));
      f.output("x_by_word", f.number("x").per(f.text("word")).bucketize(3));
      f.output("x_bucket", f.number("x").bucketize(3));
      f.output("word_id", f.text("word").vocabulary());
      f.output("word_filled_id", f.text("word").fillMissing("none").vocabulary(topK(1)));
    }
  }

  @Test
  void columnsWithoutAnyValueCanBeTransformed(@TempDir Path directory) throws Exception {
    var columns =
        List.of(
            Column.of("x", Double.class, null, null), Column.of("word", String.class, null, null));
    var result = run(NoLabel.class, columns, directory, 10, 1);
    assertThat(result.rows().get("x_z")).containsExactly(0f, 0f);
    assertThat(result.rows().get("x_gaussian")).containsExactly(0f, 0f);
    assertThat(result.rows().get("x_between")).containsExactly(0f, 0f);
    assertThat(result.rows().get("x_by_word")).containsExactly(2L, 2L);
    assertThat(result.size("x_by_word")).isEqualTo(3);
    assertThat(result.rows().get("x_bucket")).containsExactly(1L, 1L);
    assertThat(result.size("x_bucket")).isEqualTo(2);
    assertThat(result.rows().get("word_id")).containsExactly(1L, 1L);
    assertThat(result.rows().get("word_filled_id")).containsExactly(0L, 0L);
    assertThat(result.fitted().labels()).isEmpty();
    assertThat(result.graph().resolve("label.onnx")).doesNotExist();
  }

  @Test
  void splitsWithoutRowsCanBeTransformed(@TempDir Path directory) throws Exception {
    var columns = List.of(Column.of("x", Double.class), Column.of("word", String.class));
    var result = run(NoLabel.class, columns, directory, 10, 1);
    assertThat(result.rows()).hasSize(8);
    assertThat(result.rows().values()).allSatisfy(values -> assertThat(values).isEmpty());
    assertThat(result.size("word_id")).isEqualTo(2);
    assertThatThrownBy(
            () -> run(FiguresOfNothing.class, columns, directory.resolve("figures"), 10, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no number in any analyzed row");
  }

  static final class Vectors implements Preprocessing {
    @Override
    public void define(Features f) {
      var x = f.number("x");
      var y = x.times(x);
      f.output("both", f.vector(List.of(x, y)));
      f.output("components", f.vector(f.principalComponents(2, x, y)));
    }
  }

  static final class FilledVectors implements Preprocessing {
    @Override
    public void define(Features f) {
      var x = f.number("x").fillMissing(0);
      var y = x.times(x);
      f.output("both", f.vector(List.of(x, y)));
      var components = f.principalComponents(2, x, y);
      f.output("first", components.get(0));
      f.output("second", components.get(1));
      f.output("components", f.vector(components));
    }
  }

  @Test
  void numbersSideBySideAreAVector(@TempDir Path directory) throws Exception {
    var columns = twoColumns("a", "b", "c", "d");
    var result = run(FilledVectors.class, columns, directory.resolve("filled"), 3, 1);
    assertThat(result.size("both")).isEqualTo(2);
    assertThat(result.rows().get("both"))
        .containsExactly("[0.0,0.0]", "[1.0,1.0]", "[2.0,4.0]", "[3.0,9.0]");
    for (int row = 0; row < 4; row++) {
      assertThat(result.rows().get("components").get(row))
          .isEqualTo(
              "["
                  + result.rows().get("first").get(row)
                  + ","
                  + result.rows().get("second").get(row)
                  + "]");
    }
    assertThatThrownBy(() -> run(Vectors.class, columns, directory.resolve("missing"), 3, 1))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("f.number(\"x\"), which may be missing")
        .hasMessageContaining("call fillMissing(value) before");
  }
}
