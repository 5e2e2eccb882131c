package io.tributary.components.transform;

import static io.tributary.components.transform.VocabularyOption.minCount;
import static io.tributary.components.transform.VocabularyOption.oovBuckets;
import static io.tributary.components.transform.VocabularyOption.reserved;
import static io.tributary.components.transform.VocabularyOption.topK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.Schema;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DefinitionTest {
  private static final String COLUMNS =
      """
      feature { name: "fare" type: FLOAT }
      feature { name: "hour" type: INT }
      feature { name: "company" type: BYTES }
      feature { name: "stops" type: FLOAT value_count { min: 1 max: 5 } }
      feature { name: "tips" type: FLOAT not_in_environment: "SERVING" }
      default_environment: "TRAINING"
      default_environment: "SERVING"
      """;

  private static RawColumns columns(String schema) throws TextFormat.ParseException {
    return new RawColumns(TextFormat.parse(schema, Schema.class));
  }

  private static String mistakeOf(Preprocessing preprocessing) throws TextFormat.ParseException {
    var columns = columns(COLUMNS);
    var failure =
        catchThrowableOfType(ExecutionFailure.class, () -> Definition.of(preprocessing, columns));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ExecutionFailure.Code.INVALID_ARGUMENT);
    return failure.getMessage();
  }

  private static void assertCorrect(String schema, Preprocessing preprocessing)
      throws TextFormat.ParseException {
    assertThat(Definition.of(preprocessing, columns(schema)).outputs()).isNotEmpty();
  }

  private static void some(Features f) {
    f.output("some", f.number("fare").fillMissing(0));
  }

  @Test
  void namesFeatureAndColumnOfAnUnknownColumn() throws Exception {
    assertThat(mistakeOf(f -> f.output("fare_z", f.number("faer").fillMissing(0).zScore())))
        .contains("feature 'fare_z' > column 'faer': not in the schema")
        .contains("one of ['fare', ")
        .contains("correct the name");
  }

  @Test
  void refusesColumnsOfAnotherType() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.number("company").bucketize(2))))
        .contains("column 'company': BYTES (expected: INT or FLOAT); use text(name)");
    assertThat(mistakeOf(f -> f.output("a", f.text("fare").vocabulary())))
        .contains("column 'fare': FLOAT (expected: BYTES); use number(name)");
    assertThat(mistakeOf(f -> f.output("a", f.integer("fare").ids(3))))
        .contains("column 'fare': FLOAT (expected: INT)");
  }

  @Test
  void refusesColumnsOfSeveralValues() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.number("stops").bucketize(2))))
        .contains("column 'stops': up to 5 values per row (expected: at most one)");
  }

  @Test
  void refusesFeaturesOfColumnsThatRequestsLack() throws Exception {
    assertThat(mistakeOf(f -> f.output("share", f.number("tips").bucketize(2))))
        .contains("feature 'share' > column 'tips': not in the schema's environment SERVING");
  }

  @Test
  void letsLabelsUseColumnsThatRequestsLack() throws Exception {
    assertCorrect(
        COLUMNS,
        f -> {
          some(f);
          f.label("big_tip", f.number("tips").greaterThan(f.number("fare").times(0.2)));
        });
  }

  @Test
  void environmentsOnlyCountWhenTheSchemaSpeaksOfServing() throws Exception {
    assertCorrect(
        "feature { name: 'tips' type: FLOAT }",
        f -> f.output("t", f.number("tips").fillMissing(0)));
    assertCorrect(
        "feature { name: 'tips' type: FLOAT in_environment: 'SERVING' }",
        f -> f.output("t", f.number("tips").fillMissing(0)));
  }

  @Test
  void refusesFeaturesOfTheColumnThatTheLabelIsMadeOf() throws Exception {
    assertThat(
            mistakeOf(
                f -> {
                  f.output("h", f.integer("hour").ids(24));
                  f.label("late", f.number("hour").greaterThan(20));
                }))
        .contains("feature 'h' > column 'hour': the column that the label is made of");
  }

  @Test
  void refusesNumbersThatMayBeMissing() throws Exception {
    assertThat(mistakeOf(f -> f.output("fare_z", f.number("fare").zScore())))
        .contains("feature 'fare_z': may be missing (expected: a number in every row)")
        .contains("fillMissing");
    assertThat(
            mistakeOf(
                f ->
                    f.output(
                        "ratio",
                        f.number("fare")
                            .fillMissing(1)
                            .dividedBy(f.number("hour").fillMissing(1)))))
        .contains("feature 'ratio': may be missing");
    assertThat(mistakeOf(f -> f.output("log", f.number("fare").fillMissing(1).log1p())))
        .contains("feature 'log': may be missing");
  }

  @Test
  void refusesNamesThatAreNone() throws Exception {
    assertThat(mistakeOf(f -> f.output("a b", f.number("fare").bucketize(2))))
        .contains("feature 'a b': not a name");
    assertThat(mistakeOf(f -> f.output("", f.number("fare").bucketize(2))))
        .contains("feature '': not a name");
    assertThat(mistakeOf(f -> f.output("x".repeat(101), f.number("fare").bucketize(2))))
        .contains("not a name");
  }

  @Test
  void refusesNamesThatAreTaken() throws Exception {
    assertThat(
            mistakeOf(
                f -> {
                  some(f);
                  some(f);
                }))
        .contains("feature 'some': defined twice");
    assertThat(
            mistakeOf(
                f -> {
                  some(f);
                  f.label("some", f.number("tips"));
                }))
        .contains("label 'some': defined twice");
    assertThat(mistakeOf(f -> f.output("fare", f.number("fare").bucketize(2))))
        .contains("feature 'fare': the name of a raw column that features use");
  }

  @Test
  void refusesNamesOfWhatModelsForTheLabelsPredict() throws Exception {
    assertThat(mistakeOf(f -> named(f, "cluster"))).contains("feature 'cluster': the name of a");
    assertThat(
            mistakeOf(
                f -> {
                  named(f, "probability");
                  f.label("big", f.number("tips").greaterThan(2));
                }))
        .contains("feature 'probability': the name of a model's output");
    assertThat(
            mistakeOf(
                f -> {
                  named(f, "labels");
                  f.label("big", f.number("tips").greaterThan(2));
                  f.label("small", f.number("tips").lessThan(1));
                }))
        .contains("feature 'labels': the name of a model's output");
    assertThat(
            mistakeOf(
                f -> {
                  named(f, "prediction");
                  f.label("tip", f.number("tips"));
                }))
        .contains("feature 'prediction': the name of a model's output");
    assertCorrect(
        COLUMNS,
        f -> {
          named(f, "distance");
          named(f, "probability");
          f.label("tip", f.number("tips"));
        });
  }

  private static void named(Features f, String name) {
    f.output(name, f.number("fare").bucketize(2));
  }

  @Test
  void wantsOneLabelAtMostUnlessTheyAreTruthValuesAndOneFeatureAtLeast() throws Exception {
    assertThat(
            mistakeOf(
                f -> {
                  some(f);
                  f.label("a", f.number("tips"));
                  f.label("b", f.text("company"));
                }))
        .contains("label 'a': one of 2 labels (expected: the only label, or a truth value")
        .contains("label 'b': one of 2 labels");
    assertThat(mistakeOf(f -> {})).contains("features: none (expected: at least one output)");
  }

  @Test
  void refusesArgumentsThatMakeNoSense() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").bucketize(1))))
        .contains("feature 'a' > argument: bucketize(1) (expected: 2 to 10000 buckets)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").bucketize(2.0, 1.0))))
        .contains("bucketize([2.0, 1.0])");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").bucketize())))
        .contains("bucketize([])");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(Double.NaN))))
        .contains("fillMissing(NaN)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(0).scaleTo(1, 1))))
        .contains("scaleTo(1.0, 1.0)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").dividedBy(0).fillMissing(1))))
        .contains("dividedBy(0)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").plus(1e300).fillMissing(1))))
        .contains("plus(1.0E300)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(topK(0)))))
        .contains("topK(0)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(minCount(0)))))
        .contains("minCount(0)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(oovBuckets(0)))))
        .contains("oovBuckets(0)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(topK(1), topK(2)))))
        .contains("each option of a vocabulary once");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").hash(0)))).contains("hash(0)");
    assertThat(mistakeOf(f -> f.output("a", f.integer("hour").ids(-1)))).contains("ids(-1)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").fillMissing("").vocabulary())))
        .contains("fillMissing(\"\")");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").isEqualTo("\uD83D"))))
        .contains("half of a surrogate pair");
    assertThat(
            mistakeOf(
                f -> f.output("a", f.integer("hour").fillMissing(Long.MIN_VALUE).vocabulary())))
        .contains("stands for missing values");
  }

  @Test
  void refusesNumbersThatMakeNoSense() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(0).clip(2, 1))))
        .contains("clip(2.0, 1.0) (expected: two finite numbers, the lower one first)");
    assertThat(
            mistakeOf(
                f -> f.output("a", f.number("fare").fillMissing(f.number("fare").quantile(2)))))
        .contains("quantile(2.0) (expected: from 0 to 1)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(0).interpolate(1.0))))
        .contains("interpolate([1.0])")
        .contains("2 to 9999 finite bounds");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(0).interpolate(1))))
        .contains("interpolate(1) (expected: 2 to 10000 buckets)");
    assertThat(
            mistakeOf(
                f ->
                    f.output(
                        "a", f.principalComponents(2, f.number("fare").fillMissing(0)).get(1))))
        .contains("principalComponents of 1 numbers (expected: 2 to 200 of them)");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").fillMissing(0).sine(0))))
        .contains("period 0.0 (expected: a finite number above 0)");
    assertThat(
            mistakeOf(
                f ->
                    f.output(
                        "a", f.number("fare").fillMissing(0).per(f.text("company"), 0).zScore())))
        .contains("per(key, 0) (expected: 1 to 1000000)");
    assertThat(
            mistakeOf(
                f -> f.output("a", f.integer("hour").asTime(ChronoUnit.YEARS).hour().ids(24))))
        .contains("YEARS (expected: NANOS to DAYS)");
    assertThat(
            mistakeOf(f -> f.output("a", f.integer("hour").asTime(ChronoUnit.DAYS).hour().ids(24))))
        .contains("hour() (expected: a time, which days do not have)");
    assertThat(
            mistakeOf(
                f ->
                    f.output(
                        "a", f.when(f.number("fare").isMissing()).then(Double.NaN).otherwise(0))))
        .contains("then(NaN)");
  }

  @Test
  void refusesWhatIsTheSameInAllRows() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").mean())))
        .contains("feature 'a': the same in all rows (expected: something of the row)");
    assertThat(
            mistakeOf(
                f -> {
                  some(f);
                  f.label("l", f.number("tips").max().greaterThan(3));
                }))
        .contains("label 'l': the same in all rows");
    assertThat(mistakeOf(f -> f.output("a", f.number("fare").max().zScore())))
        .contains("f.number(\"fare\").max().zScore()")
        .contains("an analyzer of what differs between rows");
  }

  @Test
  void numbersFilledWithAFigureAreThere() throws Exception {
    assertCorrect(
        COLUMNS,
        f -> {
          var fare = f.number("fare");
          f.output("a", fare.fillMissing(fare.mean()).per(f.text("company")).zScore());
        });
    assertThat(
            mistakeOf(
                f -> f.output("a", f.number("fare").fillMissing(0).per(f.text("company")).mean())))
        .contains("feature 'a': may be missing");
  }

  /** Operands are positions of earlier lines, so no expression can be part of itself. */
  @Test
  void operandsStandInFrontOfWhatUsesThem() throws Exception {
    var program =
        Definition.of(
                f -> {
                  var x = f.number("fare").fillMissing(f.number("fare").quantile(0.5));
                  f.output("a", x.minus(x.mean()).per(f.text("company")).bucketize(3));
                },
                columns(COLUMNS))
            .program();
    for (int position = 0; position < program.size(); position++) {
      assertThat(program.at(position).operands()).allMatch(isBelow(position));
    }
  }

  private static Predicate<Integer> isBelow(int position) {
    return operand -> operand < position;
  }

  @Test
  void sourcesAreWhatTheAuthorWrote() throws Exception {
    var definition =
        Definition.of(
            f -> {
              var fare = f.number("fare").fillMissing(0.5);
              f.output(
                  "a",
                  f.when(fare.greaterThan(f.number("hour").fillMissing(1)))
                      .then(fare.per(f.text("company"), 20).scaleTo(-1, 1))
                      .otherwise(fare.pow(2).fillMissing(-3)));
              f.output("b", fare.bucketize(-1, 2.5).cross(f.text("company").vocabulary(topK(7))));
              f.output(
                  "c",
                  f.integer("hour")
                      .asTime(ChronoUnit.HOURS)
                      .at(ZoneOffset.ofHours(2))
                      .month()
                      .ids(13));
            },
            columns(COLUMNS));
    assertThat(
            definition.outputs().stream()
                .map(output -> definition.program().source(output.position())))
        .containsExactly(
            "f.when(f.number(\"fare\").fillMissing(0.5)"
                + ".greaterThan(f.integer(\"hour\").asNumber().fillMissing(1)))"
                + ".then(f.number(\"fare\").fillMissing(0.5).per(f.text(\"company\"), 20)"
                + ".scaleTo(-1, 1))"
                + ".otherwise(f.number(\"fare\").fillMissing(0.5).pow(2).fillMissing(-3))",
            "f.number(\"fare\").fillMissing(0.5).bucketize(-1, 2.5)"
                + ".cross(f.text(\"company\").vocabulary(topK(7)))",
            "f.integer(\"hour\").asTime(ChronoUnit.HOURS)"
                + ".at(ZoneOffset.ofTotalSeconds(7200)).month().ids(13)");
  }

  @Test
  void sourcesOfVectorsAreWhatTheAuthorWrote() throws Exception {
    var definition =
        Definition.of(
            f -> {
              var company = f.text("company");
              var pairs = company.words().ngrams(1, 2);
              f.output("a", pairs.bagOfWords(topK(7), minCount(2)));
              f.output("b", pairs.multiHot(topK(7), minCount(2)));
              f.output("c", pairs.tfIdf());
              f.output("d", company.split("|").first(9).multiHot(reserved("x", "y")));
              f.output("e", company.lowerCase().words().count());
              f.output("f", company.vocabulary().cross(company.hash(3)).hash(9).oneHot());
            },
            columns(COLUMNS));
    assertThat(
            definition.outputs().stream()
                .map(output -> definition.program().source(output.position())))
        .containsExactly(
            "f.text(\"company\").words().ngrams(1, 2).bagOfWords(topK(7), minCount(2))",
            "f.text(\"company\").words().ngrams(1, 2).multiHot(topK(7), minCount(2))",
            "f.text(\"company\").words().ngrams(1, 2).tfIdf()",
            "f.text(\"company\").split(\"|\").first(9).multiHot(reserved(\"x\", \"y\"))",
            "f.text(\"company\").lowerCase().words().count()",
            "f.text(\"company\").vocabulary().cross(f.text(\"company\").hash(3))"
                + ".hash(9).oneHot()");
  }

  @Test
  void refusesOptionsOfWordsThatMakeNoSense() throws Exception {
    assertThat(mistakeOf(f -> f.output("a", f.text("company").split("").count())))
        .contains("feature 'a' > argument: split(\"\") (expected: a separator)")
        .contains("use words()");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").split("\0").multiHot())))
        .contains("split with a NUL");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").words().ngrams(2, 1).tfIdf())))
        .contains("ngrams(2, 1) (expected: 1 to 10 words, the lower number first)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").words().ngrams(1, 11).tfIdf())))
        .contains("ngrams(1, 11)");
    assertThat(
            mistakeOf(
                f -> f.output("a", f.text("company").words().bagOfWords(oovBuckets(2), topK(0)))))
        .contains("feature 'a' > argument: oovBuckets(2)")
        .contains("unseen words are not counted")
        .contains("topK(0)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").words().first(0).count())))
        .contains("first(0) (expected: 1 to 100000)");
    assertThat(
            mistakeOf(
                f -> f.output("a", f.text("company").words().bagOfWords(reserved("New York")))))
        .contains("reserved(...) with 'New York' (expected: terms of 1 to 1 words)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(reserved("x", "x")))))
        .contains("reserved(...) (expected: each term once)");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary(reserved("x\n")))))
        .contains("reserved(...) with an empty text or a line end");
    assertThat(mistakeOf(f -> f.output("a", f.text("company").vocabulary().hash(0))))
        .contains("hash(0)");
  }

  @Test
  void tellsAllMistakesAtOnce() throws Exception {
    assertThat(
            mistakeOf(
                f -> {
                  f.output("one", f.number("faer").zScore());
                  f.output("two", f.text("hour").hash(0));
                  f.number("unused");
                }))
        .contains("preprocessing")
        .contains("5 problems")
        .contains("\n  feature 'one' > column 'faer'")
        .contains("\n  feature 'two' > column 'hour'")
        .contains("\n  feature 'two' > argument: hash(0)")
        .contains("\n  column 'unused': not in the schema")
        .contains("\n  feature 'one': may be missing");
  }

  @Test
  void equalExpressionsAreOne() throws Exception {
    var definition =
        Definition.of(
            f -> {
              f.output("a", f.number("fare").fillMissing(0).zScore());
              f.output("b", f.number("fare").fillMissing(0).zScore());
            },
            columns(COLUMNS));
    assertThat(definition.outputs().get(0).position())
        .isEqualTo(definition.outputs().get(1).position());
  }

  @Test
  void sharedExpressionsAreNotRepeated() throws Exception {
    var definition =
        Definition.of(
            f -> {
              var x = f.number("fare").fillMissing(0);
              for (int i = 0; i < 60; i++) {
                x = x.plus(x);
              }
              f.output("a", x.zScore());
            },
            columns(COLUMNS));
    assertThat(definition.program().size()).isLessThan(70);
  }

  @Test
  void columnsOfAnotherPreprocessingAreRefused() throws Exception {
    var columns = columns(COLUMNS);
    var other = new Features(columns).number("fare");
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new Features(columns).number("fare").plus(other)))
        .hasMessageContaining("made by another Features");
  }
}
