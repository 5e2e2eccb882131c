package io.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.statistics.DatasetStatistics;
import io.tributary.components.statistics.Slicing;
import io.tributary.components.statistics.StatisticsOptions;
import io.tributary.data.LocalDataEngine;
import io.tributary.data.csv.CsvOptions;
import io.tributary.data.csv.CsvTable;
import io.tributary.data.source.SourceFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow Data Validation opens our statistics as its own. */
class TfdvStatisticsTest {
  private static final Path TAXI = Path.of("../pipelines/data/chicago-taxi/trips.csv");
  private static final Path GOLDENS =
      Path.of("../components/standard/src/test/resources/goldens").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path directory;

  @BeforeAll
  static void needPython() {
    PythonEnvironment.TFX.need();
  }

  @Test
  void findsTheSameAnomaliesAsInItsOwnStatistics() throws Exception {
    var said = read(describe(StatisticsOptions.DEFAULT, writeTaxiData()));

    var ours = anomalies(said, "ours");
    assertThat(ours).isEqualTo(anomalies(said, "theirs"));
    assertThat(ours)
        .contains("chicago-schema_full-tfdv-1.16.1.pbtxt\ttrip_start_hour\tINT_TYPE_BIG_INT");
  }

  @Test
  void opensWeightedAndSlicedStatistics() throws Exception {
    var options =
        StatisticsOptions.DEFAULT
            .withWeightFeature("fare")
            .withSlices(Slicing.byFeature("payment_type"), Slicing.parse("fare > 10"));

    var said = read(describe(options, writeTaxiData()));

    assertThat(said)
        .contains("dataset\tAll Examples\t15002", "dataset\tpayment_type_Cash\t9909")
        .anySatisfy(line -> assertThat(line).startsWith("dataset\tfare > 10\t"));
  }

  @Test
  void opensStatisticsOfStructsListsBytesAndTimes() throws Exception {
    var number = Field.nullable("number", new ArrowType.Int(64, true));
    var schema =
        new Schema(
            List.of(
                new Field("trip", FieldType.nullable(new ArrowType.Struct()), List.of(number)),
                new Field(
                    "nested",
                    FieldType.nullable(new ArrowType.List()),
                    List.of(
                        new Field(
                            "inner", FieldType.nullable(new ArrowType.List()), List.of(number)))),
                Field.nullable("image", new ArrowType.Binary()),
                Field.nullable("at", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null))));

    var said = read(describe(StatisticsOptions.DEFAULT, write(schema, this::fill)));

    assertThat(said)
        .contains(
            "feature\ttrip\tSTRUCT",
            "feature\tnested\tINT",
            "feature\timage\tBYTES",
            "feature\tat\tINT",
            "dataset\t\t2");
  }

  private void fill(VectorSchemaRoot batch) {
    var trip = (StructVector) batch.getVector("trip");
    var outer = (ListVector) batch.getVector("nested");
    var inner = (ListVector) outer.getDataVector();
    for (int row = 0; row < 2; row++) {
      trip.setIndexDefined(row);
      ((BigIntVector) trip.getChild("number")).setSafe(row, row);
      int at = outer.startNewValue(row);
      ((BigIntVector) inner.getDataVector()).setSafe(inner.startNewValue(at), row);
      inner.endValue(at, 1);
      outer.endValue(row, 1);
      ((VarBinaryVector) batch.getVector("image")).setSafe(row, new byte[] {(byte) 0x89, 1});
      ((TimeStampMilliVector) batch.getVector("at")).setSafe(row, 1_700_000_000_000L + row);
    }
    batch.setRowCount(2);
  }

  private static List<String> anomalies(List<String> said, String whose) {
    var prefix = "anomaly\t" + whose + "\t";
    return said.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private List<String> read(Path ours) throws Exception {
    var arguments = new ArrayList<String>();
    arguments.add(ours.toString());
    arguments.add(golden("stats-tfdv-1.16.1.pb"));
    for (var schema : List.of("schema", "schema_full", "schema_maxstr10")) {
      arguments.add(golden(schema + "-tfdv-1.16.1.pbtxt"));
    }
    var lines =
        PythonScript.named("read_statistics.py", arguments.toArray(String[]::new))
            .run(directory, LIMIT)
            .lines();
    assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("page\t"));
    return lines;
  }

  private static String golden(String name) {
    return GOLDENS.resolve("chicago-" + name).toString();
  }

  private Path describe(StatisticsOptions options, Dataset dataset) throws Exception {
    var file = directory.resolve("ours.pb");
    try (var allocator = new RootAllocator()) {
      var statistics =
          DatasetStatistics.computeSlices(new LocalDataEngine(allocator, 2), dataset, options);
      return Files.write(file, statistics.toByteArray());
    }
  }

  private Dataset writeTaxiData() throws Exception {
    var split = Files.createDirectories(directory.resolve("Split-all"));
    var table = CsvTable.scan(SourceFiles.at(TAXI, List.of(".csv")), CsvOptions.defaults());
    try (var allocator = new RootAllocator();
        var rows = table.batches().open(allocator);
        var writer = new ExamplesWriter(split, table.schema(), allocator)) {
      for (int batch = 0; batch < table.batches().count(); batch++) {
        writer.append(rows.load(batch));
      }
    }
    return Dataset.of(directory, List.of("all"));
  }

  private Dataset write(Schema schema, Consumer<VectorSchemaRoot> filler) throws Exception {
    var split = Files.createDirectories(directory.resolve("Split-all"));
    try (var allocator = new RootAllocator();
        var writer = new ExamplesWriter(split, schema, allocator);
        var batch = VectorSchemaRoot.create(schema, allocator)) {
      batch.allocateNew();
      filler.accept(batch);
      writer.append(batch);
    }
    return Dataset.of(directory, List.of("all"));
  }
}
