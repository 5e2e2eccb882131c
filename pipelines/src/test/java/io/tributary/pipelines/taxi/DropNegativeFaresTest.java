package io.tributary.pipelines.taxi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.Pipeline;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a component of one's own is tested: in a pipeline of its own, run in this process. */
class DropNegativeFaresTest {
  @TempDir private Path directory;

  @Test
  void rowsBelowTheFloorAndWithoutFareAreDroppedInEverySplit() throws IOException {
    var csv =
        Files.writeString(
            directory.resolve("trips.csv"), "fare,company\n12.5,A\n-3.0,B\n,C\n0.0,D\n7.25,E\n");
    var p = Pipeline.named("fares");
    var examples = p.add(new CsvExampleGen(csv)).examples();
    var cleaned = p.add(new DropNegativeFares(examples, 0)).cleaned();

    try (var tester = PipelineTester.of(p, directory.resolve("home"))) {
      tester.succeeded();

      var artifact = tester.artifact(cleaned);
      assertThat(artifact.splits()).isEqualTo(tester.artifact(examples).splits());
      assertThat(fares(artifact.path(), artifact.splits()))
          .containsExactlyInAnyOrder(12.5, 0.0, 7.25);
    }
  }

  private static List<Double> fares(Path examples, List<String> splits) throws IOException {
    var fares = new ArrayList<Double>();
    try (var allocator = new RootAllocator();
        var rows = new ExamplesReader(Dataset.of(examples, splits), allocator)) {
      while (rows.loadNextBatch()) {
        var column = (Float8Vector) rows.batch().getVector("fare");
        for (int row = 0; row < rows.batch().getRowCount(); row++) {
          fares.add(column.get(row));
        }
      }
    }
    return fares;
  }
}
