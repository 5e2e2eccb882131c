package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One rule a line: a feature of a schema, statistics of type and values, the reasons found. */
class RulesTest {
  private static final String COMMON =
      "common_stats { num_non_missing: 100 min_num_values: 1 max_num_values: 1 tot_num_values: 100 }";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          type: INT                                             | INT    | min: -5 max: 5                     |
          type: INT int_domain { min: 0 }                       | INT    | min: -5 max: 5                     | INT_TYPE_SMALL_INT
          type: INT int_domain { min: 0 max: 4 }                | INT    | min: -5 max: 5                     | INT_TYPE_BIG_INT INT_TYPE_SMALL_INT
          type: BYTES int_domain { }                            | STRING | '7' 'x'                            | INT_TYPE_NOT_INT_STRING
          type: BYTES int_domain { max: 6 }                     | STRING | '7' '-1'                           | INT_TYPE_BIG_INT
          type: INT int_domain { }                              | STRING | 'x'                                | INT_TYPE_NOT_INT_STRING UNEXPECTED_DATA_TYPE
          type: FLOAT                                           | INT    | min: 0 max: 1                      | UNEXPECTED_DATA_TYPE
          type: FLOAT float_domain { min: 0 max: 0.9 }          | FLOAT  | min: 0 max: 0.9                    |
          type: FLOAT float_domain { min: 0 max: 0.9 }          | FLOAT  | min: -1 max: 0.91                  | FLOAT_TYPE_BIG_FLOAT FLOAT_TYPE_SMALL_FLOAT
          type: FLOAT float_domain { disallow_nan: true }       | FLOAT  | max: 1 histograms { num_nan: 3 }   | FLOAT_TYPE_HAS_NAN
          type: FLOAT float_domain { disallow_inf: true }       | FLOAT  | min: -inf max: 1                   | FLOAT_TYPE_HAS_INF
          type: BYTES float_domain { }                          | STRING | '1.5' '2d'                         | FLOAT_TYPE_STRING_NOT_FLOAT
          type: BYTES float_domain { max: 1 }                   | STRING | '1.5' 'nan'                        | FLOAT_TYPE_BIG_FLOAT
          type: INT bool_domain { }                             | INT    | min: 0 max: 1                      |
          type: INT bool_domain { }                             | INT    | min: 0 max: 2                      | BOOL_TYPE_BIG_INT
          type: INT bool_domain { }                             | INT    | min: -1 max: 1                     | BOOL_TYPE_SMALL_INT
          type: INT bool_domain { true_value: 'y' }             | INT    | min: 0 max: 1                      | BOOL_TYPE_INVALID_CONFIG
          type: FLOAT bool_domain { }                           | FLOAT  | min: 0 max: 1                      |
          type: FLOAT bool_domain { }                           | FLOAT  | min: 0 max: 0.5                    | BOOL_TYPE_UNEXPECTED_FLOAT
          type: FLOAT bool_domain { }                           | FLOAT  | max: 1 histograms { num_nan: 1 }   | BOOL_TYPE_UNEXPECTED_FLOAT
          type: BYTES bool_domain { true_value: 'y' }           | STRING | 'y'                                |
          type: BYTES bool_domain { true_value: 'y' }           | STRING | 'y' 'n'                            | BOOL_TYPE_UNEXPECTED_STRING
          type: BYTES bool_domain { }                           | STRING | 'y'                                | BOOL_TYPE_INVALID_CONFIG BOOL_TYPE_UNEXPECTED_STRING
          type: BYTES string_domain { value: 'a' }              | STRING | 'a' 'b'                            | ENUM_TYPE_UNEXPECTED_STRING_VALUES
          type: BYTES domain: 'shared'                          | STRING | 'a' 'b'                            | ENUM_TYPE_UNEXPECTED_STRING_VALUES
          type: BYTES domain: 'absent'                          | STRING | 'a'                                | INVALID_DOMAIN_SPECIFICATION
          type: BYTES string_domain { value: 'a' } distribution_constraints { min_domain_mass: 0.8 } | STRING | 'a' 'b' |
          type: BYTES string_domain { value: 'a' } distribution_constraints { min_domain_mass: 0.95 } | STRING | 'a' 'b' | ENUM_TYPE_UNEXPECTED_STRING_VALUES
          type: BYTES string_domain { value: 'a' value: 'a' }   | STRING | 'a'                                | INVALID_DOMAIN_SPECIFICATION
          type: BYTES string_domain { value: 'a' }              | STRING | invalid_utf8_count: 2              | ENUM_TYPE_INVALID_UTF8
          type: BYTES unique_constraints { min: 3 }             | STRING | unique: 2                          | FEATURE_TYPE_LOW_UNIQUE
          type: BYTES unique_constraints { max: 1 }             | STRING | unique: 2                          | FEATURE_TYPE_HIGH_UNIQUE
          type: INT unique_constraints { min: 3 }               | INT    | max: 2                             | FEATURE_TYPE_NO_UNIQUE
          type: INT value_count { min: 2 }                      | INT    | max: 2                             | FEATURE_TYPE_LOW_NUMBER_VALUES
          type: INT value_count { max: 0 }                      | INT    | max: 2                             | FEATURE_TYPE_HIGH_NUMBER_VALUES
          type: INT value_counts { value_count { } value_count { } } | INT | max: 2                           | VALUE_NESTEDNESS_MISMATCH
          type: INT shape { dim { size: 2 } }                   | INT    | max: 2                             | INVALID_FEATURE_SHAPE
          type: INT presence { min_count: 101 }                 | INT    | max: 2                             | FEATURE_TYPE_LOW_NUMBER_PRESENT
          type: INT presence { min_fraction: 1.5 }              | INT    | max: 2                             | INVALID_SCHEMA_SPECIFICATION
          type: INT float_domain { }                            | INT    | max: 2                             | DOMAIN_INVALID_FOR_TYPE
          domain: 'shared'                                      | STRING | 'a'                                | FEATURE_MISSING_TYPE
          presence { min_count: 1 }                             | INT    | max: 2                             | FEATURE_MISSING_TYPE
          type: INT lifecycle_stage: DEPRECATED                 | STRING | 'a'                                |
          type: INT lifecycle_stage: BETA                       | STRING | 'a'                                | UNEXPECTED_DATA_TYPE
          type: INT not_in_environment: 'SERVING'               | INT    | max: 2                             | SCHEMA_NEW_COLUMN
          """)
  void followsTfdv(String feature, String type, String values, String reasons) throws Exception {
    var schema = schema(feature);
    var statistics = statistics(type, values);

    var anomalies = ExampleValidation.validate(statistics, schema, Optional.of("SERVING"));

    assertThat(found(anomalies)).isEqualTo(reasons == null ? "" : reasons);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          presence { min_count: 1 }                               | FEATURE_TYPE_NOT_PRESENT
          presence { min_fraction: 0.1 }                          | FEATURE_TYPE_NOT_PRESENT
          presence { min_count: 0 }                               |
          presence { min_count: 1 } lifecycle_stage: ALPHA        |
          presence { min_count: 1 } not_in_environment: 'SERVING' |
          """)
  void looksForValuesOfRequiredFeaturesOnly(String feature, String reasons) throws Exception {
    var statistics =
        TextFormat.parse(
            "num_examples: 100 features { name: 'x' num_stats { common_stats { num_missing: 100 } } }",
            DatasetFeatureStatistics.class);

    var anomalies =
        ExampleValidation.validate(
            statistics, schema("type: INT " + feature), Optional.of("SERVING"));

    assertThat(found(anomalies)).isEqualTo(reasons == null ? "" : reasons);
  }

  private static String found(io.tributary.proto.tfmd.Anomalies anomalies) {
    return ExampleValidationTest.reasons(anomalies).values().stream()
        .flatMap(java.util.Collection::stream)
        .map(Enum::name)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static Schema schema(String feature) throws TextFormat.ParseException {
    return TextFormat.parse(
        "feature { name: 'x' "
            + feature
            + " } string_domain { name: 'shared' value: 'a' } default_environment: 'SERVING'",
        Schema.class);
  }

  /** Of two texts, the first makes 90 per cent. */
  private static DatasetFeatureStatistics statistics(String type, String values)
      throws TextFormat.ParseException {
    var content =
        values.startsWith("'")
            ? "rank_histogram { "
                + Arrays.stream(values.split(" "))
                    .map(
                        text ->
                            "buckets { label: "
                                + text
                                + " sample_count: "
                                + (values.startsWith(text) ? 90 : 10)
                                + " }")
                    .collect(Collectors.joining(" "))
                + " }"
            : values;
    var field = type.equals("STRING") ? "string_stats" : "num_stats";
    return TextFormat.parse(
        "num_examples: 100 features { path { step: 'x' } type: "
            + type
            + " "
            + field
            + " { "
            + COMMON
            + " "
            + content
            + " } }",
        DatasetFeatureStatistics.class);
  }
}
