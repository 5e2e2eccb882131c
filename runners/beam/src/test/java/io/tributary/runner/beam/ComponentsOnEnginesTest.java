package io.tributary.runner.beam;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.tributary.api.data.DataEngine;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.bulkinferrer.Inference;
import io.tributary.components.bulkinferrer.InferenceColumns;
import io.tributary.components.onnx.OnnxGraph;
import io.tributary.components.onnx.RowColumns;
import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.Slicing;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.format.SourceOptions;
import io.tributary.data.format.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics and predictions are the same bytes, whichever engine does the passes. */
class ComponentsOnEnginesTest {
  private static final int BATCH_ROWS = 500;

  @TempDir static Path shared;
  @TempDir Path scratch;

  private static FlinkInProcess flink;
  private static Map<Data, Dataset> datasets;

  private final BufferAllocator memory = new RootAllocator();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<String> jobs = new CopyOnWriteArrayList<>();

  private enum Data {
    TAXI,
    NESTED
  }

  private enum Told {
    PLAIN(StatisticsOptions.DEFAULT),
    /** Exact tables overflow, so that texts take a second pass. */
    ESTIMATED(StatisticsOptions.DEFAULT.withExactValues(64)),
    SLICED(
        StatisticsOptions.DEFAULT
            .withSlices(Slicing.byFeature("payment_type"))
            .withCorrelations()
            .withLabel("payment_type")),
    WEIGHTED(StatisticsOptions.DEFAULT.withWeightFeature("fare"));

    private final StatisticsOptions options;

    Told(StatisticsOptions options) {
      this.options = options;
    }
  }

  @BeforeAll
  static void prepare() throws Exception {
    flink = FlinkInProcess.start(shared);
    datasets =
        Map.of(
            Data.TAXI,
            dataset(Path.of("..", "..", "pipelines", "data", "chicago-taxi", "trips.csv"), "taxi"),
            Data.NESTED,
            dataset(nested(), "nested"));
  }

  @AfterAll
  static void stop() throws Exception {
    flink.close();
  }

  @AfterEach
  void allMemoryIsGivenBack() {
    memory.close();
  }

  /** Rows with lists, structs, gaps and numbers that are none. */
  private static Path nested() throws IOException {
    var random = new Random(7);
    var lines = new ArrayList<String>();
    for (int row = 0; row < 10_000; row++) {
      lines.add(
          "{\"payment_type\":\"%s\",\"fare\":%s,\"stops\":[%s],\"driver\":{\"name\":\"%s\",\"trips\":%d}%s}"
              .formatted(
                  List.of("Cash", "Card", "é", "").get(random.nextInt(4)),
                  random.nextDouble() * random.nextInt(1_000),
                  random.nextInt(3) == 0 ? "" : random.nextInt() + "," + random.nextInt(9),
                  Integer.toHexString(random.nextInt()),
                  random.nextLong(),
                  random.nextBoolean() ? ",\"note\":\"n" + random.nextInt(50) + "\"" : ""));
    }
    return Files.write(shared.resolve("nested.jsonl"), lines);
  }

  private static Dataset dataset(Path source, String name) throws IOException {
    var table = Sources.open(source, SourceOptions.defaults(), row -> {});
    var directory = Files.createDirectory(shared.resolve(name));
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var out = new ExamplesWriter(directory, table.schema(), allocator)) {
      for (int b = 0; b < table.batches().count(); b++) {
        var batch = rows.load(b);
        for (int from = 0; from < batch.getRowCount(); from += BATCH_ROWS) {
          try (var part = VectorSchemaRoot.create(table.schema(), allocator)) {
            copy(batch, from, Math.min(BATCH_ROWS, batch.getRowCount() - from), part);
            out.append(part);
          }
        }
      }
    }
    return new Dataset(List.of(directory.resolve("part-00000.arrow")));
  }

  private static void copy(VectorSchemaRoot batch, int from, int count, VectorSchemaRoot part) {
    for (int c = 0; c < batch.getFieldVectors().size(); c++) {
      for (int row = 0; row < count; row++) {
        part.getVector(c).copyFromSafe(from + row, row, batch.getVector(c));
      }
    }
    part.setRowCount(count);
  }

  private DataEngine beam(BeamOptions options) {
    return new BeamDataEngine(
        memory,
        2,
        options,
        new BeamDataEngine.Surroundings(
            () -> scratch,
            told::add,
            jobs::add,
            List.of(),
            ComponentsOnEnginesTest.class.getClassLoader()),
        BeamDataEngine.Submission.BEAM);
  }

  @ParameterizedTest
  @EnumSource
  void onTaxiTrips(Told told) throws IOException {
    areTheSameBytes(Data.TAXI, told.options);
  }

  @ParameterizedTest
  @EnumSource
  void onNestedRows(Told told) throws IOException {
    areTheSameBytes(Data.NESTED, told.options);
  }

  @Test
  void predictionsForTaxiTrips() throws IOException {
    var graph = OnnxGraph.named("fares");
    var fare = graph.input("fare", DataType.FLOAT);
    graph.input("payment_type", DataType.STRING);
    graph.output("prediction", graph.node("Mul", fare, graph.floats(1 / 3f)), DataType.FLOAT);
    var isDear = graph.node("Greater", fare, graph.floats(12));
    var words = graph.node("Where", isDear, graph.strings("dear"), graph.strings("cheap"));
    graph.output("word", words, DataType.STRING);
    var model = Files.write(scratch.resolve("model.onnx"), graph.bytes());

    areTheSameBytes(engine -> predictions(engine, model));
  }

  private byte[] predictions(DataEngine engine, Path model) throws IOException {
    var dataset = datasets.get(Data.TAXI);
    var folder = Files.createTempDirectory(scratch, "predictions");
    try (var rows = new ExamplesReader(dataset, memory);
        var inference =
            Inference.offline(
                model,
                InferenceColumns.ALL.keeping(List.of("fare", "company")),
                RowColumns.of(rows.schema()));
        var out = new ExamplesWriter(folder, inference.outputSchema(rows.schema()), memory)) {
      engine.map(dataset, inference, out);
      assertThat(out.rowCount()).isGreaterThan(10_000);
    }
    return Files.readAllBytes(folder.resolve("part-00000.arrow"));
  }

  /** What an engine makes. */
  private interface Making {
    byte[] by(DataEngine engine) throws IOException;
  }

  private void areTheSameBytes(Data data, StatisticsOptions options) throws IOException {
    areTheSameBytes(engine -> bytes(engine, data, options));
  }

  private void areTheSameBytes(Making making) throws IOException {
    var expected = making.by(new LocalDataEngine(memory, 1));

    assertThat(making.by(new LocalDataEngine(memory, 2))).as("two threads").isEqualTo(expected);
    assertThat(making.by(beam(BeamOptions.of(Map.of("passesFromBatches", "1")))))
        .as("Direct")
        .isEqualTo(expected);
    assertThat(making.by(beam(flink.options("passesFromBatches", "1"))))
        .as("Flink")
        .isEqualTo(expected);
    assertThat(told).as("passes that were not done by Beam").isEmpty();
    assertThat(jobs).as("passes that were").hasSizeGreaterThanOrEqualTo(2);
  }

  private static byte[] bytes(DataEngine engine, Data data, StatisticsOptions options)
      throws IOException {
    return DatasetStatistics.computeSlices(engine, datasets.get(data), options).toByteArray();
  }
}
