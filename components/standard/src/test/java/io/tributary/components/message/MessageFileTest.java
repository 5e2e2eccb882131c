package io.tributary.components.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.UnknownFieldSet;
import io.tributary.api.ExecutionFailure;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.validator.AnomaliesReader;
import io.tributary.proto.tfmd.Anomalies;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.proto.tfmd.CustomStatistic;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.FeatureNameStatistics;
import io.tributary.proto.tfmd.NaturalLanguageStatistics;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFileTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"x.pb", "x.pbtxt", "x.textproto"})
  void readsWhatItWroteByTheNameOfTheFile(String name) throws Exception {
    var file = directory.resolve(name);
    var schema = SchemaReader.readFile(GOLDENS.resolve("chicago-schema_full-tfdv-1.16.1.pbtxt"));
    SchemaReader.writeFile(file, schema);
    assertThat(SchemaReader.readFile(file)).isEqualTo(schema);

    var statistics = StatisticsReader.readFile(GOLDENS.resolve("chicago-stats-tfdv-1.16.1.pb"));
    StatisticsReader.writeFile(file, statistics);
    assertThat(StatisticsReader.readFile(file)).isEqualTo(statistics);

    var anomalies =
        Anomalies.newBuilder()
            .putAnomalyInfo("b", AnomalyInfo.newBuilder().setDescription("sträßchen").build())
            .putAnomalyInfo("a", AnomalyInfo.getDefaultInstance())
            .build();
    AnomaliesReader.writeFile(file, anomalies);
    assertThat(AnomaliesReader.readFile(file)).isEqualTo(anomalies);
  }

  @Test
  void doesNotWriteRecordFiles() throws Exception {
    var file = directory.resolve("stats.tfrecord");
    assertThatThrownBy(
            () -> StatisticsReader.writeFile(file, DatasetFeatureStatistics.getDefaultInstance()))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("stats.tfrecord: the name of a TFRecord file");
    assertThat(file).doesNotExist();
  }

  @Test
  void readsStatisticsThatBeamWrote() throws Exception {
    assertThat(
            StatisticsReader.readFile(
                GOLDENS.resolve("penguin-stats_skewed_beam_output-tfdv-1.16.1.tfrecord")))
        .isEqualTo(
            StatisticsReader.readFile(GOLDENS.resolve("penguin-stats_skewed-tfdv-1.16.1.pb")));
  }

  @Test
  void saysWhereARecordFileIsBroken() throws Exception {
    var content =
        Files.readAllBytes(
            GOLDENS.resolve("penguin-stats_skewed_beam_output-tfdv-1.16.1.tfrecord"));
    content[100] ^= 1;
    var file = Files.write(directory.resolve("flipped.tfrecord"), content);
    assertThatThrownBy(() -> StatisticsReader.readFile(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("flipped.tfrecord: no TFRecord file: at byte 0 the checksum");

    var cut = Files.write(directory.resolve("cut.tfrecord"), java.util.Arrays.copyOf(content, 40));
    assertThatThrownBy(() -> StatisticsReader.readFile(cut))
        .hasMessageContaining("it ends within a record");
    var stub = Files.write(directory.resolve("stub.tfrecord"), new byte[3]);
    assertThatThrownBy(() -> StatisticsReader.readFile(stub))
        .hasMessageContaining("it ends within the length");
    var none = Files.write(directory.resolve("none.tfrecord"), new byte[0]);
    assertThatThrownBy(() -> StatisticsReader.readFile(none)).hasMessageContaining("0 records");
  }

  @Test
  void keepsStatisticsOfLanguageInText() throws Exception {
    var language = NaturalLanguageStatistics.newBuilder().setFeatureCoverage(0.5).build();
    var statistics =
        DatasetFeatureStatistics.newBuilder()
            .addFeatures(
                FeatureNameStatistics.newBuilder()
                    .addCustomStats(
                        CustomStatistic.newBuilder()
                            .setName("nl_statistics")
                            .setAny(Any.pack(language))))
            .build();
    var file = directory.resolve("statistics.pbtxt");
    StatisticsReader.writeFile(file, statistics);

    assertThat(file).content().contains("feature_coverage: 0.5");
    assertThat(StatisticsReader.readFile(file)).isEqualTo(statistics);
  }

  @Test
  void saysInWhichLineTextIsWrong() throws Exception {
    var file = Files.writeString(directory.resolve("s.pbtxt"), "datasets {\n  num: 3\n}\n");
    assertThatThrownBy(() -> StatisticsReader.readFile(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("s.pbtxt: line 2, column ");
    var several = Files.writeString(directory.resolve("several.pbtxt"), "datasets {}\ndatasets {}");
    assertThatThrownBy(() -> StatisticsReader.readFile(several))
        .hasMessageContaining("2 datasets, of which none is called 'All Examples'");
  }

  @Test
  void doesNotTakeOneMessageForAnother() throws Exception {
    var statistics = GOLDENS.resolve("chicago-stats-tfdv-1.16.1.pb");
    assertThatThrownBy(() -> AnomaliesReader.readFile(statistics))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining(statistics + ": ")
        .hasMessageContaining("(expected: a tensorflow.metadata.v0.Anomalies");
    var schema = directory.resolve("schema.pb");
    SchemaReader.writeFile(
        schema, SchemaReader.readFile(GOLDENS.resolve("chicago-schema_full-tfdv-1.16.1.pbtxt")));
    var anomalies = directory.resolve("anomalies.pb");
    AnomaliesReader.writeFile(
        anomalies, Anomalies.newBuilder().setBaseline(SchemaReader.readFile(schema)).build());

    assertThatThrownBy(() -> AnomaliesReader.readFile(schema)).isInstanceOf(ExecutionFailure.class);
    assertThatThrownBy(() -> SchemaReader.readFile(anomalies)).isInstanceOf(ExecutionFailure.class);
    assertThatThrownBy(() -> StatisticsReader.readFile(anomalies))
        .isInstanceOf(ExecutionFailure.class);
  }

  @Test
  void keepsValuesOfEnumsThatItDoesNotKnow() throws Exception {
    var reason =
        AnomalyInfo.Reason.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(1, UnknownFieldSet.Field.newBuilder().addVarint(9_999).build())
                    .build());
    var anomalies =
        Anomalies.newBuilder()
            .putAnomalyInfo("a", AnomalyInfo.newBuilder().addReason(reason).build())
            .build();
    var file = directory.resolve("anomalies.pb");
    AnomaliesReader.writeFile(file, anomalies);

    assertThat(AnomaliesReader.readFile(file)).isEqualTo(anomalies);
  }

  @Test
  void writesIntoALinkAndLeavesNothingElse() throws Exception {
    var file = Files.writeString(directory.resolve("real.pbtxt"), "old");
    var link = Files.createSymbolicLink(directory.resolve("link.pbtxt"), file);
    WholeFile.write(link, "through");
    assertThat(file).hasContent("through");
    WholeFile.write(file, "new");
    assertThat(link).isSymbolicLink().hasContent("new");
    assertThatThrownBy(() -> WholeFile.write(directory.resolve("absent/x.pb"), "new"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent");
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactlyInAnyOrder(file, link);
    }
  }
}
