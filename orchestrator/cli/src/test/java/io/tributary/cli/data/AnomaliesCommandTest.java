package io.tributary.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.cli.Console;
import io.tributary.cli.command.ExitCode;
import io.tributary.components.validator.AnomaliesReader;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnomaliesCommandTest {
  @TempDir private Path directory;

  private Path write(String name, Anomalies anomalies) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    AnomaliesReader.writeFile(file, anomalies);
    return file;
  }

  private static Anomalies unexpected(String detail) {
    return Anomalies.newBuilder()
        .putAnomalyInfo(
            "payment_type",
            AnomalyInfo.newBuilder()
                .setSeverity(AnomalyInfo.Severity.ERROR)
                .addReason(
                    AnomalyInfo.Reason.newBuilder()
                        .setType(AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES)
                        .setShortDescription("Unexpected string values")
                        .setDescription(detail))
                .build())
        .build();
  }

  @Test
  void saysWhatWhereAndHowBad() throws IOException {
    var file = write("anomalies.pbtxt", unexpected("Bitcoin (<1%)"));
    var shown = Console.call("anomalies", file.toString());
    assertThat(shown.exitCode()).isEqualTo(3);
    assertThat(shown.out())
        .contains(file + ": 1 anomaly")
        .containsPattern("ERROR +payment_type +Unexpected string values +ENUM_TYPE_UNEXPECTED")
        .contains("Bitcoin (<1%)");
  }

  @Test
  void endsWellWhereThereAreNone() throws IOException {
    var file = write("anomalies.pb", Anomalies.getDefaultInstance());
    var shown = Console.call("anomalies", file.toString());
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out()).isEqualToNormalizingNewlines(file + ": no anomalies\n");
  }

  @Test
  void oneSplitWithAnomaliesIsEnough() throws IOException {
    write("Split-train/SchemaDiff.pb", Anomalies.getDefaultInstance());
    write("Split-eval/SchemaDiff.pb", Anomalies.newBuilder().setDataMissing(true).build());
    var shown = Console.call("anomalies", directory.toString());
    assertThat(shown.exitCode()).isEqualTo(3);
    assertThat(shown.out())
        .contains("> train: no anomalies", "> eval: 1 anomaly", "dataset", "No examples");
    assertThat(Console.call("anomalies", directory.toString(), "--split", "train").exitCode())
        .isZero();
  }

  @Test
  void printsJson() throws IOException {
    var file = write("anomalies.pb", unexpected("Bitcoin (<1%)"));
    var shown = Console.call("anomalies", file.toString(), "--json");
    assertThat(shown.exitCode()).isEqualTo(3);
    assertThat(shown.out())
        .contains(
            "\"where\" : \"payment_type\"",
            "\"severity\" : \"ERROR\"",
            "\"type\" : \"ENUM_TYPE_UNEXPECTED_STRING_VALUES\"",
            "\"description\" : \"Bitcoin (<1%)\"");
  }

  @Test
  void refusesAnotherMessage() throws IOException {
    var file = Files.writeString(directory.resolve("a.pbtxt"), "feature { name: 'fare' }");
    var refused = Console.call("anomalies", file.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(file.toString(), "tensorflow.metadata.v0.Anomalies");
  }
}
