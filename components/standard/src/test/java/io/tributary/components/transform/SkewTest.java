package io.tributary.components.transform;

import static io.tributary.components.transform.NumberCases.CASES;
import static io.tributary.components.transform.NumberCases.ID_CASES;
import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.passes;
import static io.tributary.components.transform.VocabularyOption.topK;
import static io.tributary.components.transform.VocabularyOption.weightedBy;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.common.hash.Hashing;
import io.tributary.api.Channel;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.transform.NumberOracle.Rows;
import io.tributary.components.transform.Tables.Column;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.InferenceClient;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import io.tributary.serving.TensorSpec;
import io.tributary.serving.embedded.ModelServer;
import io.tributary.serving.repository.ModelRepository;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of all kinds through every operation: what is materialised for training, what ONNX Runtime
 * says offline in batches of other sizes, and what the serving tier answers are the same bits; an
 * oracle that knows nothing of graphs agrees with every row.
 *
 * <p>System property {@code tributary.skew.rows}: how many rows, by default 3,000.
 */
class SkewTest {
  private static final int ROWS = Integer.getInteger("tributary.skew.rows", 3_000);
  private static final int CHUNK = 5_000;
  private static final int ANALYZED = 400;
  private static final int SERVED_CHUNKS = 4;
  private static final int WORDS_KEPT = 6;
  private static final int HASH_BUCKETS = 50;
  private static final int MOST_WEIGHT = 1_000;

  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  private static final List<String> PARTS =
      List.of("a", "Cash", " ", "  ", "東京", "\uD83D\uDE95", "nul\0", "ü", "\uFFFF", "the quick");

  static final class Everything implements Preprocessing {
    @Override
    public void define(Features f) {
      NumberCases.define(f);
      ListOracle.define(f);
      var text = f.text("text");
      f.output("id", text.vocabulary(topK(8), oovBuckets(5)));
      var weight = f.number("y").clip(0, MOST_WEIGHT);
      f.output("weighty", text.vocabulary(weightedBy(weight), topK(WORDS_KEPT), passes(3)));
      f.output("hash", text.hash(HASH_BUCKETS));
      f.output("filled_hash", text.fillMissing("none").hash(HASH_BUCKETS));
      f.output("is_taxi", text.isEqualTo("\uD83D\uDE95"));
      f.output("absent", text.isMissing());
      f.output("words", text.words().count());
      f.output("bag", text.words().bagOfWords(topK(WORDS_KEPT)));
      f.output("crossed", text.vocabulary(topK(8)).cross(f.integer("n").ids(4)));
      LABELS.forEach((name, label) -> f.label(name, label.expression().apply(f)));
    }
  }

  /** Whether a label is true in a row, computed from double-precision numbers. */
  private interface LabelOracle {
    boolean at(Rows analyzed, Table rows, int i);
  }

  private record TruthCase(Function<Features, BooleanColumn> expression, LabelOracle oracle) {}

  /** Truth values of two columns each, so that features may use these columns, too. */
  private static final Map<String, TruthCase> LABELS = new LinkedHashMap<>();

  static {
    Function<Features, BooleanColumn> above = f -> f.number("x").greaterThan(f.number("y"));
    LabelOracle isAbove = (a, r, i) -> r.exactX(i) > r.exactY(i);
    LABELS.put("above", new TruthCase(above, isAbove));
    LABELS.put(
        "above_mean",
        new TruthCase(
            f -> f.number("x").greaterThan(f.number("y").mean()),
            (a, r, i) -> r.exactX(i) > a.ofY().mean()));
    LABELS.put(
        "one_tenth",
        new TruthCase(
            f -> f.number("x").isEqualTo(0.1).or(f.number("y").lessThan(0.1)),
            (a, r, i) -> r.exactX(i) == 0.1 || r.exactY(i) < 0.1));
    LABELS.put(
        "taxi_or_above",
        new TruthCase(
            f -> f.text("text").isEqualTo("\uD83D\uDE95").or(above.apply(f)),
            (a, r, i) -> r.texts().get(i).equals(text("\uD83D\uDE95")) || isAbove.at(a, r, i)));
    LABELS.put(
        "afternoon_or_above",
        new TruthCase(
            f ->
                f.integer("t")
                    .asTime(ChronoUnit.SECONDS)
                    .hour()
                    .asNumber()
                    .atLeast(12)
                    .or(above.apply(f)),
            (a, r, i) ->
                r.numbers().part(i, ChronoField.HOUR_OF_DAY, ZoneOffset.UTC) >= 12
                    || isAbove.at(a, r, i)));
  }

