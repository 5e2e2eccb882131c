package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.Tables.Column;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of features whose training column has no value, the same in all rows, or another
 * type: numbers for the rows of another split, or an error.
 *
 * <p>In training, {@code x}, {@code n} and {@code word} are missing, or 5, 5 and "a"; {@code y} is
 * 1, 2, 3. In the other split, {@code x} and {@code n} are missing, 5, 7, and {@code word} is
 * missing, "a", "b".
 */
class BadColumnsTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("schema", "schema", ArtifactType.of(Schema.class));

  private static final String NO_NUMBER = "no number in any analyzed row";

  @TempDir Path directory;

  /**
   * What a transform ends in.
   *
   * @param values of the feature 'f', or the label 'l', in three rows
   * @param error part of the message in place of values
   */
  private record Outcome(List<Double> values, String error) {}

  private static Outcome gives(double... values) {
    return new Outcome(Arrays.stream(values).boxed().toList(), "");
  }

  private static Outcome fails(String error) {
    return new Outcome(List.of(), error);
  }

  private static Arguments row(
      String name, Outcome ofNothing, Outcome ofConstant, Preprocessing preprocessing) {
    return Arguments.of(name, ofNothing, ofConstant, preprocessing);
  }

  static Stream<Arguments> features() {
    double logistic5 = 1 / (1 + Math.exp(-5));
    double logistic7 = 1 / (1 + Math.exp(-7));
    return Stream.of(
        row(
            "z-score",
            gives(0, 5, 7),
            gives(0, 0, 2),
            f -> f.output("f", f.number("x").zScore().fillMissing(0))),
        row(
            "range",
            gives(-1, logistic5, logistic7),
            gives(-1, logistic5, logistic7),
            f -> f.output("f", f.number("x").minMax().fillMissing(-1))),
        row(
            "gaussian",
            gives(0, 5, 7),
            gives(0, 0, 2),
            f -> f.output("f", f.number("x").gaussian().fillMissing(0))),
        row(
            "buckets",
            gives(1, 0, 0),
            gives(2, 1, 1),
            f -> f.output("f", f.number("x").bucketize(4))),
        row(
            "place among quantiles",
            gives(-1, 1, 1),
            gives(-1, 1, 1),
            f -> f.output("f", f.number("x").interpolate(4).fillMissing(-1))),
        row(
            "mean",
            fails(NO_NUMBER),
            gives(5, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").mean()))),
        row(
            "median",
            fails(NO_NUMBER),
            gives(5, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").quantile(0.5)))),
        row(
            "least",
            fails(NO_NUMBER),
            gives(5, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").min()))),
        row(
            "variance",
            fails(NO_NUMBER),
            gives(0, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").variance()))),
        row(
            "sum",
            gives(0, 5, 7),
            gives(15, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").sum()))),
        row(
            "count",
            gives(0, 5, 7),
            gives(3, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").count()))),
        row(
            "divided by a deviation",
            fails(NO_NUMBER),
            gives(-1, -1, -1),
            f ->
                f.output(
                    "f",
                    f.number("x").dividedBy(f.number("x").standardDeviation()).fillMissing(-1))),
        row(
            "covariance",
            fails(NO_NUMBER),
            gives(0, 5, 7),
            f -> f.output("f", f.number("x").fillMissing(f.number("x").covariance(f.number("y"))))),
        row(
            "principal component",
            gives(0, 5, 7),
            gives(-5, 0, 2),
            f ->
                f.output(
                    "f",
                    f.principalComponents(2, f.number("x").fillMissing(0), f.number("y"))
                        .get(1)
                        .fillMissing(-9))),
        row(
            "z-score of a key",
            gives(0, 5, 7),
            gives(0, 0, 7),
            f -> f.output("f", f.number("x").per(f.text("word")).zScore().fillMissing(0))),
        row(
            "mean of a key",
            gives(-1, -1, -1),
            gives(-1, 5, -1),
            f -> f.output("f", f.number("x").per(f.text("word")).mean().fillMissing(-1))),
        row(
            "vocabulary",
            gives(1, 0, 0),
            gives(2, 0, 1),
            f -> f.output("f", f.text("word").vocabulary())),
        row(
            "vocabulary of integers",
            gives(1, 0, 0),
            gives(2, 0, 1),
            f -> f.output("f", f.integer("n").vocabulary())),
        row(
            "occurrences",
            gives(3, 0, 0),
            gives(0, 3, 0),
            f -> f.output("f", f.text("word").occurrences())),
        row(
            "bag of words",
            fails("feature 'f' of 0 (expected: 1 to 4000)"),
            gives(0, 1, 0),
            f -> f.output("f", f.text("word").words().bagOfWords())),
        row(
            "tf-idf",
            fails("feature 'f' of 0 (expected: 1 to 4000)"),
            gives(0, 1, 0),
            f -> f.output("f", f.text("word").words().tfIdf())),
        row(
            "label of a comparison",
            gives(0, 0, 1),
            gives(0, 0, 1),
            f -> label(f).label("l", f.number("x").greaterThan(5))),
        row(
            "label of a number",
            fails("label 'l': a row without a number"),
            fails("label 'l': a row without a number"),
            f -> label(f).label("l", f.number("x"))),
        row(
            "label of a text",
            fails("label 'l': a row without a text"),
            fails("label 'l': a row without a text"),
            f -> label(f).label("l", f.text("word"))));
  }

  /** Features for a label to stand beside. */
  private static Features label(Features f) {
    f.output("f", f.number("y").fillMissing(0));
    return f;
  }

  private static List<Column> columns(
      @Nullable Object x, @Nullable Object n, @Nullable Object word) {
    return List.of(
        Column.of("x", Double.class, x, x, x),
        Column.of("n", Long.class, n, n, n),
        Column.of("word", String.class, word, word, word),
        Column.of("y", Double.class, 1.0, 2.0, 3.0));
  }

  private static final List<Column> OTHER =
      List.of(
          Column.of("x", Double.class, null, 5.0, 7.0),
          Column.of("n", Long.class, null, 5L, 7L),
          Column.of("word", String.class, null, "a", "b"),
          Column.of("y", Double.class, 1.0, 2.0, 3.0));

  private List<Double> transform(Preprocessing preprocessing, List<Column> train) throws Exception {
    var raw = directory.resolve("raw");
    Tables.write(raw, "train", 2, train);
    Tables.write(raw, "other", 2, OTHER);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(OTHER));
    var transform = new Transform(EXAMPLES, SCHEMA, Preprocessing.class);
    try (var run = FakeRun.of(transform, directory.resolve("run"))) {
      run.given(EXAMPLES, raw).given(SCHEMA, directory.resolve("schema"));
      transform.run(run, preprocessing);
      var rows = Tables.read(run.made(Transform.Outputs::examples).path(), "other");
      var values = new ArrayList<Double>();
      for (var value : rows.getOrDefault("l", rows.get("f"))) {
        values.add(Double.valueOf(value.toString().replaceAll("[\\[\\]]", "")));
      }
      return values;
    }
  }

  private void assertOutcome(Preprocessing preprocessing, List<Column> train, Outcome outcome)
      throws Exception {
    if (!outcome.error().isEmpty()) {
      assertThatThrownBy(() -> transform(preprocessing, train))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining(outcome.error());
      return;
    }
    var values = transform(preprocessing, train);
    assertThat(values).hasSameSizeAs(outcome.values());
    for (int row = 0; row < values.size(); row++) {
      assertThat(values.get(row))
          .as("row " + row + " of " + values)
          .isCloseTo(outcome.values().get(row), within(1e-6));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("features")
  void ofAColumnWithoutValues(
      String name, Outcome ofNothing, Outcome ofConstant, Preprocessing preprocessing)
      throws Exception {
    assertOutcome(preprocessing, columns(null, null, null), ofNothing);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("features")
  void ofAConstantColumn(
      String name, Outcome ofNothing, Outcome ofConstant, Preprocessing preprocessing)
      throws Exception {
    assertOutcome(preprocessing, columns(5.0, 5L, "a"), ofConstant);
  }

  private static Arguments wrong(String name, String error, Preprocessing preprocessing) {
    return Arguments.of(name, error, preprocessing);
  }

  /** Columns of another type than the features take, by the schema. */
  static Stream<Arguments> wrongTypes() {
    return Stream.of(
        wrong(
            "a text as a number",
            "column 'word': BYTES (expected: INT or FLOAT)",
            f -> f.output("f", f.number("word").bucketize(2))),
        wrong(
            "a number as a text",
            "column 'x': FLOAT (expected: BYTES)",
            f -> f.output("f", f.text("x").vocabulary())),
        wrong(
            "an integer as a text",
            "column 'n': INT (expected: BYTES)",
            f -> f.output("f", f.text("n").words().bagOfWords())),
        wrong(
            "a number as an integer",
            "column 'x': FLOAT (expected: INT)",
            f -> f.output("f", f.integer("x").ids(3))),
        wrong(
            "a text as a time",
            "column 'word': BYTES (expected: INT)",
            f -> f.output("f", f.integer("word").asTime(ChronoUnit.DAYS).year().ids(9))),
        wrong(
            "a number as a key",
            "column 'x': FLOAT (expected: BYTES)",
            f -> f.output("f", f.number("y").per(f.text("x")).bucketize(2))),
        wrong(
            "a text as a label of numbers",
            "column 'word': BYTES (expected: INT or FLOAT)",
            f -> label(f).label("l", f.number("word"))),
        wrong(
            "features that read each other",
            "column 'g': not in the schema",
            f -> {
              f.output("f", f.number("g").bucketize(2));
              f.output("g", f.number("f").bucketize(2));
            }),
        wrong(
            "no such column",
            "column 'z': not in the schema",
            f -> f.output("f", f.number("z").bucketize(2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongTypes")
  void ofAnotherType(String name, String error, Preprocessing preprocessing) {
    assertThatThrownBy(() -> transform(preprocessing, columns(5.0, 5L, "a")))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT))
        .hasMessageContaining(error);
  }

  /** Data of another type than the schema says. */
  static Stream<Arguments> wrongData() {
    return Stream.of(
        Arguments.of(Column.of("x", String.class, "1", "2", "3"), "column 'x' of type Utf8"),
        Arguments.of(Column.of("n", Double.class, 1.0, 2.0, 3.0), "column 'n' of type Floating"),
        Arguments.of(Column.of("word", Long.class, 1L, 2L, 3L), "column 'word' of type Int(64"));
  }

  @ParameterizedTest
  @MethodSource("wrongData")
  void ofDataOfAnotherTypeThanTheSchemaSays(Column wrong, String error) {
    var columns = new ArrayList<>(columns(5.0, 5L, "a"));
    columns.removeIf(column -> column.name().equals(wrong.name()));
    columns.add(wrong);
    assertThatThrownBy(
            () ->
                transform(
                    f -> {
                      f.output("f", f.number("x").bucketize(2));
                      f.output("g", f.integer("n").ids(2));
                      f.output("h", f.text("word").vocabulary());
                    },
                    columns))
        .isInstanceOfSatisfying(
            ExecutionFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining("examples > split 'train': ")
        .hasMessageContaining(error)
        .hasMessageContaining("expected: the columns that the schema promises");
  }
}
