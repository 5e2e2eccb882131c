package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Artifact;
import io.tributary.proto.mlmd.ArtifactType;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.GetArtifactTypeRequest;
import io.tributary.proto.mlmd.GetArtifactsByIDRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetContextsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.GetExecutionsRequest;
import io.tributary.proto.mlmd.PutArtifactTypeRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataDatabaseTest {

  private static final Clock CLOCK = new TickingClock(Duration.ofMillis(1));

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("metadata.db");
  }

  private MetadataDatabase open() {
    return MetadataDatabase.open(file(), CLOCK);
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
  void directoryIsCreated() {
    var deep = directory.resolve("a/b/metadata.db");
    MetadataDatabase.open(deep, CLOCK).close();
    assertThat(deep).exists();
  }

  @Test
  void workOfATransactionIsKeptTogether() {
    try (var database = open()) {
      var id =
          database.transact(
              () -> {
                var artifact = putArtifact(database, "a");
                database.runs().create(run("r"));
                database.leases().acquire("k", "me", Duration.ofMinutes(1));
                assertThat(database.runs().find("r")).isPresent();
                return artifact;
              });
      assertThat(
              database
                  .store()
                  .getArtifactsByID(GetArtifactsByIDRequest.newBuilder().addArtifactIds(id).build())
                  .getArtifactsCount())
          .isEqualTo(1);
      assertThat(database.runs().find("r")).isPresent();
      assertThat(database.leases().find("k")).isPresent();
    }
  }

  @Test
  void workOfATransactionThatThrowsIsUndoneTogether() {
    try (var database = open()) {
      assertThatThrownBy(
              () ->
                  database.transact(
                      () -> {
                        putArtifact(database, "a");
                        database.runs().create(run("r"));
                        database.leases().acquire("k", "me", Duration.ofMinutes(1));
                        throw new IOException("on the way");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("on the way");
      assertThat(artifacts(database)).isZero();
      assertThat(database.runs().find("r")).isEmpty();
      assertThat(database.leases().find("k")).isEmpty();
    }
  }

  @Test
  void partThatThrowsInsideATransactionIsUndoneAlone() {
    try (var database = open()) {
      database.transact(
          () -> {
            putArtifact(database, "a");
            assertThatThrownBy(() -> putArtifacts(database, "b", "a"))
                .isInstanceOf(MetadataException.class);
            assertThatThrownBy(
                    () ->
                        database.transact(
                            () -> {
                              putArtifact(database, "c");
                              throw new IllegalStateException("inner");
                            }))
                .hasMessage("inner");
            return putArtifact(database, "d");
          });
      assertThat(
              database
                  .store()
                  .getArtifacts(GetArtifactsRequest.getDefaultInstance())
                  .getArtifactsList())
          .extracting(Artifact::getName)
          .containsExactly("a", "d");
    }
  }

  @Test
  void othersReadTheLastCommitWhileATransactionIsOpen() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var database = open()) {
      putArtifact(database, "committed");
      var seen =
          database.transact(
              () -> {
                putArtifact(database, "open");
                assertThat(artifacts(database)).isEqualTo(2);
                return pool.submit(() -> artifacts(database)).get(20, TimeUnit.SECONDS);
              });
      assertThat(seen).isEqualTo(1);
      assertThat(artifacts(database)).isEqualTo(2);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoConnectionsWriteAtOnceAndLoseNothing() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try (var one = open();
        var two = open()) {
      var type = putType(one);
      var start = new CountDownLatch(1);
      var work = new ArrayList<java.util.concurrent.Future<?>>();
      for (int thread = 0; thread < 4; thread++) {
        var database = thread % 2 == 0 ? one : two;
        var name = "t" + thread + "-";
        work.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 15; i++) {
                    database
                        .store()
                        .putArtifacts(
                            PutArtifactsRequest.newBuilder()
                                .addArtifacts(
                                    Artifact.newBuilder().setTypeId(type).setName(name + i))
                                .build());
                  }
                  return name;
                }));
      }
      start.countDown();
      for (var future : work) {
        future.get(60, TimeUnit.SECONDS);
      }
      assertThat(artifacts(one)).isEqualTo(60);
      assertThat(artifacts(two)).isEqualTo(60);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void twoProcessesCreateAndWriteAtOnceAndLoseNothing() throws Exception {
    var children = new ArrayList<Process>();
    for (var name : List.of("one", "two")) {
      children.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  WritingProcess.class.getName(),
                  file().toString(),
                  name,
                  "20")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(name + ".log").toFile())
              .start());
    }
    for (var child : children) {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(directory.resolve("one.log"))).contains("wrote 20");
    assertThat(Files.readString(directory.resolve("two.log"))).contains("wrote 20");
    try (var database = open()) {
      assertThat(artifacts(database)).isEqualTo(40);
    }
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
  void closedDatabaseSaysSo() {
    var database = open();
    database.close();
    database.close();
    fails(Code.UNAVAILABLE, "closed", () -> artifacts(database));
    fails(Code.UNAVAILABLE, "closed", () -> database.runs().create(run("r")));
  }

  @Test
  @SuppressWarnings("try")
  void closingWithinATransactionIsRefused() {
    try (var database = open()) {
      fails(
          Code.FAILED_PRECONDITION,
          "within a transaction",
          () ->
              database.transact(
                  () -> {
                    database.close();
                    return 0;
                  }));
      assertThat(artifacts(database)).isZero();
    }
  }

  @Test
  void otherSchemaVersionsAreRefused() throws Exception {
    open().close();
    execute("UPDATE MLMDEnv SET schema_version = 9");
    fails(Code.FAILED_PRECONDITION, "schema version 9 (expected: 10)", this::open);
    execute("UPDATE MLMDEnv SET schema_version = 11");
    fails(Code.FAILED_PRECONDITION, "schema version 11 (expected: 10)", this::open);
    execute("UPDATE MLMDEnv SET schema_version = 10");
    execute("UPDATE TributaryEnv SET schema_version = 2");
    fails(Code.FAILED_PRECONDITION, "schema version 2 (expected: 1)", this::open);
  }

  @Test
  void otherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    execute("CREATE TABLE customers (id INTEGER)");
    fails(Code.FAILED_PRECONDITION, "customers", this::open);
    var tables = new ArrayList<List<String>>();
    query(file(), "SELECT name FROM sqlite_master", tables::add);
    assertThat(tables).containsExactly(List.of("customers"));
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
  void placeThatCannotHoldAFileIsRefused() throws Exception {
    fails(Code.INVALID_ARGUMENT, "a directory", () -> MetadataDatabase.open(directory, CLOCK));
    Files.writeString(directory.resolve("plain"), "a file");
    fails(
        Code.PERMISSION_DENIED,
        "directory cannot be created",
        () -> MetadataDatabase.open(directory.resolve("plain/metadata.db"), CLOCK));
  }

  private static void fails(Code code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message)
        .hasMessageContaining("(expected: ");
  }

  static long putType(MetadataDatabase database) {
    return database
        .store()
        .putArtifactType(
            PutArtifactTypeRequest.newBuilder()
                .setArtifactType(ArtifactType.newBuilder().setName("A"))
                .build())
        .getTypeId();
  }

  private static long putArtifact(MetadataDatabase database, String name) {
    return putArtifacts(database, name).get(0);
  }

  private static List<Long> putArtifacts(MetadataDatabase database, String... names) {
    var type = putType(database);
    var request = PutArtifactsRequest.newBuilder();
    for (var name : names) {
      request.addArtifacts(Artifact.newBuilder().setTypeId(type).setName(name));
    }
    return database.store().putArtifacts(request.build()).getArtifactIdsList();
  }

  private static int artifacts(MetadataDatabase database) {
    return database
        .store()
        .getArtifacts(GetArtifactsRequest.getDefaultInstance())
        .getArtifactsCount();
  }

  private static PipelineRun run(String id) {
    return PipelineRun.starting(id, "taxi", Instant.EPOCH, ByteString.EMPTY, Map.of(), "me", true);
  }

  private void execute(String sql) throws SQLException {
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
