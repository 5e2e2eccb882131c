package io.tributary.pipelines.own;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.Pipeline;
import io.tributary.api.artifact.ExampleAnomalies;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.components.examplegen.CsvExampleGen;
import io.tributary.components.quarantine.RowQuarantine;
import io.tributary.components.schema.FrozenSchema;
import io.tributary.components.schema.ImportSchemaGen;
import io.tributary.components.schema.SchemaGen;
import io.tributary.components.schema.SchemaReader;
import io.tributary.components.statistics.StatisticsGen;
import io.tributary.components.validator.ExampleValidator;
import io.tributary.components.validator.ExampleValidator.OnAnomalies;
import io.tributary.data.source.BadRowBudget;
import io.tributary.metadata.NodeState;
import io.tributary.proto.tfmd.AnomalyInfo;
import io.tributary.runner.local.PipelineTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frozen schema as the contract that raw data is held to. */
class QuarantineTest {
  @TempDir Path directory;

  private Path data(int badRows) throws IOException {
    var rows = new StringBuilder("payment,hour,fare\n");
    for (int i = 0; i < 1000; i++) {
      rows.append(i < badRows ? "Bitcoin,abc," : "Cash," + i % 24 + ",").append(i).append(".5\n");
    }
    return Files.writeString(directory.resolve("trips.csv"), rows);
  }

  private Path frozenSchema() throws IOException {
    var schema =
        TextFormat.parse(
            """
            feature { name: 'payment' type: BYTES string_domain { value: 'Cash' value: 'Card' } }
            feature { name: 'hour' type: INT presence { min_fraction: 1 } int_domain { min: 0 max: 23 } }
            feature { name: 'fare' type: FLOAT presence { min_fraction: 1 } float_domain { min: 0 } }
            """,
            io.tributary.proto.tfmd.Schema.class);
    var file = directory.resolve("schema.pbtxt");
    SchemaReader.writeFile(file, FrozenSchema.freeze(schema));
    return file;
  }

  private record Nodes(
      Pipeline pipeline,
      Channel<Examples> quarantined,
      Channel<Schema> merged,
      Channel<ExampleAnomalies> anomalies) {}

  private Nodes pipeline(int badRows) throws IOException {
    var p = Pipeline.named("contract");
    var examples = p.add(new CsvExampleGen(data(badRows))).examples();
    var schema = p.add(new ImportSchemaGen(frozenSchema())).schema();
    var parted =
        p.add(new RowQuarantine(examples, schema).withBudget(BadRowBudget.ofFraction(0.05)));
    var statistics = p.add(new StatisticsGen(parted.cleaned())).statistics();
    var merged = p.add(new SchemaGen(statistics).withCurated(schema)).schema();
    var anomalies =
        p.add(
                new ExampleValidator(statistics, merged)
                    .withRule(AnomalyInfo.Type.UNEXPECTED_DATA_TYPE, OnAnomalies.FAIL)
                    .withRule(
                        AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES, OnAnomalies.FAIL))
            .anomalies();
    return new Nodes(p, parted.quarantined(), merged, anomalies);
  }

  private static long rows(Path artifact, Iterable<String> splits) throws IOException {
    long rows = 0;
    try (var memory = new RootAllocator()) {
      for (var split : splits) {
        try (var reader = new ExamplesReader(Dataset.of(artifact, List.of(split)), memory)) {
          while (reader.loadNextBatch()) {
            rows += reader.batch().getRowCount();
          }
        }
      }
    }
    return rows;
  }

  @Test
  void badRowsAreSetAsideAndTheRestIsAsAgreed() throws Exception {
    var nodes = pipeline(10);
    try (var tester = PipelineTester.of(nodes.pipeline, directory.resolve("home")).withCache()) {
      tester.succeeded();

      assertThat(tester.artifact(nodes.anomalies).property(ExampleAnomalies.BLESSED))
          .contains(true);
      assertThat(rows(tester.path(nodes.quarantined), List.of("train", "eval"))).isEqualTo(10);
      assertThat(FrozenSchema.isFrozen(SchemaReader.read(tester.path(nodes.merged)))).isTrue();

      tester.succeeded();
      tester.expect(nodes.anomalies, NodeState.CACHED);
    }
  }

  @Test
  void tooManyBadRowsStopThePipeline() throws Exception {
    var nodes = pipeline(200);
    try (var tester = PipelineTester.of(nodes.pipeline, directory.resolve("home"))) {
      var result = tester.run();

      assertThat(tester.node(nodes.quarantined).state()).isEqualTo(NodeState.FAILED);
      assertThat(result.toString()).contains("are not allowed by the schema");
    }
  }
}
