package io.tributary.components.validator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.tributary.components.json.Json;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.Schema;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnomalyReportTest {
  private static Anomalies anomalies() throws Exception {
    return ExampleValidation.validate(
        TextFormat.parse(
            """
            num_examples: 4
            features { path { step: 'pay' } type: STRING string_stats {
              common_stats { num_non_missing: 4 min_num_values: 1 max_num_values: 1 tot_num_values: 4 }
              rank_histogram { buckets { label: 'Bitcoin' sample_count: 4 } } } }
            features { path { step: 'fare' } type: INT num_stats {
              common_stats { num_non_missing: 4 min_num_values: 1 max_num_values: 1 tot_num_values: 4 } min: -1 max: 9 } }
            """,
            DatasetFeatureStatistics.class),
        TextFormat.parse(
            """
            feature { name: 'pay' type: BYTES domain: 'pay' }
            feature { name: 'fare' type: INT int_domain { min: 0 max: 8 } }
            string_domain { name: 'pay' value: 'Cash' value: 'Card' }
            dataset_constraints { min_examples_count: 5 }
            """,
            Schema.class),
        Optional.empty());
  }

  @Test
  void saysWhatWhereHowBadAndWhichChangeWouldAcceptIt() throws Exception {
    var report = AnomalyReport.of("split 'train'", anomalies());

    assertThat(report.isClean()).isFalse();
    assertThat(report.count()).isEqualTo(4);
    assertThat(report.text())
        .isEqualTo(
            """
            split 'train': 4 anomalies

            SEVERITY  WHERE    WHAT                      REASON
            ERROR     dataset  Too few examples          DATASET_LOW_NUM_EXAMPLES
            ERROR     fare     Out-of-range values       INT_TYPE_SMALL_INT
            ERROR     fare     Out-of-range values       INT_TYPE_BIG_INT
            ERROR     pay      Unexpected string values  ENUM_TYPE_UNEXPECTED_STRING_VALUES

            dataset: 4 examples (expected: at least 5); look for lost input, or lower min_examples_count in the schema
              the change to the schema that would accept it:
                  dataset_constraints {
                -   min_examples_count: 5
                +   min_examples_count: 4
                  }

            feature 'fare': smallest value -1 (expected: at least 0); correct the values at their source, or widen the domain in the schema
            feature 'fare': largest value 9 (expected: at most 8); correct the values at their source, or widen the domain in the schema
              the change to the schema that would accept it:
                  feature {
                    name: "fare"
                    type: INT
                    int_domain {
                -     min: 0
                -     max: 8
                +     min: -1
                +     max: 9
                    }
                  }

            feature 'pay': 'Bitcoin' (4, 100.00 %) (expected: only values of the domain, which lists 2); correct the values at their source, or add them to the string domain of the schema
              the change to the schema that would accept it:
                  string_domain {
                    name: "pay"
                    value: "Cash"
                    value: "Card"
                +   value: "Bitcoin"
                  }
            """);
  }

  @Test
  void saysTheSameInJson() throws Exception {
    assertThat(new String(Json.write(AnomalyReport.of("x", anomalies()).json()), UTF_8))
        .contains("\"where\" : \"fare\"")
        .contains("\"type\" : \"INT_TYPE_BIG_INT\"")
        .contains("+     max: 9");
  }

  @Test
  void tellsWhereInTheTextOfTheSchemaTheChangeIs() throws Exception {
    var regions = anomalies().getAnomalyInfoOrThrow("pay").getDiffRegionsList();

    assertThat(regions.get(1).getAdded().getStart()).isEqualTo(18);
  }

  @Test
  void isShortWhenNothingWasFoundOrNothingWasThere() {
    assertThat(AnomalyReport.of("x", Anomalies.getDefaultInstance()).text())
        .isEqualTo("x: no anomalies\n");
    assertThat(AnomalyReport.of("x", Anomalies.newBuilder().setDataMissing(true).build()).text())
        .startsWith("x: 1 anomaly\n")
        .contains("DATA_MISSING");
  }

  @Test
  void reportsWhatTfdvWrote() throws Exception {
    var report =
        AnomalyReport.of(
            "tfdv",
            AnomaliesReader.readFile(
                ExampleValidationTest.GOLDENS.resolve(
                    "penguin-anomalies_corrupted_full-tfdv-1.16.1.pb")));

    assertThat(report.text()).contains("species").contains("INT_TYPE_BIG_INT");
  }
}