  /** A number to learn, which takes columns in double precision. */
  static final class NumberLabel implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("n_id", f.integer("n").ids(4));
      f.label("l", f.number("x").clip(-1e9, 0.1).plus(f.number("y")).fillMissing(-3));
    }
  }

  /** A text to learn. */
  static final class TextLabel implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("n_id", f.integer("n").ids(4));
      f.label("l", f.text("key").fillMissing("none"));
    }
  }

  /** Bytes, most of them UTF-8; empty and null are both missing. */
  private static List<byte @Nullable []> randomTexts(long seed, int count) {
    var random = new Random(seed);
    var texts = new ArrayList<byte @Nullable []>();
    for (int i = 0; i < count; i++) {
      if (random.nextInt(10) == 0) {
        texts.add(random.nextBoolean() ? null : new byte[0]);
        continue;
      }
      var text = new StringBuilder();
      for (int part = 1 + random.nextInt(1 + random.nextInt(4)); part > 0; part--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      if (random.nextInt(6) == 0) {
        text.append("unseen ").append(random.nextInt());
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (random.nextInt(50) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) 0xFF;
      }
      texts.add(bytes);
    }
    return texts;
  }

  /** A table: numbers, and texts as strings of their bytes, one character for each. */
  private record Table(
      Rows numbers, List<byte @Nullable []> bytes, List<String> texts, ListOracle.Rows lists) {
    private static final int LONGEST_LIST = 50;

    static Table of(long seed, int rows, int keys) {
      var bytes = randomTexts(seed, rows);
      var texts =
          bytes.stream().map(text -> text == null ? "" : new String(text, ISO_8859_1)).toList();
      return new Table(
          NumberOracle.rows(seed, rows, keys),
          bytes,
          texts,
          ListOracle.rows(seed, rows, LONGEST_LIST));
    }

    double exactX(int i) {
      return exact(numbers.xs().get(i));
    }

    double exactY(int i) {
      return exact(numbers.ys().get(i));
    }

    /** As it is in the data; NaN where it is missing or infinite. */
    private static double exact(@Nullable Object value) {
      return value instanceof Double number && Double.isFinite(number) ? number : Double.NaN;
    }

    List<Column> columns() {
      var columns = new ArrayList<>(numbers.columns());
      columns.add(new Column("text", String.class, new ArrayList<>(bytes)));
      columns.addAll(lists.columns());
      return columns;
    }
  }

  private static String text(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static List<String> words(String text) {
    var words = new ArrayList<>(Arrays.asList(text.split(" ")));
    words.removeIf(String::isEmpty);
    return words;
  }

  /** What the features of the text are to be, by their names. */
  private static final class TextOracle {
    private final List<String> terms;
    private final List<String> words;
    private final List<String> weighty;

    TextOracle(Table analyzed) {
      weighty = weighty(analyzed);
      terms = frequent(analyzed.texts(), 8);
      words = frequent(analyzed.texts().stream().flatMap(t -> words(t).stream()).toList(), 6);
    }

    /** Texts by the sum of the weights of their rows. */
    private static List<String> weighty(Table analyzed) {
      var weights = new TreeMap<String, BigDecimal>(Comparator.reverseOrder());
      for (int row = 0; row < analyzed.texts().size(); row++) {
        double weight = Math.max(0, Math.min(MOST_WEIGHT, analyzed.numbers().y(row)));
        if (weight > 0 && isTerm(analyzed.texts().get(row))) {
          weights.merge(analyzed.texts().get(row), new BigDecimal(weight), BigDecimal::add);
        }
      }
      var terms = new ArrayList<>(weights.keySet());
      terms.sort((a, b) -> weights.get(b).compareTo(weights.get(a)));
      return terms.subList(0, WORDS_KEPT);
    }

    private static boolean isTerm(String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      return !text.isEmpty() && Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }

    private static List<String> frequent(List<String> texts, int most) {
      var counts = new TreeMap<String, Integer>();
      for (var text : texts) {
        if (isTerm(text)) {
          counts.merge(text, 1, Integer::sum);
        }
      }
      var terms = new ArrayList<>(counts.descendingKeySet());
      terms.sort((a, b) -> counts.get(b) - counts.get(a)); // stable: equal ones stay descending
      return terms.subList(0, most);
    }

    private static long hash(String text, int buckets) {
      int hash = Hashing.murmur3_32_fixed(0).hashBytes(text.getBytes(ISO_8859_1)).asInt();
      return Integer.toUnsignedLong(hash) % buckets;
    }

    Map<String, double[]> of(String text, @Nullable Long n) {
      boolean isAbsent = text.isEmpty();
      var expected = new LinkedHashMap<String, double[]>();
      int term = terms.indexOf(text);
      expected.put("id", one(isAbsent ? 13 : term < 0 ? 8 + hash(text, 5) : term));
      int place = weighty.indexOf(text);
      expected.put("weighty", one(isAbsent ? WORDS_KEPT + 1 : place < 0 ? WORDS_KEPT : place));
      expected.put("hash", one(isAbsent ? HASH_BUCKETS : hash(text, HASH_BUCKETS)));
      expected.put("filled_hash", one(hash(isAbsent ? "none" : text, HASH_BUCKETS)));
      expected.put("is_taxi", one(text.equals(text("\uD83D\uDE95")) ? 1 : 0));
      expected.put("absent", one(isAbsent ? 1 : 0));
      var found = words(text);
      expected.put("words", one(found.size()));
      expected.put(
          "bag",
          words.stream()
              .mapToDouble(word -> found.stream().filter(word::equals).count())
              .toArray());
      long id = isAbsent ? 9 : term < 0 ? 8 : term;
      expected.put("crossed", one(id * 5 + (n != null && n >= 0 && n < 4 ? n : 4)));
      return expected;
    }

    private static double[] one(double value) {
      return new double[] {value};
    }
  }

  /** A feature as it was materialised. */
  private static Tensor tensor(FieldVector column) {
    int rows = column.getValueCount();
    if (column instanceof FixedSizeListVector lists) {
      var values = (FloatTensor) tensor(lists.getDataVector());
      return new FloatTensor(Shape.of(rows, lists.getListSize()), values.values());
    } else if (column instanceof Float4Vector numbers) {
      var values = new float[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = numbers.get(row);
      }
      return FloatTensor.column(values);
    }
    if (column instanceof VarCharVector texts) {
      var values = new byte[rows][];
      Arrays.setAll(values, texts::get);
      return BytesTensor.of(Shape.column(rows), values);
    }
    var values = new long[rows];
    for (int row = 0; row < rows; row++) {
      values[row] = ((BigIntVector) column).get(row);
    }
    return Int64Tensor.column(values);
  }

  /** Rows of a tensor. */
  private static Tensor rows(Tensor tensor, int from, int to) {
    int width = tensor.size() / (int) tensor.shape().dim(0);
    if (tensor instanceof FloatTensor numbers) {
      return new FloatTensor(
          Shape.of(to - from, width),
          Arrays.copyOfRange(numbers.values(), from * width, to * width));
    } else if (tensor instanceof BytesTensor texts) {
      var values = new byte[to - from][];
      Arrays.setAll(values, i -> texts.bytes(from + i));
      return BytesTensor.of(Shape.column(to - from), values);
    }
    return new Int64Tensor(
        Shape.of(to - from, width), Arrays.copyOfRange(((Int64Tensor) tensor).values(), from, to));
  }

  private static double value(Tensor tensor, int index) {
    return tensor instanceof FloatTensor numbers
        ? numbers.values()[index]
        : ((Int64Tensor) tensor).values()[index];
  }

  private static boolean isRight(Tensor tensor, int index, double expected) {
    return tensor instanceof FloatTensor numbers
        ? NumberCases.isClose(numbers.values()[index], expected)
        : ((Int64Tensor) tensor).values()[index] == (long) expected;
  }

  private final Table analyzed = Table.of(1, ANALYZED, 6);
  private final TextOracle oracle = new TextOracle(analyzed);
  private final Map<String, ListOracle.Expected> listOracle = ListOracle.expected(analyzed.lists());
  private final Map<String, String> mismatches = new TreeMap<>();

  private void judge(Table rows, Map<String, Tensor> features, int row) {
    for (int n = 0; n < CASES.size(); n++) {
      double expected = CASES.get(n).expected(analyzed.numbers(), rows.numbers(), row);
      judge("n" + n, features, row, rows, expected);
    }
    for (int n = 0; n < ID_CASES.size(); n++) {
      double id = ID_CASES.get(n).oracle().at(analyzed.numbers(), rows.numbers(), row);
      judge("i" + n, features, row, rows, id);
    }
    LABELS.forEach(
        (name, label) -> {
          boolean expected = label.oracle().at(analyzed.numbers(), rows, row);
          judge(name, features, row, rows, expected ? 1 : 0);
        });
    oracle
        .of(rows.texts().get(row), rows.numbers().n(row))
        .forEach((feature, expected) -> judge(feature, features, row, rows, expected));
    listOracle.forEach(
        (feature, expected) -> judge(feature, features, row, rows, expected.of(rows.lists(), row)));
  }

  private void judge(
      String feature, Map<String, Tensor> features, int row, Table rows, double... expected) {
    var tensor = features.get(feature);
    for (int i = 0; i < expected.length; i++) {
      int index = row * expected.length + i;
      if (!isRight(tensor, index, expected[i])) {
        mismatches.putIfAbsent(
            feature,
            value(tensor, index)
                + " for "
                + expected[i]
                + " where "
                + rows.numbers().describe(row)
                + ", text = "
                + rows.texts().get(row));
      }
    }
  }

  private static void assertSame(
      OnnxModel model, VectorSchemaRoot batch, Map<String, Tensor> made, int batchRows) {
    var inputs = new RowInputs(model.signature());
    var outputs = outputs(model, made);
    int most = Math.min(batch.getRowCount(), batchRows * 100);
    for (int from = 0; from < most; from += batchRows) {
      int to = Math.min(most, from + batchRows);
      var offline = model.infer(inputs.read(batch, from, to - from)).byName();
      var expected = new HashMap<String, Tensor>();
      int first = from;
      outputs.forEach((name, tensor) -> expected.put(name, rows(tensor, first, to)));
      if (!offline.equals(expected)) {
        assertThat(offline).as("rows " + from + " to " + to).isEqualTo(expected);
      }
    }
  }

  /** The columns that a model gives, by the names of its outputs. */
  private static Map<String, Tensor> outputs(OnnxModel model, Map<String, Tensor> made) {
    var outputs = new HashMap<String, Tensor>();
    for (var output : model.signature().outputs()) {
      var column = output.name().replaceFirst("^label/", "");
      outputs.put(output.name(), requireNonNull(made.get(column)));
    }
    return outputs;
  }

  @TempDir Path directory;

  private FakeRun<Transform.Outputs> fitted(
      Class<? extends Preprocessing> preprocessing, List<Column> columns) throws Exception {
    Tables.write(directory.resolve("raw"), "train", 128, columns);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(columns));
    return FakeRun.of(new Transform(EXAMPLES, SCHEMA, preprocessing), directory.resolve("run"))
        .given(EXAMPLES, directory.resolve("raw"))
        .given(SCHEMA, directory.resolve("schema"))
        .execute();
  }

  @Test
  void trainingAndOfflineAgreeOnNumbersToLearn() throws Exception {
    labels(
        NumberLabel.class,
        analyzed.columns(),
        FloatTensor.column(
            floats(
                row -> {
                  double x = Math.max(-1e9, Math.min(0.1, analyzed.exactX(row)));
                  double sum = x + analyzed.exactY(row);
                  return (float) (Double.isNaN(sum) ? -3 : sum);
                })));
  }

  private static float[] floats(IntToDoubleFunction value) {
    var floats = new float[ANALYZED];
    for (int row = 0; row < ANALYZED; row++) {
      floats[row] = (float) value.applyAsDouble(row);
    }
    return floats;
  }

  @Test
  void trainingAndOfflineAgreeOnTextsToLearn() throws Exception {
    var columns = new ArrayList<>(analyzed.columns());
    var texts = new ArrayList<@Nullable Object>();
    for (int row = 0; row < ANALYZED; row++) {
      texts.add(row % 9 == 0 ? null : row % 9 == 1 ? "" : row % 2 == 0 ? "ü \uFFFF" : "東京 " + row);
    }
    columns.removeIf(column -> column.name().equals("key"));
    columns.add(new Column("key", String.class, texts));
    var expected = texts.stream().map(text -> text == null || text.equals("") ? "none" : text);
    labels(TextLabel.class, columns, BytesTensor.column(expected.toArray(String[]::new)));
  }

  private void labels(
      Class<? extends Preprocessing> preprocessing, List<Column> columns, Tensor expected)
      throws Exception {
    try (var run = fitted(preprocessing, columns);
        var allocator = new RootAllocator();
        var model =
            OnnxModel.open(
                run.made(Transform.Outputs::graph).path().resolve(FittedTransform.LABEL_FILE));
        var batch = Tables.batch(columns, 0, ANALYZED, allocator);
        var reader =
            new ExamplesReader(
                Dataset.of(run.made(Transform.Outputs::examples).path(), List.of("train")),
                allocator)) {
      for (int batchRows : List.of(1, 7, ANALYZED)) {
        assertSame(model, batch, Map.of("l", expected), batchRows);
      }
      int row = 0;
      while (reader.loadNextBatch()) {
        var made = tensor(reader.batch().getVector("l"));
        int end = row + reader.batch().getRowCount();
        assertThat(made).isEqualTo(rows(expected, row, end));
        row = end;
      }
      assertThat(row).isEqualTo(ANALYZED);
    }
  }

  @Test
  void trainingOfflineServingAndOracleAgreeOnEveryRow() throws Exception {
    try (var run = fitted(Everything.class, analyzed.columns())) {
      var graph = run.made(Transform.Outputs::graph).path();
      var repository = new ModelRepository(directory.resolve("served"));
      var published = repository.publish("features", graph.resolve(FittedTransform.TRANSFORM_FILE));
      repository.activate("features", List.of(published.version()));
      compare(graph, directory.resolve("served"));
    }
    assertThat(mismatches).isEmpty();
  }

  private void compare(Path graph, Path repository) throws Exception {
    var json = graph.resolve(FittedTransform.DESCRIPTION_FILE);
    var description = TransformDescription.read(Files.readAllBytes(json), json);
    var fitted = FittedTransform.read(graph);
    var label = fitted.labelGraph().map(ModelProto::toByteArray);
    try (var allocator = new RootAllocator();
        var application = new Application(description, fitted.transform(), label);
        var offline = OnnxModel.open(graph.resolve(FittedTransform.TRANSFORM_FILE));
        var labels = OnnxModel.open(graph.resolve(FittedTransform.LABEL_FILE));
        var server = ModelServer.serving(repository).grpcPort(0).start();
        var client = InferenceClient.grpc(server.grpcAddress().orElseThrow())) {
      assertThat(offline.signature().outputs())
          .extracting(TensorSpec::name)
          .hasSize(CASES.size() + ID_CASES.size() + 9 + listOracle.size());
      for (int chunk = 0; chunk * CHUNK < ROWS; chunk++) {
        var rows = Table.of(1_000 + chunk, Math.min(CHUNK, ROWS - chunk * CHUNK), 9);
        try (var batch = Tables.batch(rows.columns(), 0, rows.texts().size(), allocator);
            var made = VectorSchemaRoot.create(application.outputSchema(), allocator)) {
          application.apply(batch, made);
          var features = new HashMap<String, Tensor>();
          made.getFieldVectors().forEach(v -> features.put(v.getName(), tensor(v)));
          assertSame(offline, batch, features, chunk == 0 ? 1 : 1_000);
          assertSame(offline, batch, features, chunk == 0 ? 7 : CHUNK);
          assertSame(labels, batch, features, chunk == 0 ? 1 : CHUNK);
          if (chunk < SERVED_CHUNKS) {
            int served = Math.min(1_000, batch.getRowCount());
            var inputs = new RowInputs(offline.signature()).read(batch, 0, served);
            var expected = new HashMap<String, Tensor>();
            outputs(offline, features)
                .forEach((name, tensor) -> expected.put(name, rows(tensor, 0, served)));
            assertThat(client.infer("features", inputs).outputs().byName()).isEqualTo(expected);
          }
          for (int row = 0; row < batch.getRowCount(); row++) {
            judge(rows, features, row);
          }
        }
      }
    }
  }
}
