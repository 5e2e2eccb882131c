package io.tributary.components.validator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import io.tributary.components.schema.SchemaInference;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.NaturalLanguageStatistics;
import io.tributary.proto.tfmd.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnomalyTypesTest {
  private static final String COMMON =
      "common_stats { num_non_missing: 100 min_num_values: 1 max_num_values: 1 tot_num_values: 100 }";
  private static final Map<String, String> ABBREVIATIONS =
      Map.of(
          "NUM", COMMON,
          "STR", COMMON,
          "FEATURE", "num_examples: 100 features { path { step: 'x' }",
          "LANGUAGE",
              "custom_stats { name: 'nl_statistics' any { [type.googleapis.com/tensorflow.metadata.v0.NaturalLanguageStatistics] {",
          "END", "} } }");

  /** Numbers that no current version of TFDV raises, or that compare distributions. */
  private static final Set<AnomalyInfo.Type> ELSEWHERE =
      EnumSet.of(
          AnomalyInfo.Type.UNKNOWN_TYPE,
          AnomalyInfo.Type.MULTIPLE_REASONS,
          AnomalyInfo.Type.BOOL_TYPE_BYTES_NOT_INT,
          AnomalyInfo.Type.BOOL_TYPE_BYTES_NOT_STRING,
          AnomalyInfo.Type.BOOL_TYPE_FLOAT_NOT_INT,
          AnomalyInfo.Type.BOOL_TYPE_FLOAT_NOT_STRING,
          AnomalyInfo.Type.BOOL_TYPE_INT_NOT_STRING,
          AnomalyInfo.Type.BOOL_TYPE_STRING_NOT_INT,
          AnomalyInfo.Type.ENUM_TYPE_BYTES_NOT_STRING,
          AnomalyInfo.Type.ENUM_TYPE_FLOAT_NOT_STRING,
          AnomalyInfo.Type.ENUM_TYPE_INT_NOT_STRING,
          AnomalyInfo.Type.FEATURE_TYPE_NO_VALUES,
          AnomalyInfo.Type.FEATURE_TYPE_UNEXPECTED_REPEATED,
          AnomalyInfo.Type.FLOAT_TYPE_NOT_FLOAT,
          AnomalyInfo.Type.FLOAT_TYPE_NON_STRING,
          AnomalyInfo.Type.FLOAT_TYPE_UNKNOWN_TYPE_NUMBER,
          AnomalyInfo.Type.INT_TYPE_INT_EXPECTED,
          AnomalyInfo.Type.INT_TYPE_NOT_STRING,
          AnomalyInfo.Type.INT_TYPE_STRING_EXPECTED,
          AnomalyInfo.Type.INT_TYPE_UNKNOWN_TYPE_NUMBER,
          AnomalyInfo.Type.SCHEMA_TRAINING_SERVING_SKEW,
          AnomalyInfo.Type.STRING_TYPE_NOW_FLOAT,
          AnomalyInfo.Type.STRING_TYPE_NOW_INT,
          AnomalyInfo.Type.COMPARATOR_CONTROL_DATA_MISSING,
          AnomalyInfo.Type.COMPARATOR_TREATMENT_DATA_MISSING,
          AnomalyInfo.Type.COMPARATOR_L_INFTY_HIGH,
          AnomalyInfo.Type.COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH,
          AnomalyInfo.Type.COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH,
          AnomalyInfo.Type.NO_DATA_IN_SPAN,
          AnomalyInfo.Type.NLP_WRONG_LOCATION,
          AnomalyInfo.Type.EMBEDDING_SHAPE_INVALID,
          AnomalyInfo.Type.CUSTOM_VALIDATION);

  /** One block of the table. */
  record Case(
      String expected,
      Schema schema,
      DatasetFeatureStatistics statistics,
      ControlStatistics controls) {
    @Override
    public String toString() {
      return expected;
    }
  }

  static List<Case> cases() throws IOException {
    var lines =
        Files.readAllLines(Path.of("src/test/resources/anomaly-types.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    var cases = new ArrayList<Case>();
    for (var block : lines.strip().split("\n\n")) {
      cases.add(parse(block));
    }
    return cases;
  }

  private static Case parse(String block) throws TextFormat.ParseException {
    var fields = new HashMap<String, String>();
    var lines = block.lines().toList();
    for (var line : lines.subList(1, lines.size())) {
      fields.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
    }
    var controls = ControlStatistics.NONE;
    if (fields.containsKey("previous")) {
      controls = controls.withPrevious(statistics(fields.get("previous")));
    }
    if (fields.containsKey("version")) {
      controls = controls.withPreviousVersion(statistics(fields.get("version")));
    }
    return new Case(
        lines.get(0).replace("only ours: ", ""),
        TextFormat.parse(fields.get("schema"), Schema.class),
        statistics(fields.get("statistics")),
        controls);
  }

  private static DatasetFeatureStatistics statistics(String text) throws TextFormat.ParseException {
    var expanded =
        Arrays.stream(text.split(" "))
            .map(word -> ABBREVIATIONS.getOrDefault(word, word))
            .collect(Collectors.joining(" "));
    var statistics = DatasetFeatureStatistics.newBuilder();
    TextFormat.Parser.newBuilder()
        .setTypeRegistry(
            TypeRegistry.newBuilder().add(NaturalLanguageStatistics.getDescriptor()).build())
        .build()
        .merge(expanded, statistics);
    return statistics.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void areRaisedAsByTfdv(Case given) {
    var anomalies =
        ExampleValidation.validate(
            given.statistics, given.schema, Optional.empty(), given.controls);

    var found = new ArrayList<String>();
    ExampleValidationTest.reasons(anomalies)
        .forEach(
            (feature, types) ->
                found.add(
                    types.stream().map(Enum::name).sorted().collect(Collectors.joining(" "))
                        + (Set.of("x", "(dataset)").contains(feature) ? "" : " in " + feature)));
    assertThat(found.isEmpty() ? List.of("none") : found).containsExactly(given.expected);
    assertThat(anomalies.getAnomalyInfoMap().values())
        .allSatisfy(info -> assertThat(info.getSeverity()).isEqualTo(AnomalyInfo.Severity.ERROR));
  }

  /** Comparisons are left out: an update does not know of other datasets. */
  @ParameterizedTest
  @MethodSource("cases")
  void areGoneAfterTheSchemaWasUpdated(Case given) {
    var updated = SchemaInference.DEFAULT.update(given.schema, given.statistics);

    assertThat(
            ExampleValidation.validate(
                    given.statistics, updated, Optional.empty(), ControlStatistics.NONE)
                .getAnomalyInfoMap())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comeWithTheChangeThatAcceptsThem(Case given) {
    var anomalies =
        ExampleValidation.validate(
            given.statistics, given.schema, Optional.empty(), given.controls);

    assertThat(anomalies.getAnomalyInfoMap().values())
        .allSatisfy(info -> assertThat(info.getDiffRegionsList()).isNotEmpty());
  }

  @Test
  void leaveNoneOutThatTfdvRaises() throws Exception {
    var covered =
        cases().stream()
            .flatMap(given -> Arrays.stream(given.expected.split(" ")))
            .collect(Collectors.toSet());

    assertThat(Arrays.stream(AnomalyInfo.Type.values()))
        .allSatisfy(
            type ->
                assertThat(covered.contains(type.name()) || ELSEWHERE.contains(type))
                    .describedAs(type.name())
                    .isTrue());
  }
}
