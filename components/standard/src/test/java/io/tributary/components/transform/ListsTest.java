package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.InfraBlessing;
import io.tributary.api.artifact.Model;
import io.tributary.api.artifact.Schema;
import io.tributary.components.bulkinferrer.BulkInferrer;
import io.tributary.components.infravalidator.InfraValidator;
import io.tributary.components.transform.FittedTransform.Dtype;
import io.tributary.components.transform.FittedTransform.RawInput;
import io.tributary.serving.BytesTensor;
import io.tributary.serving.FloatTensor;
import io.tributary.serving.Int64Tensor;
import io.tributary.serving.OnnxModel;
import io.tributary.serving.RowInputs;
import io.tributary.serving.Shape;
import io.tributary.serving.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of lists against a plain computation in Java. */
class ListsTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));
  private static final Channel<Model> MODEL =
      Channel.of("trainer", "model", ArtifactType.of(Model.class));

  static final class AllOfLists implements Preprocessing {
    @Override
    public void define(Features f) {
      ListOracle.define(f);
      f.output("first_z", f.numbers("prices").first().zScore().fillMissing(0));
      f.label("is_dear", f.numbers("paid").sum().greaterThan(0.1));
    }
  }

  private record Result(Map<String, List<Object>> rows, Path graph) {
    double[] vector(String feature, int row) {
      var value = rows.get(feature).get(row);
      if (value instanceof Number number) {
        return new double[] {number.doubleValue()};
      }
      var numbers = value.toString().substring(1, value.toString().length() - 1).split(",");
      return Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
    }
  }

  private static Result run(
      Class<? extends Preprocessing> preprocessing,
      ListOracle.Rows train,
      ListOracle.Rows eval,
      Path directory,
      int batchRows)
      throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", batchRows, train.columns());
    Tables.write(raw, "eval", batchRows, eval.columns());
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(train.columns()));
    var component = new Transform(EXAMPLES, SCHEMA, preprocessing);
    try (var run = FakeRun.of(component, directory.resolve("run")).withThreads(2)) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema")).execute();
      return new Result(
          Tables.read(run.made(Transform.Outputs::examples).path(), "eval"),
          run.made(Transform.Outputs::graph).path());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void listsAreWhatAPlainComputationGives(long seed, @TempDir Path directory) throws Exception {
    var train = ListOracle.rows(seed, 200);
    var eval = ListOracle.rows(seed + 100, 150);
    var result = run(AllOfLists.class, train, eval, directory, 64);
    var expected = ListOracle.expected(train);
    assertThat(expected.keySet()).isSubsetOf(result.rows().keySet()).hasSize(18);
    expected.forEach(
        (feature, oracle) -> {
          boolean some = false;
          for (int row = 0; row < eval.rows(); row++) {
            double[] vector = oracle.of(eval, row);
            double[] actual = result.vector(feature, row);
            some |= Arrays.stream(vector).anyMatch(value -> value != 0);
            assertThat(actual).as(feature + " of row " + row).hasSameSizeAs(vector);
            for (int i = 0; i < vector.length; i++) {
              assertThat(actual[i])
                  .as(feature + " of row " + row)
                  .isCloseTo(vector[i], within(1e-6 * Math.max(1, Math.abs(vector[i]))));
            }
          }
          assertThat(some).as(feature + " is not 0 everywhere").isTrue();
        });
    for (int row = 0; row < eval.rows(); row++) {
      float isDear = ListOracle.sum(eval.paid(row)) > 0.1 ? 1 : 0;
      assertThat(result.rows().get("is_dear").get(row)).as("label of row " + row).isEqualTo(isDear);
    }
  }

  @Test
  void batchesDoNotShow(@TempDir Path directory) throws Exception {
    var train = ListOracle.rows(7, 150);
    var eval = ListOracle.rows(8, 60);
    var whole = run(AllOfLists.class, train, eval, directory.resolve("whole"), 1024);
    for (int batchRows : new int[] {1, 7}) {
      var other =
          run(AllOfLists.class, train, eval, directory.resolve("by" + batchRows), batchRows);
      assertThat(other.rows()).isEqualTo(whole.rows());
      assertThat(other.graph().resolve("transform.onnx"))
          .hasSameBinaryContentAs(whole.graph().resolve("transform.onnx"));
    }
  }

  @Test
  void aClientMayPadAsItLikes(@TempDir Path directory) throws Exception {
    var train = ListOracle.rows(7, 150);
    var result = run(AllOfLists.class, train, train, directory, 64);
    try (var model = OnnxModel.open(result.graph().resolve("transform.onnx"));
        var allocator = new RootAllocator();
        var batch = Tables.batch(train.columns(), 0, 12, allocator)) {
      var inputs = new RowInputs(model.signature()).read(batch, 0, 12);
      var padded = new HashMap<String, Tensor>();
      inputs.forEach((name, tensor) -> padded.put(name, wider(tensor)));
      assertThat(padded.get("tags").shape()).isNotEqualTo(inputs.get("tags").shape());
      assertThat(model.infer(padded)).isEqualTo(model.infer(inputs));
    }
  }

  /** The same lists with more of what stands for a missing value. */
  private static Tensor wider(Tensor tensor) {
    int rows = (int) tensor.shape().dim(0);
    int width = (int) tensor.shape().dim(1);
    int more = width + 37;
    var shape = Shape.of(rows, more);
    if (tensor instanceof BytesTensor texts) {
      var all = new byte[rows * more][0];
      IntStream.range(0, texts.size())
          .forEach(i -> all[i / width * more + i % width] = texts.bytes(i));
      return BytesTensor.of(shape, all);
    } else if (tensor instanceof FloatTensor floats) {
      var all = new float[rows * more];
      Arrays.fill(all, Float.NaN);
      IntStream.range(0, floats.size())
          .forEach(i -> all[i / width * more + i % width] = floats.values()[i]);
      return new FloatTensor(shape, all);
    }
    var integers = ((Int64Tensor) tensor).values();
    var all = new long[rows * more];
    Arrays.fill(all, Long.MIN_VALUE);
    IntStream.range(0, integers.length)
        .forEach(i -> all[i / width * more + i % width] = integers[i]);
    return new Int64Tensor(shape, all);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void rowsMayBeNoneOrWithoutWidth(int rows, @TempDir Path directory) throws Exception {
    var train = ListOracle.rows(7, 50);
    var result = run(AllOfLists.class, train, train, directory, 64);
    try (var model = OnnxModel.open(result.graph().resolve("transform.onnx"))) {
      var none =
          model.infer(
              Map.of(
                  "tags", new BytesTensor(Shape.of(rows, 0), new byte[0], new int[] {0}),
                  "ids", new Int64Tensor(Shape.of(rows, 0), new long[0]),
                  "prices", new FloatTensor(Shape.of(rows, 0), new float[0])));
      assertThat(none.byName()).hasSize(19);
      none.byName()
          .forEach((name, tensor) -> assertThat(tensor.shape().dim(0)).as(name).isEqualTo(rows));
      assertThat(none.floats("price_sum")).containsOnly(rows == 0 ? new float[0] : new float[] {0});
    }
  }

  @Test
  void inputsOfListsAreOpenAndDescribed(@TempDir Path directory) throws Exception {
    var train = ListOracle.rows(7, 50);
    var graph = run(AllOfLists.class, train, train, directory, 64).graph();
    assertThat(FittedTransform.read(graph).inputs())
        .containsExactly(
            new RawInput("tags", Dtype.BYTES, true),
            new RawInput("ids", Dtype.INT64, true),
            new RawInput("prices", Dtype.FP32, true));
    try (var model = OnnxModel.open(graph.resolve("transform.onnx"))) {
      assertThat(model.signature().inputs())
          .extracting(input -> input.shape())
          .containsOnly(Shape.of(-1, -1));
    }
    var described = FeatureDescription.read(graph.resolve("transform.json"));
    assertThat(described)
        .extracting(FeatureDescription::expression)
        .contains(
            "f.texts(\"tags\").multiHot(topK(3), reserved(\"zzz\", \"New York\"))",
            "f.texts(\"tags\").first(2).bagOfWords(topK(5))",
            "f.texts(\"tags\").ngrams(2, 3).count()",
            "f.integers(\"ids\").asWords().tfIdf()",
            "f.integers(\"ids\").asNumbers().max().fillMissing(-1)",
            "f.numbers(\"prices\").mean().fillMissing(-1)");
  }

  @Test
  void whoeverAsksAModelAboutRowsSendsLists(@TempDir Path directory) throws Exception {
    var lists = ListOracle.rows(5, 90);
    var transformed = run(AllOfLists.class, lists, lists, directory, 32);
    var model = Files.createDirectory(directory.resolve("model"));
    Files.copy(transformed.graph().resolve("transform.onnx"), model.resolve("model.onnx"));
    var raw = directory.resolve("raw");
    try (var run =
        FakeRun.of(new InfraValidator(MODEL, EXAMPLES), directory.resolve("validation"))) {
      run.given(EXAMPLES, raw).given(MODEL, model).execute();
      assertThat(run.made(InfraValidator.Outputs::blessing).property(InfraBlessing.MESSAGE))
          .contains("blessed: loaded, ready, 32 rows answered as offline");
    }
    var inferrer =
        new BulkInferrer(EXAMPLES, MODEL)
            .withSplits("eval")
            .withColumns("tags")
            .withOutputs("tag_count", "price_sum");
    try (var run = FakeRun.of(inferrer, directory.resolve("inference"))) {
      run.given(EXAMPLES, raw).given(MODEL, model).execute();
      var told = Tables.read(run.made(BulkInferrer.Outputs::inferenceResult).path(), "eval");
      assertThat(told.get("tag_count")).isEqualTo(transformed.rows().get("tag_count"));
      assertThat(told.get("price_sum")).isEqualTo(transformed.rows().get("price_sum"));
    }
  }

  private static void assertRefused(Preprocessing preprocessing, String schema, String... problems)
      throws Exception {
    var parsed = TextFormat.parse(schema, io.tributary.proto.tfmd.Schema.class);
    var thrown =
        assertThatThrownBy(() -> FeatureDescription.of(preprocessing, parsed))
            .isInstanceOf(ExecutionFailure.class);
    for (var problem : problems) {
      thrown.hasMessageContaining(problem);
    }
  }

  @Test
  void columnsOfTheOtherKindAreRefused() throws Exception {
    var lists = "feature { name: 'tags' type: BYTES value_count { max: 9 } }";
    assertRefused(
        f -> f.output("x", f.text("tags").vocabulary()),
        lists,
        "column 'tags': up to 9 values per row (expected: at most one); use texts(name), for lists");
    assertRefused(
        f -> f.output("x", f.numbers("tags").sum()),
        lists,
        "column 'tags': BYTES (expected: INT or FLOAT); use texts(name), for lists");
    assertRefused(
        f -> {
          f.output("x", f.text("tag").vocabulary());
          f.output("y", f.texts("tag").bagOfWords());
        },
        "feature { name: 'tag' type: BYTES }",
        "column 'tag': read as lists and as one value a row");
  }
}
