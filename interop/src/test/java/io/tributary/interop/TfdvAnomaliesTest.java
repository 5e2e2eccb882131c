package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.validator.Corruption;
import io.tributary.components.validator.ExampleValidation;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Statistics and schemas that do not agree: what TFDV finds, and what we find. */
@Timeout(600)
class TfdvAnomaliesTest {
  private static final Path GOLDENS = Path.of("../components/standard/src/test/resources/goldens");
  private static final String TFDV = "-tfdv-1.16.1.pb";
  private static final int CASES = 300;

  @TempDir Path directory;

  @Test
  void findsWhatTfdvFinds() throws Exception {
    PythonEnvironment.TFX.need();
    var ours = new ArrayList<String>();
    for (int number = 0; number < CASES; number++) {
      ours.addAll(writeAndValidate(number));
    }

    var theirs =
        PythonScript.named("validate_statistics.py", directory.toString())
            .run(directory, Duration.ofMinutes(8));

    assertThat(ours).hasSizeGreaterThan(CASES);
    assertThat(ours).containsExactlyElementsOf(theirs.lines());
  }

  private List<String> writeAndValidate(int number) throws IOException {
    var corruption = new Corruption(new Random(number));
    var data = number % 2 == 0 ? "chicago" : "penguin";
    var statistics =
        corruption.of(StatisticsReader.readFile(GOLDENS.resolve(data + "-stats" + TFDV)));
    var schema =
        corruption.of(SchemaReader.readFile(GOLDENS.resolve(data + "-schema_full" + TFDV + "txt")));
    StatisticsReader.writeFile(directory.resolve(number + "-statistics.pb"), statistics);
    SchemaReader.writeFile(directory.resolve(number + "-schema.pb"), schema);

    var anomalies = ExampleValidation.validate(statistics, schema, Optional.empty());
    var lines = new ArrayList<String>();
    new TreeMap<>(anomalies.getAnomalyInfoMap())
        .forEach((where, info) -> lines.add(line(number, where, info)));
    if (anomalies.hasDatasetAnomalyInfo()) {
      lines.add(line(number, "(dataset)", anomalies.getDatasetAnomalyInfo()));
    }
    return lines.stream().filter(line -> !line.contains("\t\t")).toList();
  }

  /** Without BOOL_TYPE_INVALID_CONFIG, which TFDV documents and does not raise. */
  private static String line(int number, String where, AnomalyInfo info) {
    var types =
        info.getReasonList().stream()
            .map(AnomalyInfo.Reason::getType)
            .filter(type -> type != AnomalyInfo.Type.BOOL_TYPE_INVALID_CONFIG)
            .map(AnomalyInfo.Type::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    return String.join("\t", Integer.toString(number), where, types, info.getSeverity().name());
  }
}
