package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.Feature;
import io.tributary.proto.tfmd.Schema;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenSchemaTest {
  @TempDir Path directory;

  private static Schema chicago() throws Exception {
    return SchemaInferenceTest.schema("chicago-schema_full");
  }

  @Test
  void saysEverythingExplicitly() throws Exception {
    var frozen = FrozenSchema.freeze(chicago());

    assertThat(frozen.getFeatureList())
        .allMatch(Feature::hasLifecycleStage)
        .allMatch(Feature::hasPresence)
        .allMatch(feature -> feature.getShapeTypeCase() != Feature.ShapeTypeCase.SHAPETYPE_NOT_SET);
    assertThat(FrozenSchema.isFrozen(frozen)).isTrue();
    assertThat(FrozenSchema.isFrozen(FrozenSchema.thaw(frozen))).isFalse();
    assertThat(FrozenSchema.freeze(frozen)).isEqualTo(frozen);
  }

  @Test
  void keepsOtherAnnotations() throws Exception {
    var annotated = chicago().toBuilder();
    annotated.getAnnotationBuilder().addTag("taxi").addComment("by hand");
    var thawed = FrozenSchema.thaw(FrozenSchema.freeze(annotated.build()));

    assertThat(thawed.getAnnotation()).isEqualTo(annotated.getAnnotation());
  }

  @Test
  void noticesThatAFileWasEditedSince() throws Exception {
    var frozen = FrozenSchema.freeze(chicago());
    var file = directory.resolve("schema.pbtxt");
    SchemaReader.writeFile(file, frozen);
    FrozenSchema.check("file", SchemaReader.readFile(file));

    var edited = frozen.toBuilder();
    edited.getFeatureBuilder(0).getPresenceBuilder().setMinFraction(0.5);
    assertThatThrownBy(() -> FrozenSchema.check("file", edited.build()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("file: frozen, but changed since")
        .hasMessageContaining(FrozenSchema.digest(chicagoExplicit()))
        .hasMessageContaining("freeze the schema again");
    FrozenSchema.check("file", FrozenSchema.freeze(edited.build()));
  }

  private static Schema chicagoExplicit() throws Exception {
    return FrozenSchema.explicit(chicago());
  }

  @Test
  void refusesUpdatesThatWouldChangeIt() throws Exception {
    var frozen = FrozenSchema.freeze(SchemaInferenceTest.schema("chicago-schema"));

    assertThat(
            SchemaInference.DEFAULT.update(frozen, SchemaInferenceTest.statistics("chicago-stats")))
        .isEqualTo(frozen);
    assertThatThrownBy(
            () ->
                SchemaInference.DEFAULT.update(
                    frozen, SchemaInferenceTest.statistics("chicago-stats_corrupted")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("schema to update: a frozen schema would change:")
        .hasMessageContaining("+ feature 'brand_new'")
        .hasMessageContaining("~ feature 'trip_start_month': LIFECYCLE_STAGE")
        .hasMessageContaining("freeze it again");
  }

  @Test
  void acceptsAndRefusesTheSameDataAsBefore() throws Exception {
    var schema = chicago();
    var frozen = FrozenSchema.freeze(schema);
    assertThat(
            FrozenSchema.thaw(
                    SchemaInference.DEFAULT.update(
                        FrozenSchema.thaw(frozen),
                        SchemaInferenceTest.statistics("chicago-stats_corrupted")))
                .getFeatureCount())
        .isEqualTo(
            SchemaInference.DEFAULT
                .update(schema, SchemaInferenceTest.statistics("chicago-stats_corrupted"))
                .getFeatureCount());
  }
}
