package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.Component;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.artifact.TransformGraph;
import io.tributary.components.caution.Caution;
import io.tributary.components.examplegen.FileExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoTransformTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("Gen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<ExampleStatistics> STATISTICS =
      Channel.of("Gen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("Gen", "schema", ArtifactType.of(Schema.class));

  @TempDir Path directory;

  private <O extends Record> FakeRun<O> run(Component<O> component, String name) {
    return FakeRun.of(component, directory.resolve(name));
  }

  /** A transform of a table of houses, in which the listing is told by its own name. */
  private FakeRun<Transform.Outputs> transform(List<String> labels, Optional<LabelKind> kind)
      throws Exception {
    var rows =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    String.join(
                        ",",
                        "id-" + i,
                        "" + i % 7,
                        i % 3 == 0 ? "" : "" + i / 2.0,
                        "here",
                        i < 2 ? "1" : "",
                        "" + i % 2))
            .collect(Collectors.joining("\n", "listing,rooms,area,country,pool,sold\n", "\n"));
    return transform("houses.csv", rows, labels, kind);
  }

  private FakeRun<Transform.Outputs> transform(
      String file, String rows, List<String> labels, Optional<LabelKind> kind) throws Exception {
    var data = Files.writeString(directory.resolve(file), rows);
    try (var gen = run(new FileExampleGen(data), "gen");
        var statistics = run(new StatisticsGen(EXAMPLES), "statistics");
        var schema = run(new SchemaGen(STATISTICS), "schema")) {
      var examples = gen.execute().made(FileExampleGen.Outputs::examples);
      var counted =
          statistics.given(EXAMPLES, examples).execute().made(StatisticsGen.Outputs::statistics);
      var inferred = schema.given(STATISTICS, counted).execute().made(SchemaGen.Outputs::schema);
      return run(new AutoTransform(EXAMPLES, STATISTICS, SCHEMA, labels, kind), "transform")
          .given(EXAMPLES, examples)
          .given(STATISTICS, counted)
          .given(SCHEMA, inferred);
    }
  }

  /** Reviews as lines of JSON; the label is 1 where a text says so. */
  private static String reviews() {
    return IntStream.range(0, 600)
        .mapToObj(
            i ->
                "{\"user_id\": "
                    + (i * 7919) % 600
                    + ", \"line\": "
                    + i
                    + ", \"text\": \"Thing number"
                    + i
                    + (i % 2 == 0 ? " is Fine" : " is broken")
                    + "\", \"when\": "
                    + (i % 40 == 0 ? "null" : "\"" + time(i).toString().replace('T', ' ') + "\"")
                    + ", \"bought_at\": "
                    + time(i * 31 % 600).toEpochSecond(ZoneOffset.UTC)
                    + ", \"tags\": "
                    + (i % 3 == 0 ? "[]" : "[\"a\", \"b" + i % 5 + "\"]")
                    + ", \"marks\": ["
                    + i % 5
                    + (i % 4 == 0 ? ".5, 2" : ".25")
                    + "], \"fixed\": [1, 1], \"good\": "
                    + (1 - i % 2)
                    + "}")
        .collect(Collectors.joining("\n"));
  }

  private static LocalDateTime time(int i) {
    return LocalDateTime.of(2026, 1, 30, 22, 30, 1).plusHours(i * 5L);
  }

  @Test
  void readsTimesListsAndWordsAndTellsWhatBecameOfThem() throws Exception {
    try (var run = transform("reviews.jsonl", reviews(), List.of("good"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      var choices =
          ColumnChoice.read(graph.path()).stream()
              .collect(Collectors.toMap(ColumnChoice::column, choice -> choice));
      assertThat(choices.keySet())
          .containsExactlyInAnyOrder(
              "user_id", "line", "text", "when", "bought_at", "tags", "marks", "fixed");
      assertThat(choices.get("user_id").why()).contains("is an id");
      assertThat(choices.get("line").why()).contains("numbers the rows");
      assertThat(choices.get("fixed").why()).isEqualTo("it is the same in all rows");
      assertThat(List.of("user_id", "line", "fixed")).allMatch(it -> choices.get(it).isLeftOut());
      assertThat(choices.get("text").features()).containsExactly("text_words", "text_count_z");
      assertThat(choices.get("when"))
          .isEqualTo(
              new ColumnChoice(
                  "when",
                  List.of(
                      "when_hour_z", "when_weekday", "when_month", "when_days_z", "when_missing"),
                  "hour, weekday, month, days, whether missing",
                  "times of ISO 8601"));
      assertThat(choices.get("bought_at").features())
          .containsExactly(
              "bought_at_hour_z", "bought_at_weekday", "bought_at_month", "bought_at_days_z");
      assertThat(choices.get("bought_at").why()).isEqualTo("times in seconds since 1970");
      assertThat(choices.get("tags").features()).containsExactly("tags_words", "tags_count_z");
      assertThat(choices.get("tags").became()).isEqualTo("which of 6 texts, count");
      assertThat(choices.get("marks").features())
          .containsExactly("marks_count_z", "marks_mean_z", "marks_min_z", "marks_max_z");

      var features = FittedTransform.read(graph.path()).features();
      assertThat(features.stream().map(FittedTransform.Feature::name))
          .containsExactlyInAnyOrderElementsOf(
              choices.values().stream().flatMap(choice -> choice.features().stream()).toList());
      var made = Tables.read(run.made(Transform.Outputs::examples).path(), "train");
      var raw = Tables.read(run.input(EXAMPLES).path(), "train");
      for (int row = 0; row < made.get("when_weekday").size(); row++) {
        var when = raw.get("when").get(row).toString();
        boolean isMissing = when.equals("null");
        var time = isMissing ? null : LocalDateTime.parse(when.replace(' ', 'T'));
        assertThat(made.get("when_weekday").get(row))
            .isEqualTo(time == null ? 8L : time.getDayOfWeek().getValue());
        assertThat(made.get("when_month").get(row))
            .isEqualTo(time == null ? 13L : time.getMonthValue());
        assertThat(made.get("when_missing").get(row)).isEqualTo(isMissing ? 1f : 0f);
      }
    }
  }

  @Test
  void takesTheNumberOfARowWhereNothingElseIsLeft() throws Exception {
    var rows =
        IntStream.range(0, 60)
            .mapToObj(i -> i + "," + i * i / 2.0)
            .collect(Collectors.joining("\n", "x,y\n", "\n"));
    try (var run = transform("squares.csv", rows, List.of("y"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(ColumnChoice.read(graph.path()))
          .containsExactly(new ColumnChoice("x", List.of("x_z"), "z-score", "numbers"));
    }
  }

  /** The word that tells the label is one of the rarer ones. */
  @Test
  void choosesWordsByWhatTheyTellOfTheLabel() throws Exception {
    var rows = new StringBuilder("text,good\n");
    for (int i = 0; i < 900; i++) {
      for (int word = 0; word < 10; word++) {
        rows.append("w").append((i * 31 + word * 37) % 250).append(' ');
      }
      rows.append(i % 40 == 0 ? "Splendid," : "thing,").append(i % 40 == 0 ? 1 : 0).append('\n');
    }
    try (var run = transform("texts.csv", rows.toString(), List.of("good"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(graph.path().resolve(FittedTransform.TRANSFORM_FILE))
          .content(StandardCharsets.ISO_8859_1)
          .contains("splendid");
    }
  }

  @Test
  void makesFeaturesOfWhatTellsRowsApartAndSaysWhatItLeavesOut() throws Exception {
    try (var run = transform(List.of("sold"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      var fitted = FittedTransform.read(graph.path());
      assertThat(fitted.features().stream().map(FittedTransform.Feature::name))
          .containsExactlyInAnyOrder("rooms_z", "area_z", "area_missing");
      assertThat(fitted.labels())
          .containsExactly(new FittedTransform.Label("sold_label", LabelKind.BOOLEAN));
      assertThat(ColumnChoice.read(graph.path()))
          .containsExactlyInAnyOrder(
              new ColumnChoice(
                  "listing", List.of(), "left out", "most of its texts are met only once"),
              new ColumnChoice("rooms", List.of("rooms_z"), "z-score", "numbers"),
              new ColumnChoice(
                  "area",
                  List.of("area_z", "area_missing"),
                  "z-score, whether missing",
                  "numbers, missing in some rows"),
              new ColumnChoice("country", List.of(), "left out", "it is the same in all rows"),
              new ColumnChoice("pool", List.of(), "left out", "it is missing in nearly all rows"));
    }
  }

  /** Of a regression, a column may well be called as the outputs of other tasks are. */
  @Test
  void leavesOutWhatIsNamedAsAnOutputOfTheModel() throws Exception {
    var rows =
        IntStream.range(0, 60)
            .mapToObj(i -> i % 7 + "," + i % 5 + "," + i % 3 + "," + i % 4 + "," + i % 2)
            .collect(Collectors.joining("\n", "label,prediction,probability,x😀,y\n", "\n"));
    try (var run = transform("named.csv", rows, List.of("y"), Optional.empty())) {
      var choices = ColumnChoice.read(run.execute().made(Transform.Outputs::graph).path());
      assertThat(choices)
          .filteredOn(ColumnChoice::isLeftOut)
          .extracting(ColumnChoice::column)
          .containsExactlyInAnyOrder("label", "probability");
      assertThat(choices)
          .filteredOn(ColumnChoice::isLeftOut)
          .allMatch(choice -> choice.why().contains("an output of the model has this name"));
    }
  }

  @Test
  void saysWhatACarefulColleagueWouldSayOfColumns() throws Exception {
    var rows =
        IntStream.range(0, 900)
            .mapToObj(
                i ->
                    "%02d.%02d.2026,%d/%d/2026 1:30,1.2.3,%s,%d"
                        .formatted(
                            i % 28 + 1,
                            i % 12 + 1,
                            i % 12 + 1,
                            i % 28 + 1,
                            i % 2 == 0 ? "often" : "w" + i % 301,
                            i % 4))
            .collect(Collectors.joining("\n", "on,at,version,word,grade\n", "\n"));
    try (var run = transform("dates.csv", rows, List.of("grade"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(graph.property(AutoTransform.TASK))
          .hasValue("regression: label 'grade' holds integers from 0 to 3");
      assertThat(Caution.read(graph.property(Caution.property(TransformGraph.class)).orElseThrow()))
          .extracting(Caution::text)
          .satisfiesExactlyInAnyOrder(
              text -> assertThat(text).startsWith("label 'grade': integers from 0 to 3 are learnt"),
              text -> assertThat(text).startsWith("column 'on': dates taken as texts"),
              text -> assertThat(text).startsWith("column 'at': dates taken as texts"));
      assertThat(ColumnChoice.read(graph.path()))
          .filteredOn(choice -> choice.column().equals("word"))
          .singleElement()
          .matches(
              choice ->
                  choice
                      .why()
                      .matches(
                          "\\d+ different texts, of which the 100 most frequent are kept, those of 80 % of the rows"));
    }
  }

  @Test
  void learnsTheLabelAsWhatIsAskedFor() throws Exception {
    try (var run = transform(List.of("rooms"), Optional.of(LabelKind.TEXT))) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(FittedTransform.read(graph.path()).labels())
          .containsExactly(new FittedTransform.Label("rooms_label", LabelKind.TEXT));
      assertThat(graph.property(AutoTransform.TASK))
          .hasValue("multi-class classification: as asked for");
    }
  }

  @Test
  void learnsTextsAsClassesOnly() throws Exception {
    try (var run = transform(List.of("listing"), Optional.of(LabelKind.BOOLEAN))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("label 'listing': texts (expected: numbers, 0 or 1)")
          .hasMessageContaining("one of several classes");
    }
  }

  @Test
  void leavesOutListsWithoutATextInAnyRow() throws Exception {
    var rows =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"tags\": [], \"x\": " + i % 3 + ", \"y\": 1}")
            .collect(Collectors.joining("\n"));
    try (var run = transform("empty.jsonl", rows, List.of("y"), Optional.empty())) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(FittedTransform.read(graph.path()).features())
          .extracting(FittedTransform.Feature::name)
          .noneMatch(name -> name.startsWith("tags"));
    }
  }

  @Test
  void namesALabelThatIsNoColumn() throws Exception {
    try (var run = transform(List.of("price"), Optional.empty())) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("> label: 'price' (expected: one of the columns [")
          .hasMessageContaining("rooms");
    }
  }
}
