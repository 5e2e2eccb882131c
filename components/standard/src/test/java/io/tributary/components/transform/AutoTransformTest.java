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
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.transform.FittedTransform.LabelKind;
import java.nio.file.Files;
import java.nio.file.Path;
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
                i -> "id-" + i + "," + i % 7 + "," + (i % 3 == 0 ? "" : i / 2.0) + ",here," + i % 2)
            .collect(Collectors.joining("\n", "listing,rooms,area,country,sold\n", "\n"));
    var data = Files.writeString(directory.resolve("houses.csv"), rows);
    try (var gen = run(new CsvExampleGen(data), "gen");
        var statistics = run(new StatisticsGen(EXAMPLES), "statistics");
        var schema = run(new SchemaGen(STATISTICS), "schema")) {
      var examples = gen.execute().made(CsvExampleGen.Outputs::examples);
      var counted =
          statistics.given(EXAMPLES, examples).execute().made(StatisticsGen.Outputs::statistics);
      var inferred = schema.given(STATISTICS, counted).execute().made(SchemaGen.Outputs::schema);
      return run(new AutoTransform(EXAMPLES, STATISTICS, SCHEMA, labels, kind), "transform")
          .given(EXAMPLES, examples)
          .given(STATISTICS, counted)
          .given(SCHEMA, inferred);
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
      assertThat(graph.property(AutoTransform.LEFT_OUT).orElseThrow())
          .contains("column 'listing': most of its texts are met only once")
          .contains("column 'country': it is the same in all rows");
    }
  }

  @Test
  void learnsTheLabelAsWhatIsAskedFor() throws Exception {
    try (var run = transform(List.of("rooms"), Optional.of(LabelKind.TEXT))) {
      var graph = run.execute().made(Transform.Outputs::graph);
      assertThat(FittedTransform.read(graph.path()).labels())
          .containsExactly(new FittedTransform.Label("rooms_label", LabelKind.TEXT));
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
