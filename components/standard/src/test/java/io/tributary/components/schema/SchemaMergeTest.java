package io.tributary.components.schema;

import static io.tributary.components.schema.SchemaDiffTest.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
  @Test
  void keepsWhatIsCuratedAndMarksWhatIsNew() throws Exception {
    var merge =
        SchemaMerge.of(
            schema(
                "feature { name: 'a' type: INT int_domain { max: 9 } } default_environment: 'T'"),
            schema(
                "feature { name: 'a' type: FLOAT presence { min_count: 1 } } feature { name: 'b' type: INT }"));

    assertThat(merge.schema())
        .isEqualTo(
            schema(
                "feature { name: 'a' type: INT int_domain { max: 9 } } default_environment: 'T' feature { name: 'b' type: INT annotation { tag: 'inferred' } }"));
    assertThat(merge.added()).containsExactly(List.of("b"));
    assertThat(merge.completed()).isEmpty();
  }

  @Test
  void completesFeaturesWithoutType() throws Exception {
    var merge =
        SchemaMerge.of(
            schema(
                "feature { name: 'tips' not_in_environment: 'SERVING' float_domain { min: 0 } }"),
            schema(
                "feature { name: 'tips' type: FLOAT presence { min_fraction: 1 } shape { dim { size: 1 } } }"));

    assertThat(merge.schema())
        .isEqualTo(
            schema(
                "feature { name: 'tips' type: FLOAT presence { min_fraction: 1 } shape { dim { size: 1 } } not_in_environment: 'SERVING' float_domain { min: 0 } }"));
    assertThat(merge.completed()).containsExactly(List.of("tips"));
  }

  @Test
  void bringsDomainsAlongWithoutMixingThemUp() throws Exception {
    var merge =
        SchemaMerge.of(
            schema(
                "feature { name: 'a' type: BYTES domain: 'd' } string_domain { name: 'd' value: 'x' }"),
            schema(
                "feature { name: 'b' type: BYTES domain: 'd' } feature { name: 'c' type: BYTES domain: 'e' } string_domain { name: 'd' value: 'y' } string_domain { name: 'e' value: 'z' }"));

    assertThat(merge.schema().getFeature(1).getDomain()).isEqualTo("d2");
    assertThat(merge.schema().getFeature(2).getDomain()).isEqualTo("e");
    assertThat(merge.schema().getStringDomainList())
        .isEqualTo(
            schema(
                    "string_domain { name: 'd' value: 'x' } string_domain { name: 'd2' value: 'y' } string_domain { name: 'e' value: 'z' }")
                .getStringDomainList());
  }

  @Test
  void findsNewFeaturesInStructs() throws Exception {
    var merge =
        SchemaMerge.of(
            schema(
                "feature { name: 's' type: STRUCT struct_domain { feature { name: 'a' type: INT } } }"),
            schema(
                "feature { name: 's' type: STRUCT struct_domain { feature { name: 'a' type: INT } feature { name: 'b' type: STRUCT struct_domain { feature { name: 'c' type: INT } } } } }"));

    assertThat(merge.added()).containsExactly(List.of("s", "b"));
    assertThat(SchemaPaths.all(merge.schema())).containsKey(List.of("s", "b", "c"));
  }

  @Test
  void refusesToAddToAFrozenSchema() throws Exception {
    var frozen = FrozenSchema.freeze(schema("feature { name: 'a' type: INT }"));

    assertThat(SchemaMerge.of(frozen, schema("feature { name: 'a' type: FLOAT }")).schema())
        .isEqualTo(frozen);
    assertThatThrownBy(() -> SchemaMerge.of(frozen, schema("feature { name: 'b' type: INT }")))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("+ feature 'b'");
  }
}
