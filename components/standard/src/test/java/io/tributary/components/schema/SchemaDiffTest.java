package io.tributary.components.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.tributary.components.schema.SchemaDiff.Kind;
import io.tributary.proto.tfmd.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDiffTest {
  static Schema schema(String text) throws Exception {
    return TextFormat.parse(text, Schema.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          type: INT                                        | type: FLOAT                                         | TYPE
          type: INT presence { min_fraction: 1 }           | type: INT                                           | PRESENCE
          type: INT shape { dim { size: 1 } }              | type: INT value_count { min: 1 max: 1 }             | SHAPE
          type: INT int_domain { max: 4 }                  | type: INT int_domain { max: 5 }                     | DOMAIN
          type: BYTES string_domain { value: 'a' }         | type: BYTES string_domain { value: 'b' }            | DOMAIN
          type: BYTES distribution_constraints { }         | type: BYTES                                         | DISTRIBUTION_CONSTRAINTS
          type: BYTES unique_constraints { max: 3 }        | type: BYTES unique_constraints { max: 4 }           | UNIQUE_CONSTRAINTS
          type: INT in_environment: 'A'                    | type: INT not_in_environment: 'A'                   | ENVIRONMENTS
          type: INT                                        | type: INT lifecycle_stage: DEPRECATED               | LIFECYCLE_STAGE
          type: INT drift_comparator { }                   | type: INT                                           | DRIFT_COMPARATOR
          type: INT skew_comparator { }                    | type: INT                                           | SKEW_COMPARATOR
          type: INT annotation { tag: 'a' }                | type: INT                                           | ANNOTATION
          type: INT validation_derived_source { }           | type: INT                                           | OTHER
          """)
  void namesWhatDiffersBetweenFeatures(String before, String after, Kind kind) throws Exception {
    var diff =
        SchemaDiff.of(
            schema("feature { name: 'x' " + before + " }"),
            schema("feature { name: 'x' " + after + " }"));

    assertThat(diff.differences()).singleElement().extracting("kind").isEqualTo(kind);
    assertThat(diff.text()).startsWith("~ feature 'x': " + kind + " ");
    assertThat(diff.json()).singleElement().extracting("kind").isEqualTo(kind.name());
  }

  @Test
  void seesFeaturesInStructsComeAndGo() throws Exception {
    var diff =
        SchemaDiff.of(
            schema(
                "feature { name: 's' type: STRUCT struct_domain { feature { name: 'a' type: INT } } } feature { name: 'z' type: BYTES }"),
            schema(
                "feature { name: 's' type: STRUCT struct_domain { feature { name: 'b' type: FLOAT } } }"));

    assertThat(diff.text())
        .isEqualTo(
            """
            + feature 's.b': value_count { min: 0 } type: FLOAT presence { min_count: 0 } lifecycle_stage: PRODUCTION
            - feature 's.a': value_count { min: 0 } type: INT presence { min_count: 0 } lifecycle_stage: PRODUCTION
            - feature 'z': value_count { min: 0 } type: BYTES presence { min_count: 0 } lifecycle_stage: PRODUCTION
            """);
  }

  @Test
  void seesWhatIsNotOfAFeature() throws Exception {
    var diff =
        SchemaDiff.of(
            schema(
                "default_environment: 'A' sparse_feature { name: 's' } string_domain { name: 'd' value: 'a' }"),
            schema(
                "weighted_feature { name: 'w' } dataset_constraints { min_examples_count: 3 } represent_variable_length_as_ragged: true"));

    assertThat(diff.differences())
        .extracting(SchemaDiff.Difference::kind)
        .containsExactly(
            Kind.SPARSE_FEATURE,
            Kind.WEIGHTED_FEATURE,
            Kind.DOMAIN,
            Kind.ENVIRONMENTS,
            Kind.DATASET_CONSTRAINTS,
            Kind.OTHER);
  }

  @Test
  void ignoresWhatMeansNothing() throws Exception {
    var one =
        schema(
            "feature { name: 'x' type: BYTES domain: 'd' } feature { name: 'y' type: INT } string_domain { name: 'd' value: 'a' value: 'b' }");
    var other =
        schema(
            "feature { name: 'y' type: INT presence { min_count: 0 } } feature { name: 'x' type: BYTES string_domain { value: 'b' value: 'a' } }");

    assertThat(SchemaDiff.of(one, other).isEmpty()).isTrue();
    assertThat(SchemaDiff.of(one, FrozenSchema.freeze(one)).text()).isEmpty();
  }
}
