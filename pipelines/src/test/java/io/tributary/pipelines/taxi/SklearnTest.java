package io.tributary.pipelines.taxi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.api.OutputArtifact;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.Examples;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.evaluator.Evaluation;
import io.tributary.components.evaluator.EvaluationResult;
import io.tributary.components.evaluator.Evaluator;
import io.tributary.components.evaluator.Metric;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.trainer.Trainer;
import io.tributary.components.transform.Transform;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import io.tributary.runner.local.PipelineTester;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example's features and training beside scikit-learn's, on scikit-learn's own split. */
class SklearnTest {
  private static final Path TRIPS = Path.of("data", "chicago-taxi", "trips.csv");
  private static final String GOLDEN = "/goldens/binary_logistic_regression-sklearn-1.9.1.csv.gz";

  /** Of every five rows the last is tested. */
  private static final int FOLD = 5;

  @TempDir private Path directory;

  @Test
  void separatesTipsAsWellAsLogisticRegressionOfScikitLearn() throws IOException {
    var p = Pipeline.named("sklearn");
    var examples = p.add(new CsvExampleGen(TRIPS)).examples();
    var statistics = p.add(new StatisticsGen(examples)).statistics();
    var schema = p.add(new SchemaGen(statistics).withNotInEnvironment("tips", "SERVING")).schema();
    var features = p.add(new Transform(examples, schema, TaxiFeatures.class));
    var model =
        p.add(new Trainer(features.examples(), features.graph(), TaxiTraining.class)).model();
    var evaluation = p.add(new Evaluator(examples, model, Evaluation.binary())).evaluation();
    var peer = peer();

    try (var tester = PipelineTester.of(p, directory)) {
      tester.replace(examples, SklearnTest::split).succeeded();

      var ours = EvaluationResult.read(tester.path(evaluation)).overall();
      assertThat(ours.value(Metric.EXAMPLE_COUNT)).hasValue((double) peer.size());
      assertThat(ours.value(Metric.POSITIVE_COUNT))
          .hasValue((double) peer.stream().filter(Scored::positive).count());
      assertThat(auc(peer)).isCloseTo(0.948, within(0.0005));
      assertThat(ours.value(Metric.AUC).orElseThrow()).isCloseTo(auc(peer), within(0.005));
    }
  }

  private static void split(OutputArtifact<Examples> output) throws IOException {
    var table = CsvTable.scan(SourceFiles.at(TRIPS, List.of(".csv")), CsvOptions.defaults());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var train = new ExamplesWriter(output.split("train"), table.schema(), allocator);
        var eval = new ExamplesWriter(output.split("eval"), table.schema(), allocator)) {
      long first = 0;
      for (int b = 0; b < table.batches().count(); b++) {
        var batch = rows.load(b);
        append(batch, first, false, train, allocator);
        append(batch, first, true, eval, allocator);
        first += batch.getRowCount();
      }
    }
  }

  private static void append(
      VectorSchemaRoot batch, long first, boolean tested, ExamplesWriter out, RootAllocator memory)
      throws IOException {
    try (var chosen = VectorSchemaRoot.create(batch.getSchema(), memory)) {
      int count = 0;
      for (int row = 0; row < batch.getRowCount(); row++) {
        if (((first + row) % FOLD == FOLD - 1) == tested) {
          for (int column = 0; column < batch.getFieldVectors().size(); column++) {
            chosen.getVector(column).copyFromSafe(row, count, batch.getVector(column));
          }
          count++;
        }
      }
      chosen.setRowCount(count);
      out.append(chosen);
    }
  }

  private record Scored(boolean positive, double score) {}

  private static List<Scored> peer() throws IOException {
    var rows = new ArrayList<Scored>();
    try (var golden = SklearnTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(golden).isNotNull();
      var lines =
          new BufferedReader(new InputStreamReader(new GZIPInputStream(golden), UTF_8))
              .lines()
              .toList();
      assertThat(lines.get(0)).endsWith(",label,score");
      for (var line : lines.subList(1, lines.size())) {
        var fields = line.split(",", -1);
        rows.add(
            new Scored(
                fields[fields.length - 2].equals("1"),
                Double.parseDouble(fields[fields.length - 1])));
      }
    }
    return rows;
  }

  /** The share of pairs of a positive and a negative row that the scores put in order. */
  private static double auc(List<Scored> rows) {
    double ordered = 0;
    long pairs = 0;
    for (var positive : rows) {
      for (var negative : rows) {
        if (positive.positive() && !negative.positive()) {
          pairs++;
          int order = Double.compare(positive.score(), negative.score());
          ordered += order > 0 ? 1 : order == 0 ? 0.5 : 0;
        }
      }
    }
    return ordered / pairs;
  }
}
