package io.tributary.components.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.components.transform.Tables.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureDescriptionTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("fare", Double.class, 1.0, 3.0, null),
          Column.of("tips", Double.class, 0.0, 2.0, 1.0),
          Column.of("word", String.class, "a", "b", "a"));

  static final class Described implements Preprocessing {
    @Override
    public void define(Features f) {
      var fare = f.number("fare").fillMissing(2);
      f.output("share", fare.dividedBy(f.number("tips").fillMissing(0).max()).fillMissing(0));
      f.output("nested", fare.zScore().minMax());
      f.output("word", f.text("word").vocabulary());
      f.output("range", fare.bucketize(1, 2).cross(f.text("word").hash(5)));
    }
  }

  /** Features may not have the names of their columns. */
  static final class Renamed implements Preprocessing {
    @Override
    public void define(Features f) {
      var fare = f.number("fare").fillMissing(2);
      f.output("share", fare.dividedBy(f.number("tips").fillMissing(0).max()).fillMissing(0));
      f.output("nested", fare.zScore().minMax());
      f.output("word_id", f.text("word").vocabulary());
      f.output("range", fare.bucketize(1, 2).cross(f.text("word").hash(5)));
      f.output("code", f.text("word").hash(5).oneHot());
      f.output("weights", f.text("word").words().tfIdf());
    }
  }

  @Test
  void isKnownBeforeTheRunButForWhatTheDataDecides() throws Exception {
    var schema = TextFormat.parse(Tables.schema(COLUMNS), io.tributary.proto.tfmd.Schema.class);
    var described = FeatureDescription.of(new Renamed(), schema);
    assertThat(described.stream().map(FeatureDescription::name))
        .containsExactly("share", "nested", "word_id", "range", "code", "weights");
    assertThat(described.stream().map(FeatureDescription::type))
        .containsExactly(
            "float32",
            "float32",
            "int64 from 0 on",
            "int64 from 0 to 17",
            "float32[6]",
            "float32[]");
    assertThat(described.get(2).size()).isEmpty();
    assertThat(described.get(3).size()).isEqualTo(OptionalLong.of(18));
    assertThat(described.stream().flatMap(feature -> feature.fitted().stream())).isEmpty();
    assertThatThrownBy(() -> FeatureDescription.of(new Described(), schema))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("feature 'word': the name of a raw column");
  }

  @Test
  void tellsExpressionsConstantsAndColumnsOfAFittedTransform(@TempDir Path directory)
      throws Exception {
    var examples = Channel.of("gen", "examples", ArtifactType.of(Examples.class));
    var schemas = Channel.of("schema", "schema", ArtifactType.of(Schema.class));
    Tables.write(directory.resolve("raw"), "train", 10, COLUMNS);
    Tables.writeSchema(directory.resolve("schema"), Tables.schema(COLUMNS));
    var component = new Transform(examples, schemas, Renamed.class);
    try (var run = FakeRun.of(component, directory.resolve("run"))) {
      run.given(examples, directory.resolve("raw"))
          .given(schemas, directory.resolve("schema"))
          .execute();
      var graph = run.made(Transform.Outputs::graph).path();
      var described = FeatureDescription.read(graph.resolve("transform.json"));
      var share = described.get(0);
      assertThat(share.expression())
          .isEqualTo(
              "f.number(\"fare\").fillMissing(2)"
                  + ".dividedBy(f.number(\"tips\").fillMissing(0).max()).fillMissing(0)");
      assertThat(share.columns()).containsExactly("fare");
      assertThat(share.fitted())
          .containsExactly(
              Map.of(
                  "expression",
                  "f.number(\"tips\").fillMissing(0).max()",
                  "analyzer",
                  "max",
                  "value",
                  2.0));
      assertThat(FittedTransform.read(graph).inputs().stream().map(input -> input.name()))
          .containsExactly("fare", "word");
      assertThat(described.get(1).fitted().stream().map(fit -> fit.get("analyzer")))
          .containsExactly("z-score", "min-max");
      assertThat(described.get(2).type()).isEqualTo("int64 from 0 to 3");
      assertThat(described.get(5).type()).isEqualTo("float32[2]");
      assertThat(described.get(5).fitted())
          .containsExactly(
              Map.of(
                  "expression",
                  "f.text(\"word\").words().bagOfWords()",
                  "analyzer",
                  "words",
                  "terms",
                  2L,
                  "distinct_terms_in_data",
                  2L,
                  "rows",
                  3L));
      Files.writeString(graph.resolve("transform.json"), "{\"features\": [{\"name\": \"a\"}]}");
      assertThatThrownBy(() -> FeatureDescription.read(graph.resolve("transform.json")))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("no field 'kind'");
    }
  }
}
