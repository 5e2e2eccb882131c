package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.proto.tfmd.DatasetFeatureStatisticsList;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsReaderTest {
  @TempDir Path directory;

  private Path file(String... names) throws IOException {
    var list = DatasetFeatureStatisticsList.newBuilder();
    for (var name : names) {
      list.addDatasets(DatasetFeatureStatistics.newBuilder().setName(name));
    }
    var file = directory.resolve("stats.pb");
    StatisticsReader.writeAll(file, list.build());
    return file;
  }

  @Test
  void allExamplesComeFirstWhereverTheyAreInTheFile() throws Exception {
    assertThat(StatisticsReader.readAll(file("b", "a", "All Examples", "c")).getDatasetsList())
        .extracting(DatasetFeatureStatistics::getName)
        .containsExactly("All Examples", "b", "a", "c");
    assertThat(StatisticsReader.readAll(file("only")).getDatasets(0).getName()).isEqualTo("only");
  }

  @Test
  void refusesSeveralDatasetsOfWhichNoneIsAllExamples() throws Exception {
    var file = file("a", "b");
    assertThatThrownBy(() -> StatisticsReader.readAll(file))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("2 datasets, of which none is called 'All Examples'");
  }
}
