package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.ExampleStatistics;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.resolver.EarlierStatistics;
import io.tributary.components.statistics.Slicing;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.components.statistics.StatisticsReader;
import io.tributary.components.statistics.WindowStatisticsGen;
import io.tributary.metadata.NodeState;
import io.tributary.proto.tfmd.DatasetFeatureStatistics;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics of the last three days, where each run reads one day. */
class RollingWindowTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final StatisticsOptions OPTIONS =
      StatisticsOptions.DEFAULT
          .withExcludedFeatures("id")
          .withWeightFeature("fare")
          .withSlices(
              Slicing.cross("city", "cash"),
              Slicing.byValues("city", "Rome"),
              Slicing.parse("fare >= 3"))
          .withMaxSlices(10)
          .withCorrelations()
          .withLabel("cash");

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  private void write(int day) throws IOException {
    var rows = new StringBuilder("id,city,fare,cash\n");
    for (int i = 0; i < 100; i++) {
      rows.append(100 * day + i).append(i % 3 == 0 ? ",Rome," : ",Oslo,");
      rows.append(day + 0.5).append(i % 2 == 0 ? ",1\n" : ",0\n");
    }
    Files.createDirectories(data());
    Files.writeString(data().resolve(FIRST.plusDays(day) + ".csv"), rows);
  }

  @Test
  void costsTheNewDayAlone() throws Exception {
    var p = Pipeline.named("window");
    var examples = p.add(new CsvExampleGen(data()).withSpans("{YYYY}-{MM}-{DD}.csv")).examples();
    var day =
        p.add(new StatisticsGen(examples).withOptions(OPTIONS).withAccumulators()).statistics();
    var earlier = p.add(new EarlierStatistics(day, 3)).statistics();
    var window =
        p.add(new WindowStatisticsGen(day).withEarlier(earlier).withOptions(OPTIONS)).statistics();
    try (var tester = PipelineTester.of(p, directory).withCache()) {
      for (int number = 0; number < 4; number++) {
        write(number);
        tester.succeeded();
      }

      long ofLastDay = 0;
      long ofWindow = 0;
      for (var split : tester.artifact(window).splits()) {
        ofLastDay += all(tester, day, split).getNumExamples();
        var statistics = all(tester, window, split);
        ofWindow += statistics.getNumExamples();
        assertThat(statistics.getFeatures(1).getNumStats().getMin()).isEqualTo(1.5);
        assertThat(statistics.getFeatures(1).getNumStats().getMax()).isEqualTo(3.5);
        assertThat(StatisticsReader.slices(tester.artifact(window).path(), split))
            .contains("cash_0_city_Oslo", "city_Rome", "fare >= 3");
        assertThat(
                StatisticsReader.read(tester.artifact(window).path(), split, "fare >= 3")
                    .getNumExamples())
            .isEqualTo(all(tester, day, split).getNumExamples());
      }
      assertThat(ofLastDay).isEqualTo(100);
      assertThat(ofWindow).isEqualTo(300);
      assertThat(tester.artifact(window).property(ExampleStatistics.SPAN))
          .contains(FIRST.plusDays(3).toEpochDay());

      tester.succeeded();
      tester.expect(window, NodeState.CACHED);
    }
  }

  private static DatasetFeatureStatistics all(
      PipelineTester tester, Channel<ExampleStatistics> statistics, String split)
      throws IOException {
    return StatisticsReader.read(tester.artifact(statistics).path(), split);
  }
}
