package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaGenTest {
  private static final Channel<ExampleStatistics> STATISTICS =
      Channel.of("StatisticsGen", "statistics", ArtifactType.of(ExampleStatistics.class));
  private static final Path TFX_RUN = SchemaInferenceTest.GOLDENS.resolve("run-tfx-1.16.0");

  @TempDir Path directory;

  private Schema run(SchemaGen component, Path statistics) throws Exception {
    try (var run = FakeRun.of(component, directory).given(STATISTICS, statistics)) {
      return SchemaReader.read(run.execute().made(SchemaGen.Outputs::schema).path());
    }
  }

  private static List<String> namesOf(Schema schema) {
    return schema.getFeatureList().stream().map(Feature::getName).toList();
  }

  @Test
  void makesOneSchemaOfAllSplitsAsTfxDoes() throws Exception {
    var golden = SchemaReader.readFile(TFX_RUN.resolve("schema.pbtxt"));
    // TFX began with the train split, which is not the first by name
    var eval = StatisticsReader.read(TFX_RUN, "eval");
    var train = StatisticsReader.read(TFX_RUN, "train");
    var inference = new SchemaInference(false, 100);

    assertThat(inference.update(inference.infer(train), eval)).isEqualTo(golden);
    var ours = run(new SchemaGen(STATISTICS).withInferFeatureShape(false), TFX_RUN);
    assertThat(Set.copyOf(namesOf(ours))).isEqualTo(Set.copyOf(namesOf(golden)));
    for (var domain : golden.getStringDomainList()) {
      var same =
          ours.getStringDomainList().stream()
              .filter(other -> other.getName().equals(domain.getName()))
              .findFirst()
              .orElseThrow();
      assertThat(new TreeSet<>(same.getValueList()))
          .isEqualTo(new TreeSet<>(domain.getValueList()));
    }
  }

  @Test
  void parametersHaveAnEffect() throws Exception {
    var all = new SchemaGen(STATISTICS);

    assertThat(run(all, TFX_RUN).getFeatureList()).anyMatch(Feature::hasShape);
    assertThat(run(all.withInferFeatureShape(false), TFX_RUN).getFeatureList())
        .noneMatch(Feature::hasShape);
    assertThat(run(all.withMaxStringDomainSize(0), TFX_RUN).getStringDomainCount()).isZero();
    assertThat(paymentTypes(run(all, TFX_RUN))).contains("Prcard");
    assertThat(paymentTypes(run(all.withExcludedSplits("eval"), TFX_RUN))).doesNotContain("Prcard");
  }

  private static List<String> paymentTypes(Schema schema) {
    return schema.getStringDomainList().stream()
        .filter(domain -> domain.getName().equals("payment_type"))
        .findFirst()
        .orElseThrow()
        .getValueList();
  }

  @Test
  void declaresWhatAnEnvironmentDoesNotHave() throws Exception {
    var schema = run(new SchemaGen(STATISTICS).withNotInEnvironment("tips", "SERVING"), TFX_RUN);
    var tips =
        schema.getFeatureList().stream()
            .filter(feature -> feature.getName().equals("tips"))
            .findFirst()
            .orElseThrow();

    assertThat(schema.getDefaultEnvironmentList()).containsExactly("TRAINING", "SERVING");
    assertThat(SchemaEnvironments.contains(schema, tips, Optional.of("SERVING"))).isFalse();
    assertThat(SchemaEnvironments.contains(schema, tips, Optional.of("TRAINING"))).isTrue();
    assertThat(SchemaEnvironments.contains(schema, tips, Optional.empty())).isTrue();
    assertThat(SchemaEnvironments.contains(schema, schema.getFeature(0), Optional.of("SERVING")))
        .isEqualTo(!schema.getFeature(0).getName().equals("tips"));
  }

  @Test
  void refusesToExcludeAFeatureThatTheDataLacks() {
    assertThatThrownBy(
            () -> run(new SchemaGen(STATISTICS).withNotInEnvironment("tip", "SERVING"), TFX_RUN))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("notInEnvironment")
        .hasMessageContaining("[tip]")
        .hasMessageContaining("tips");
  }

  @Test
  void saysThatStatisticsAreMissingOrCorrupt() throws Exception {
    var payload = directory.resolve("statistics");
    var split = Files.createDirectories(payload.resolve("Split-train"));
    assertThatThrownBy(() -> run(new SchemaGen(STATISTICS), payload))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("FeatureStats.pb: no such file");

    Files.writeString(split.resolve("FeatureStats.pb"), "\u0001\u0002 nonsense");
    assertThatThrownBy(() -> run(new SchemaGen(STATISTICS), payload))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("FeatureStats.pb: not readable");

    assertThatThrownBy(
            () ->
                run(new SchemaGen(STATISTICS), Files.createDirectories(directory.resolve("none"))))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no splits");
  }

  @Test
  void addsToACuratedSchemaWhatItLacks() throws Exception {
    Channel<io.tributary.api.artifact.Schema> channel =
        Channel.of(
            "ImportSchemaGen", "schema", ArtifactType.of(io.tributary.api.artifact.Schema.class));
    var all = run(new SchemaGen(STATISTICS), TFX_RUN);
    var curated =
        all.toBuilder()
            .removeFeature(1)
            .setFeature(0, all.getFeature(0).toBuilder().clearPresence())
            .build();
    var artifact = Files.createDirectories(directory.resolve("curated"));
    SchemaReader.write(artifact, curated);

    var component = new SchemaGen(STATISTICS).withCurated(channel);
    Schema merged;
    try (var run =
        FakeRun.of(component, directory.resolve("merging"))
            .given(STATISTICS, TFX_RUN)
            .given(channel, artifact)) {
      merged = SchemaReader.read(run.execute().made(SchemaGen.Outputs::schema).path());
    }

    assertThat(namesOf(merged)).containsExactlyInAnyOrderElementsOf(namesOf(all));
    assertThat(merged.getFeature(0).hasPresence()).isFalse();
    assertThat(merged.getFeature(merged.getFeatureCount() - 1).getAnnotation().getTagList())
        .containsExactly("inferred");

    SchemaReader.writeFile(artifact.resolve(SchemaReader.FILE), FrozenSchema.freeze(curated));
    try (var run =
        FakeRun.of(component, directory.resolve("frozen"))
            .given(STATISTICS, TFX_RUN)
            .given(channel, artifact)) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("a frozen schema would change:")
          .hasMessageContaining("+ feature '" + all.getFeature(1).getName() + "'");
    }
  }
}
