package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.digest.FileDigests;
import io.tributary.proto.tfmd.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportSchemaGenTest {
  @TempDir Path directory;

  private Schema run(Path file) throws Exception {
    try (var run = FakeRun.of(new ImportSchemaGen(file), directory)) {
      return SchemaReader.read(run.execute().made(ImportSchemaGen.Outputs::schema).path());
    }
  }

  @Test
  void importsTextAndBinary() throws Exception {
    var golden = SchemaInferenceTest.schema("chicago-schema_full");
    var text = SchemaInferenceTest.GOLDENS.resolve("chicago-schema_full-tfdv-1.16.1.pbtxt");
    var binary = Files.write(directory.resolve("schema.pb"), golden.toByteArray());

    assertThat(run(text)).isEqualTo(golden);
    assertThat(run(binary)).isEqualTo(golden);
  }

  @Test
  void keepsTextsThatAreNotAscii() throws Exception {
    var file =
        Files.writeString(
            directory.resolve("s.pbtxt"),
            "feature { name: \"stra\u00dfe\" type: BYTES string_domain { value: \"\ud83d\ude80 \u00e9\" } }");

    var schema = run(file);

    assertThat(schema.getFeature(0).getName()).isEqualTo("stra\u00dfe");
    assertThat(schema.getFeature(0).getStringDomain().getValue(0)).isEqualTo("\ud83d\ude80 \u00e9");
  }

  @Test
  void namesAllFlawsAtOnce() throws Exception {
    var file =
        Files.writeString(
            directory.resolve("s.pbtxt"),
            """
            feature { name: "a" }
            feature { name: "b" type: INT presence { min_fraction: 2 } }
            feature { name: "c" type: BYTES domain: "colours" }
            feature { name: "d" type: FLOAT int_domain { min: 1 } }
            feature { name: "e" type: INT int_domain { min: 3 max: 1 } }
            feature { name: "e" type: INT }
            feature { name: "s" type: STRUCT struct_domain { feature { name: "t" } } }
            """);

    assertThatThrownBy(() -> run(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("7 flaws")
        .hasMessageContaining("feature 's.t': no type")
        .hasMessageContaining("feature 'a': no type")
        .hasMessageContaining("min_fraction 2.0 (expected: 0 to 1)")
        .hasMessageContaining("'colours', which the schema does not have")
        .hasMessageContaining("int_domain for type FLOAT")
        .hasMessageContaining("3 to 1")
        .hasMessageContaining("described twice");
  }

  @Test
  void saysWhereTheTextIsWrong() throws Exception {
    var file = Files.writeString(directory.resolve("s.pbtxt"), "feature {\n  nam: \"a\"\n}\n");

    assertThatThrownBy(() -> run(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> run(directory.resolve("absent.pbtxt")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no such file");
    var empty = Files.writeString(directory.resolve("empty.pbtxt"), "");
    assertThatThrownBy(() -> run(empty)).hasMessageContaining("without features");
  }

  @Test
  void digestFollowsTheContentAlone() throws Exception {
    var a = Files.writeString(directory.resolve("a"), "feature { name: \"a\" type: INT }");
    var b = Files.writeString(directory.resolve("b"), "feature { name: \"a\" type: INT }");
    var c = Files.writeString(directory.resolve("c"), "feature { name: \"c\" type: INT }");

    assertThat(new ImportSchemaGen(a).externalDigest(FileDigests.READING))
        .isEqualTo(new ImportSchemaGen(b).externalDigest(FileDigests.READING))
        .isNotEqualTo(new ImportSchemaGen(c).externalDigest(FileDigests.READING));
    assertThatThrownBy(
            () ->
                new ImportSchemaGen(directory.resolve("absent"))
                    .externalDigest(FileDigests.READING))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void refusesAFrozenSchemaThatWasEdited() throws Exception {
    var frozen = FrozenSchema.freeze(SchemaInferenceTest.schema("chicago-schema"));
    var file = directory.resolve("frozen.pbtxt");
    SchemaReader.writeFile(file, frozen);
    assertThat(run(file)).isEqualTo(frozen);

    SchemaReader.writeFile(file, frozen.toBuilder().removeFeature(0).build());
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("frozen.pbtxt: frozen, but changed since");
  }
}
