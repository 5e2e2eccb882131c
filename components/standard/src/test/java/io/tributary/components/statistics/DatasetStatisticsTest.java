package io.tributary.components.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.data.LocalDataEngine;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetStatisticsTest {
  @TempDir Path directory;

  @Test
  void describesBatchesOfAnySourceAsADataset() throws Exception {
    Rows.fromCsv(Rows.TAXI, directory, "all");
    var options = StatisticsOptions.DEFAULT.withExactValues(50);
    var dataset = Dataset.of(directory, List.of("all"));
    try (var allocator = new RootAllocator();
        var batches = Rows.batches(dataset, allocator)) {
      var engine = new LocalDataEngine(allocator, 2);

      assertThat(DatasetStatistics.compute(engine, batches, options))
          .isEqualTo(DatasetStatistics.compute(engine, dataset, options));
    }
  }
}
