package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Pipeline;
import io.tributary.api.artifact.TransformCache;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.resolver.EarlierExamples;
import io.tributary.components.resolver.EarlierTransformCaches;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.transform.Features;
import io.tributary.components.transform.FittedTransform;
import io.tributary.components.transform.Preprocessing;
import io.tributary.components.transform.Transform;
import io.tributary.components.transform.TransformCacheGen;
import io.tributary.metadata.NodeState;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transform of the last three days, each of which is read by one run. */
class RollingTransformPipelineTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final int ROWS = 120;

  /** Features of a city and a fare. */
  static final class CityFeatures implements Preprocessing {
    @Override
    public void define(Features f) {
      f.output("city_id", f.text("city").vocabulary());
      f.output("fare_z", f.number("fare").zScore().fillMissing(0));
    }
  }

  @TempDir Path directory;

  private Path data() {
    return directory.resolve("data");
  }

  /** A day on which all fares are alike, in a city of its own. */
  private void write(int day) throws IOException {
    var rows = new StringBuilder("id,city,fare\n");
    for (int i = 0; i < ROWS; i++) {
      rows.append(ROWS * day + i).append(",City").append(day).append(',').append(day + 0.5);
      rows.append('\n');
    }
    Files.createDirectories(data());
    Files.writeString(data().resolve(FIRST.plusDays(day) + ".csv"), rows);
  }

  @Test
  void isFittedOnWhatTheDaysHaveKept() throws Exception {
    var p = Pipeline.named("rolling");
    var examples = p.add(new CsvExampleGen(data()).withSpans("{YYYY}-{MM}-{DD}.csv")).examples();
    var schema = p.add(new SchemaGen(p.add(new StatisticsGen(examples)).statistics())).schema();
    var cache = p.add(new TransformCacheGen(examples, schema, CityFeatures.class)).cache();
    var transformed =
        p.add(
            new Transform(examples, schema, CityFeatures.class)
                .withEarlier(p.add(new EarlierExamples(examples, 3)).examples())
                .withCache(cache)
                .withEarlierCaches(p.add(new EarlierTransformCaches(cache, 3)).caches()));
    try (var tester = PipelineTester.of(p, directory).withCache()) {
      long analyzed = 0;
      for (int day = 0; day < 4; day++) {
        write(day);
        tester.succeeded();
        analyzed += day == 0 ? 0 : rows(tester.path(examples), "train");
      }

      var graph = tester.path(transformed.graph());
      assertThat(graph.resolve(FittedTransform.VOCABULARY_DIRECTORY).resolve("city_id.txt"))
          .content()
          .contains("City1", "City2", "City3")
          .doesNotContain("City0");
      assertThat(graph.resolve(FittedTransform.DESCRIPTION_FILE))
          .content()
          .containsPattern("\"count\" ?: ?" + analyzed + "\\b");
      assertThat(rows(tester.path(transformed.examples()), "train")).isEqualTo(analyzed);
      assertThat(tester.artifact(cache).property(TransformCache.SPAN))
          .contains(FIRST.plusDays(3).toEpochDay());

      tester.succeeded();
      tester.expect(transformed.graph(), NodeState.CACHED);
    }
  }

  private static long rows(Path examples, String split) throws IOException {
    long rows = 0;
    try (var allocator = new RootAllocator();
        var reader = new ExamplesReader(Dataset.of(examples, List.of(split)), allocator)) {
      while (reader.loadNextBatch()) {
        rows += reader.batch().getRowCount();
      }
    }
    return rows;
  }
}
