package io.tributary.components.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tributary.api.Channel;
import io.tributary.api.ExecutionFailure;
import io.tributary.api.FakeRun;
import io.tributary.api.artifact.ArtifactType;
import io.tributary.api.artifact.Examples;
import io.tributary.api.artifact.Schema;
import io.tributary.api.data.Dataset;
import io.tributary.api.data.ExamplesReader;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.components.quarantine.RowQuarantine.Outputs;
import io.tributary.components.schema.SchemaReader;
import io.tributary.data.source.BadRowBudget;
import io.tributary.proto.tfmd.AnomalyInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowQuarantineTest {
  private static final Channel<Examples> EXAMPLES =
      Channel.of("CsvExampleGen", "examples", ArtifactType.of(Examples.class));
  private static final Channel<Schema> SCHEMA =
      Channel.of("SchemaGen", "schema", ArtifactType.of(Schema.class));
  private static final RowQuarantine QUARANTINE =
      new RowQuarantine(EXAMPLES, SCHEMA).withBudget(BadRowBudget.ofRows(100));

  @TempDir Path directory;
  private Path examples;
  private Path schema;
  private int runs;

  /** payment, hour as text, fare. */
  private record Trip(String payment, String hour, Double fare) {}

  private static final List<Trip> TRIPS =
      List.of(
          new Trip("Cash", "1", 5.0),
          new Trip("Bitcoin", "2", 6.0),
          new Trip("Cash", "abc", 7.0),
          new Trip("Card", null, 8.0),
          new Trip("Card", "4", -1.0),
          new Trip("Card", "30", Double.NaN),
          new Trip(null, "6", 11.0),
          new Trip("Cash", "7", null));

  @BeforeEach
  void layOut() throws IOException {
    examples = directory.resolve("examples");
    schema = Files.createDirectories(directory.resolve("schema"));
    write(
        """
        feature { name: 'payment' type: BYTES domain: 'pay' }
        feature { name: 'hour' type: INT presence { min_fraction: 1 } int_domain { min: 0 max: 23 } }
        feature { name: 'fare' type: FLOAT float_domain { min: 0 disallow_nan: true } not_in_environment: 'OTHER' }
        feature { name: 'absent' type: INT presence { min_fraction: 1 } }
        string_domain { name: 'pay' value: 'Cash' value: 'Card' }
        default_environment: 'OTHER'
        """);
    writeTrips(TRIPS);
  }

  private void write(String text) throws IOException {
    SchemaReader.writeFile(
        schema.resolve(SchemaReader.FILE),
        TextFormat.parse(text, io.tributary.proto.tfmd.Schema.class));
  }

  private void writeTrips(List<Trip> trips) throws IOException {
    var split = Files.createDirectories(examples.resolve("Split-all"));
    try (var memory = new RootAllocator();
        var payment = new VarCharVector("payment", memory);
        var hour = new VarCharVector("hour", memory);
        var fare = new Float8Vector("fare", memory);
        var batch = VectorSchemaRoot.of(payment, hour, fare);
        var writer = new ExamplesWriter(split, batch.getSchema(), memory)) {
      for (int row = 0; row < trips.size(); row++) {
        var trip = trips.get(row);
        if (trip.payment != null) {
          payment.setSafe(row, trip.payment.getBytes(StandardCharsets.UTF_8));
        }
        if (trip.hour != null) {
          hour.setSafe(row, trip.hour.getBytes(StandardCharsets.UTF_8));
        }
        if (trip.fare != null) {
          fare.setSafe(row, trip.fare);
        }
      }
      batch.setRowCount(trips.size());
      writer.append(batch);
    }
  }

  private FakeRun<Outputs> run(RowQuarantine component) {
    return FakeRun.of(component, directory.resolve("run-" + ++runs))
        .given(EXAMPLES, examples)
        .given(SCHEMA, schema);
  }

  private static List<String> rows(FakeRun<Outputs> run, Function<Outputs, Channel<Examples>> port)
      throws IOException {
    var rows = new ArrayList<String>();
    try (var reader =
        new ExamplesReader(Dataset.of(run.made(port).path(), List.of("all")), run.allocator())) {
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.batch().getRowCount(); row++) {
          var cells = new ArrayList<String>();
          for (var vector : reader.batch().getFieldVectors()) {
            if (!vector.getName().equals("anomaly_reasons")) {
              cells.add(String.valueOf(vector.getObject(row)));
            }
          }
          rows.add(String.join(" ", cells));
        }
      }
    }
    return rows;
  }

  @Test
  void partsRowsThatTheSchemaAllowsFromThoseItDoesNot() throws Exception {
    try (var run = run(QUARANTINE)) {
      run.execute();

      assertThat(rows(run, Outputs::cleaned))
          .containsExactly("Cash 1 5.0", "null 6 11.0", "Cash 7 null");
      assertThat(rows(run, Outputs::quarantined))
          .containsExactly(
              "Bitcoin 2 6.0 ENUM_TYPE_UNEXPECTED_STRING_VALUES",
              "Cash abc 7.0 UNEXPECTED_DATA_TYPE",
              "Card null 8.0 FEATURE_TYPE_LOW_FRACTION_PRESENT",
              "Card 4 -1.0 FLOAT_TYPE_SMALL_FLOAT",
              "Card 30 NaN INT_TYPE_BIG_INT,FLOAT_TYPE_HAS_NAN");
      assertThat(run.messages()).containsExactly("split all: 5 of 8 rows set aside");
    }
  }

  @Test
  void turnsTextsThatShouldBeNumbersIntoNumbers() throws Exception {
    try (var run = run(QUARANTINE)) {
      run.execute();
      try (var reader =
          new ExamplesReader(
              Dataset.of(run.made(Outputs::cleaned).path(), List.of("all")), run.allocator())) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(reader.batch().getVector("hour")).isInstanceOf(BigIntVector.class);
      }
    }
  }

  @Test
  void saysOfEachRowWhy() throws Exception {
    try (var run = run(QUARANTINE)) {
      run.execute();
      try (var reader =
          new ExamplesReader(
              Dataset.of(run.made(Outputs::quarantined).path(), List.of("all")), run.allocator())) {
        assertThat(reader.loadNextBatch()).isTrue();
        assertThat(reader.batch().getVector("anomaly_reasons").getObject(4).toString())
            .isEqualTo(
                """
                feature 'hour': 30 (expected: at most 23); correct the value at its source, or change the schema
                feature 'fare': NaN (expected: no NaN); correct the value at its source, or change the schema""");
      }
    }
  }

  @Test
  void setsRowsAsideForTheWantedTypesOnly() throws Exception {
    try (var run = run(QUARANTINE.withTypes(AnomalyInfo.Type.ENUM_TYPE_UNEXPECTED_STRING_VALUES))) {
      run.execute();

      assertThat(rows(run, Outputs::quarantined)).hasSize(1);
      assertThat(rows(run, Outputs::cleaned)).contains("Cash abc 7.0");
    }
    assertThatThrownBy(() -> QUARANTINE.withTypes(AnomalyInfo.Type.SCHEMA_NEW_COLUMN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[SCHEMA_NEW_COLUMN] (expected: some of [");
  }

  @Test
  void leavesColumnsOfNullsAsTheyAre() throws Exception {
    write(
        """
        feature { name: 'payment' type: BYTES domain: 'pay' }
        string_domain { name: 'pay' value: 'Cash' }
        """);
    examples = directory.resolve("nulls");
    try (var memory = new RootAllocator();
        var payment = new VarCharVector("payment", memory);
        var batch = VectorSchemaRoot.of(payment, new NullVector("nothing", 3));
        var writer =
            new ExamplesWriter(
                Files.createDirectories(examples.resolve("Split-all")),
                batch.getSchema(),
                memory)) {
      payment.setSafe(0, "Cash".getBytes(StandardCharsets.UTF_8));
      payment.setSafe(1, "Bitcoin".getBytes(StandardCharsets.UTF_8));
      batch.setRowCount(3);
      writer.append(batch);
    }

    try (var run = run(QUARANTINE)) {
      run.execute();

      assertThat(rows(run, Outputs::cleaned)).containsExactly("Cash null", "null null");
      assertThat(rows(run, Outputs::quarantined))
          .containsExactly("Bitcoin null ENUM_TYPE_UNEXPECTED_STRING_VALUES");
    }
  }

  @Test
  void leavesOutFeaturesOfOtherEnvironments() throws Exception {
    try (var run = run(QUARANTINE.withEnvironment("OTHER"))) {
      run.execute();

      assertThat(rows(run, Outputs::cleaned)).contains("Card 4 -1.0");
    }
  }

  @Test
  void refusesAnEnvironmentThatTheSchemaDoesNotName() {
    try (var run = run(QUARANTINE.withEnvironment("SERVNG"))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("> parameter 'environment': SERVNG (expected: an environment of");
    }
  }

  @Test
  void bothPartsAreAboutTheSpanOfTheExamples() throws Exception {
    try (var run =
        FakeRun.of(QUARANTINE, directory.resolve("spans"))
            .given(EXAMPLES, examples, Map.of(Examples.SPAN, 7L, Examples.VERSION, 2L))
            .given(SCHEMA, schema)) {
      run.execute();
      for (var made : List.of(run.made(Outputs::cleaned), run.made(Outputs::quarantined))) {
        assertThat(made.property(Examples.SPAN)).contains(7L);
        assertThat(made.property(Examples.VERSION)).contains(2L);
      }
    }
  }

  @Test
  void failsBeyondTheBudgetAndSaysWhy() {
    try (var run = run(new RowQuarantine(EXAMPLES, SCHEMA))) {
      assertThatThrownBy(run::execute)
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("split 'all': 5 of 8 rows are not allowed by the schema:")
          .hasMessageContaining("1 rows: INT_TYPE_BIG_INT,FLOAT_TYPE_HAS_NAN")
          .hasMessageContaining("feature 'payment': 'Bitcoin' (expected: one of the 2 values")
          .hasMessageContaining("(expected: at most 1.0 % of the rows)");
    }
  }

  @Test
  void givesTheSameBytesOnAnyNumberOfThreads() throws Exception {
    try (var one = run(QUARANTINE).withThreads(1);
        var four = run(QUARANTINE).withThreads(4)) {
      one.execute();
      four.execute();
      assertThat(one.made(Outputs::cleaned).digest())
          .isEqualTo(four.made(Outputs::cleaned).digest());
      assertThat(one.made(Outputs::quarantined).digest())
          .isEqualTo(four.made(Outputs::quarantined).digest());
    }
  }

  @Test
  void rulesTravelToOtherProcesses() throws Exception {
    var columns =
        new org.apache.arrow.vector.types.pojo.Schema(
            List.of(
                Field.nullable("payment", ArrowType.Utf8.INSTANCE),
                Field.nullable("hour", ArrowType.Utf8.INSTANCE)));
    var rules =
        ColumnRules.of(
            SchemaReader.read(schema), columns, Optional.empty(), RowQuarantine.ROW_TYPES);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new GoodRows(rules));
    }

    GoodRows arrived;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (GoodRows) in.readObject();
    }
    assertThat(arrived.outputSchema(columns)).isEqualTo(new GoodRows(rules).outputSchema(columns));
    assertThat(arrived.rules().byColumn()).containsOnlyKeys("payment", "hour");
  }
}
