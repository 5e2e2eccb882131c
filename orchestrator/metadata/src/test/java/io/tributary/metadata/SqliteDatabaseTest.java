package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.Dialect.Durability;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SqliteDatabaseTest extends SqlDatabaseContract {

  private Path file() {
    return directory.resolve("metadata.db");
  }

  @Override
  String address() {
    return "sqlite:" + file();
  }

  @Override
  int ownVersion() {
    return 5;
  }

  @Override
  List<String> tables() throws SQLException {
    var tables = new ArrayList<String>();
    query(file(), "SELECT name FROM sqlite_master", row -> tables.add(row.get(0)));
    return tables;
  }

  @Test
  void freshDatabaseHasTheTablesAndRowsOfMlmd() throws Exception {
    open().close();
    var golden = new TreeMap<String, String>();
    try (var in =
        Objects.requireNonNull(getClass().getResourceAsStream("/goldens/schema-mlmd-1.16.0.sql"))) {
      for (var statement : new String(in.readAllBytes(), UTF_8).split(";\n", -1)) {
        if (!statement.isBlank()) {
          golden.put(
              statement.replaceAll("^CREATE (TABLE|INDEX) [`]?(\\w+)[`]?[^$]*", "$2"),
              statement.strip());
        }
      }
    }
    var ours = new TreeMap<String, String>();
    query(
        file(),
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'Tributary%'",
        row -> ours.put(row.get(0), row.get(1)));
    assertThat(ours).isEqualTo(golden).hasSize(40);
    var types = new ArrayList<List<String>>();
    query(file(), "SELECT id, name, type_kind FROM Type ORDER BY id", types::add);
    assertThat(types)
        .containsExactly(
            List.of("1", "mlmd.Dataset", "1"),
            List.of("2", "mlmd.Model", "1"),
            List.of("3", "mlmd.Metrics", "1"),
            List.of("4", "mlmd.Statistics", "1"),
            List.of("5", "mlmd.Train", "0"),
            List.of("6", "mlmd.Transform", "0"),
            List.of("7", "mlmd.Process", "0"),
            List.of("8", "mlmd.Evaluate", "0"),
            List.of("9", "mlmd.Deploy", "0"));
    var versions = new ArrayList<List<String>>();
    query(file(), "SELECT schema_version FROM MLMDEnv", versions::add);
    assertThat(versions).containsExactly(List.of("10"));
  }

  @Test
  void databaseOfTheFirstVersionGetsAName() throws Exception {
    try (var database = open()) {
      database.runs().create(run("kept"));
    }
    execute("DROP TABLE TributaryDatabase");
    execute("DROP TABLE TributarySchedule");
    execute("DROP TABLE TributaryTick");
    execute("UPDATE TributaryEnv SET schema_version = 1");

    try (var database = open()) {
      assertThat(database.identity()).isNotEmpty();
      assertThat(database.runs().find("kept")).isPresent();
    }
  }

  @Test
  void everyCommitIsForcedButThoseThatNeedNotBe() {
    open().close();
    var dialect = new SqliteDialect(file());
    try (var connections = new Connections(dialect, dialect.connect(Dialect.Use.WRITING))) {
      assertThat(synchronous(connections, Durability.UNFORCED)).isEqualTo(1);
      assertThat(synchronous(connections, Durability.FORCED)).isEqualTo(2);
      assertThatThrownBy(
              () ->
                  connections.writeOnce(
                      Durability.UNFORCED,
                      session -> {
                        throw new IllegalStateException("on the way");
                      }))
          .hasMessage("on the way");
      assertThat(connections.<Integer, RuntimeException>write(SqliteDatabaseTest::synchronous))
          .isEqualTo(2);
    }
  }

  private static int synchronous(Connections connections, Durability durability) {
    return connections.<Integer, RuntimeException>writeOnce(
        durability, SqliteDatabaseTest::synchronous);
  }

  /** 1 is NORMAL, 2 is FULL. */
  private static int synchronous(Session session) {
    return session
        .first("PRAGMA synchronous", Session.NO_PARAMETERS, row -> row.getInt(1))
        .orElseThrow();
  }

  @Test
  void databaseOfMlmdItselfOpens() throws Exception {
    var golden = GoldenDatabases.unpack("metadata-3runs-mlmd-1.16.0.sqlite.gz", directory);
    try (var database = MetadataDatabase.open(golden, CLOCK)) {
      var store = database.store();
      assertThat(store.getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifactsCount())
          .isEqualTo(20);
      var executions =
          store.getExecutions(GetExecutionsRequest.getDefaultInstance()).getExecutionsList();
      assertThat(executions).hasSize(27);
      assertThat(executions)
          .filteredOn(execution -> execution.getLastKnownState() == Execution.State.CACHED)
          .hasSize(14);
      assertThat(store.getContexts(GetContextsRequest.getDefaultInstance()).getContextsCount())
          .isEqualTo(23);
      assertThat(
              store
                  .getEventsByExecutionIDs(
                      GetEventsByExecutionIDsRequest.newBuilder()
                          .addAllExecutionIds(executions.stream().map(Execution::getId).toList())
                          .build())
                  .getEventsCount())
          .isEqualTo(94);
      assertThat(
              store
                  .getArtifactType(
                      GetArtifactTypeRequest.newBuilder().setTypeName("Examples").build())
                  .getArtifactType()
                  .getBaseType())
          .isEqualTo(ArtifactType.SystemDefinedBaseType.DATASET);
      assertThat(database.runs().newest(10)).isEmpty();
    }
    try (var again = MetadataDatabase.open(golden, CLOCK)) {
      assertThat(
              again
                  .store()
                  .getArtifacts(GetArtifactsRequest.getDefaultInstance())
                  .getArtifactsCount())
          .isEqualTo(20);
    }
  }

  @Test
  void valuesThatMlmdWroteAreRead() throws Exception {
    var golden = GoldenDatabases.unpack("metadata-edge-mlmd-1.16.0.sqlite.gz", directory);
    try (var database = MetadataDatabase.open(golden, CLOCK)) {
      var artifact =
          database
              .store()
              .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(5).build())
              .getArtifacts(0);
      assertThat(artifact.getPropertiesMap()).containsOnlyKeys("b", "d", "i", "s", "st");
      assertThat(
              artifact
                  .getPropertiesOrThrow("st")
                  .getStructValue()
                  .getFieldsOrThrow("x")
                  .getListValue()
                  .getValuesCount())
          .isEqualTo(4);
      assertThat(artifact.getPropertiesOrThrow("s").getStringValue()).isEqualTo("sé4");
      assertThat(artifact.getPropertiesOrThrow("d").getDoubleValue()).isEqualTo(1.333333);
      assertThat(artifact.getPropertiesOrThrow("b").getBoolValue()).isTrue();
    }
  }

  @Test
  void nothingOfPostgresIsLoaded() throws Exception {
    var log = directory.resolve("classes.log");
    var process = WritingProcess.start(List.of("-Xlog:class+load"), address(), "a", 1, 1, log);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(log)
        .content()
        .contains("wrote 1", "io.tributary.metadata.SqliteDialect")
        .doesNotContain("org.postgresql", "io.tributary.metadata.Postgres" + "Dialect");
  }

  @Test
  void directoryIsCreated() {
    var deep = directory.resolve("a/b/metadata.db");
    MetadataDatabase.open(deep, CLOCK).close();
    assertThat(deep).exists();
  }

  @Test
  void writerThatWaitsTooLongIsToldToTryAgain() throws Exception {
    open().close();
    try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = other.createStatement();
        var session = new SqliteDialect(file()).connect(Duration.ofMillis(50))) {
      statement.execute("BEGIN IMMEDIATE");
      fails(Code.ABORTED, "held by another writer", () -> session.run("BEGIN IMMEDIATE"));
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void fullDiskIsToldAndLosesNothing() {
    open().close();
    try (var session = new SqliteDialect(file()).connect(Duration.ofSeconds(1))) {
      session.first("PRAGMA max_page_count = 80", Session.NO_PARAMETERS, row -> row.getInt(1));
      var big = "x".repeat(1_000_000);
      fails(
          Code.RESOURCE_EXHAUSTED,
          "no space left",
          () ->
              session.update(
                  "INSERT INTO TributaryLease (key, owner, token, expires) VALUES (?, 'o', 1, 1)",
                  statement -> statement.setString(1, big)));
    }
    try (var database = open()) {
      putArtifact(database, "a");
      assertThat(artifacts(database)).isEqualTo(1);
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Files.writeString(
        file(),
        "this is a text, and long enough to be taken for one, again and again and again and again and again and again");
    var before = Files.readAllBytes(file());
    fails(Code.DATA_LOSS, "not a SQLite database", this::open);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void emptyFileBecomesADatabase() throws Exception {
    Files.createFile(file());
    try (var database = open()) {
      assertThat(artifacts(database)).isZero();
    }
  }

  @Test
  void damagedDatabaseIsRefusedWithWhatToDo() throws Exception {
    open().close();
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      for (long page = 4096; page < Files.size(file()); page += 4096) {
        channel.write(ByteBuffer.wrap("damage".repeat(500).getBytes(UTF_8)), page);
      }
      channel.write(ByteBuffer.wrap("damage".repeat(100).getBytes(UTF_8)), 100);
    }
    fails(Code.DATA_LOSS, "restore it from a backup", this::open);
  }

  @Test
  void truncatedDatabaseIsRefused() throws Exception {
    try (var database = open()) {
      putArtifact(database, "a");
    }
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(2 * 4096);
    }
    fails(Code.DATA_LOSS, "damaged", this::open);
  }

  @Test
  void databaseCutOffAnywhereIsNeverTakenForAWholeOne() throws Exception {
    try (var database = open()) {
      for (int i = 0; i < 50; i++) {
        putArtifact(database, "artifact " + i);
      }
    }
    var whole = Files.readAllBytes(file());
    var random = new Random(3);
    for (int i = 0; i < 60; i++) {
      var length =
          i < 20
              ? 1 + i * 6
              : i < 30 ? whole.length - i + 19 : 1 + random.nextInt(whole.length - 1);
      var cut = directory.resolve("cut-" + i + ".db");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> countAll(cut))
          .describedAs("%d of %d bytes", length, whole.length)
          .isInstanceOfSatisfying(
              MetadataException.class,
              e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(Code.DATA_LOSS))
          .hasMessageContaining(cut.toString())
          .hasMessageContaining("(expected: ");
    }
  }

  private static int countAll(Path file) {
    try (var database = MetadataDatabase.open(file, CLOCK)) {
      return artifacts(database);
    }
  }

  @Test
  void processesThatComeTogetherToADatabaseOfMlmdLoseNothing() throws Exception {
    var golden = GoldenDatabases.unpack("metadata-3runs-mlmd-1.16.0.sqlite.gz", directory);
    var children = new ArrayList<Process>();
    for (var name : List.of("one", "two", "three")) {
      children.add(
          WritingProcess.start("sqlite:" + golden, name, 2, 2, directory.resolve(name + ".log")));
    }
    for (var child : children) {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    for (var name : List.of("one", "two", "three")) {
      assertThat(directory.resolve(name + ".log")).content().contains("wrote 4");
    }
    assertThat(countAll(golden)).isEqualTo(20 + 12);
  }

  @Test
  void databaseOfAnotherProgramIsLeftAloneByteByByte() throws Exception {
    execute("CREATE TABLE Type (id INTEGER, colour TEXT)");
    execute("CREATE TABLE Artifact (id INTEGER)");
    var before = Files.readAllBytes(file());
    fails(Code.FAILED_PRECONDITION, "schema version 0 (expected: 10)", this::open);
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void placeThatCannotHoldAFileIsRefused() throws Exception {
    fails(Code.INVALID_ARGUMENT, "a directory", () -> MetadataDatabase.open(directory, CLOCK));
    Files.writeString(directory.resolve("plain"), "a file");
    fails(
        Code.PERMISSION_DENIED,
        "directory cannot be created",
        () -> MetadataDatabase.open(directory.resolve("plain/metadata.db"), CLOCK));
  }

  @Override
  void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private interface Row {
    void accept(List<String> columns);
  }

  private static void query(Path file, String sql, Row sink) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        var columns = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(rows.getString(i));
        }
        sink.accept(columns);
      }
    }
  }
}
