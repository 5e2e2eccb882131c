package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataException.Code;
import io.tributary.proto.mlmd.Event;
import io.tributary.proto.mlmd.Execution;
import io.tributary.proto.mlmd.ExecutionType;
import io.tributary.proto.mlmd.GetArtifactsByURIRequest;
import io.tributary.proto.mlmd.GetArtifactsRequest;
import io.tributary.proto.mlmd.GetEventsByExecutionIDsRequest;
import io.tributary.proto.mlmd.PutArtifactsRequest;
import io.tributary.proto.mlmd.PutEventsRequest;
import io.tributary.proto.mlmd.PutExecutionTypeRequest;
import io.tributary.proto.mlmd.PutExecutionsRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest extends SqlDatabaseContract {

  private final String address = PostgresServer.shared().emptyDatabase();

  @Override
  String address() {
    return address;
  }

  @Override
  void dropWriters() throws SQLException {
    execute("DROP TABLE TributaryWriter");
  }

  @Override
  void execute(String sql) throws SQLException {
    PostgresServer.execute(address, sql);
  }

  @Override
  int ownVersion() {
    return 5;
  }

  @Override
  List<String> tables() throws SQLException {
    return query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  }

  private List<String> query(String sql) throws SQLException {
    return query(address, sql);
  }

  private static List<String> query(String address, String sql) throws SQLException {
    try (var connection = PostgresServer.connect(address);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Beside the wider numbers and that of a step, columns are those that ML Metadata creates. */
  @Test
  void freshDatabaseHasTheTablesAndRowsOfMlmd() throws Exception {
    open().close();
    var columns =
        "SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' ' || is_nullable"
            + " FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'tributary%' ORDER BY 1";
    var types = "SELECT id || name || type_kind FROM Type WHERE name LIKE 'mlmd.%' ORDER BY id";
    var indexes =
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE 'tributary%' ORDER BY 1";
    var ours = query(columns);
    var ourTypes = query(types);
    var ourIndexes = query(indexes);
    restoreGolden();
    var golden = query(columns);
    var wider = new TreeMap<String, String>();
    for (var table : List.of("artifactproperty", "contextproperty", "executionproperty")) {
      wider.put(table + ".int_value integer YES", table + ".int_value bigint YES");
    }
    wider.put("eventpath.step_index integer YES", "eventpath.step_index bigint YES");
    assertThat(ours)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    golden.stream().map(column -> wider.getOrDefault(column, column)),
                    Stream.of("eventpath.rowid bigint NO"))
                .toList());
    assertThat(ourTypes).isEqualTo(query(types)).hasSize(9);
    assertThat(ourIndexes).isEqualTo(query(indexes));
  }

  @Test
  void databaseOfMlmdItselfOpens() throws Exception {
    restoreGolden();
    try (var database = open()) {
      var artifact =
          database.store().getArtifacts(GetArtifactsRequest.getDefaultInstance()).getArtifacts(0);
      assertThat(artifact.getPropertiesOrThrow("i").getIntValue()).isEqualTo(3);
      assertThat(artifact.getPropertiesOrThrow("d").getDoubleValue()).isEqualTo(0.1);
      assertThat(artifact.getPropertiesOrThrow("s").getStringValue()).isEqualTo("plain");
      assertThat(artifact.getPropertiesOrThrow("b").getBoolValue()).isTrue();
      assertThat(
              artifact
                  .getPropertiesOrThrow("st")
                  .getStructValue()
                  .getFieldsOrThrow("k")
                  .getNumberValue())
          .isEqualTo(1);
      assertThat(artifact.getPropertiesOrThrow("pr").getProtoValue().getTypeUrl())
          .isEqualTo("type.googleapis.com/ml_metadata.Artifact");
      assertThat(
              database
                  .store()
                  .getEventsByExecutionIDs(
                      GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(1).build())
                  .getEvents(0)
                  .getPath()
                  .getStepsList())
          .containsExactly(
              Event.Path.Step.newBuilder().setKey("k").build(),
              Event.Path.Step.newBuilder().setIndex(2).build());
      database
          .store()
          .putArtifacts(
              PutArtifactsRequest.newBuilder()
                  .addArtifacts(artifact.toBuilder().clearId().setName("ours"))
                  .build());
      assertThat(artifacts(database)).isEqualTo(2);
    }
  }

  private void restoreGolden() throws Exception {
    execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    try (var in =
        Objects.requireNonNull(
            getClass()
                .getResourceAsStream("/goldens/metadata-values-mlmd-1.16.0-postgresql.sql"))) {
      execute(new String(in.readAllBytes(), UTF_8));
    }
  }

  /**
   * The first step after a checkpoint is logged with its whole page, those that follow are logged
   * alone: what PostgreSQL itself knows of their order does not come back the same.
   */
  @Test
  void stepsOfAPathKeepTheirOrderWhenTheServerRecovers() throws Exception {
    try (var server = PostgresServer.start()) {
      var own = server.emptyDatabase();
      try (var database = MetadataDatabase.open(own, CLOCK)) {
        putEvent(database, "before", PATH);
        server.execute("CHECKPOINT");
        var event = putEvent(database, "after", PATH);
        server.kill();
        server.restart();
        assertThat(path(database, event)).isEqualTo(PATH);
      }
    }
  }

  @Test
  void stepsOfAPathKeepTheirOrderWhereverTheirRowsLie() throws Exception {
    try (var database = open()) {
      var event = putEvent(database, "e", PATH);
      execute("UPDATE EventPath SET step_key = step_key WHERE step_key = 'b'");
      execute("UPDATE EventPath SET step_key = step_key WHERE step_key = 'a'");
      assertThat(path(database, event)).isEqualTo(PATH);
    }
  }

  @Test
  void pathsThatARecoveryMixedUpAreMendedWhenTheDatabaseIsOpened() throws Exception {
    try (var server = PostgresServer.start()) {
      var own = server.emptyDatabase();
      long event;
      try (var database = MetadataDatabase.open(own, CLOCK)) {
        event = putEvent(database, "e", PATH);
      }
      PostgresServer.execute(own, TO_THE_FIRST_VERSION + "; DELETE FROM EventPath");
      server.execute("CHECKPOINT");
      PostgresServer.execute(
          own,
          "BEGIN; "
              + OTHER_EVENT
              + PATH.stream().map(PostgresDatabaseTest::insert).collect(Collectors.joining())
              + "COMMIT");
      server.kill();
      server.restart();
      assertThat(
              query(
                  own,
                  "SELECT coalesce(step_key, step_index::text) FROM EventPath ORDER BY cmin::text::bigint, ctid"))
          .containsExactly("0", "b", "1", "a");

      try (var database = MetadataDatabase.open(own, CLOCK)) {
        assertThat(path(database, event)).isEqualTo(PATH);
        assertThat(path(database, putEvent(database, "later", PATH))).isEqualTo(PATH);
      }
      assertThat(query(own, "SELECT schema_version FROM TributaryEnv"))
          .containsExactly("" + ownVersion());
      assertThat(
              query(
                  own, "SELECT coalesce(step_key, step_index::text) FROM EventPath ORDER BY ctid"))
          .containsExactly("a", "0", "b", "1", "a", "0", "b", "1");
    }
  }

  /** Four such steps fill a page; the last one finds room only in a page before the others. */
  @Test
  void pathsOfTheFirstVersionKeepTheirOrderInSpaceThatIsUsedAgain() throws Exception {
    var path = IntStream.range(0, 4).mapToObj(step -> key(step + "x".repeat(1_900))).toList();
    long event;
    try (var database = open()) {
      event = putEvent(database, "e", List.of());
    }
    execute(TO_THE_FIRST_VERSION);
    execute("ALTER TABLE EventPath ALTER COLUMN step_key SET STORAGE PLAIN");
    var other = insert(key("y".repeat(1_900)), event + 1);
    for (int row = 0; row < 8; row++) {
      execute(other);
    }
    execute("DELETE FROM EventPath WHERE ctid > '(1,1)'");
    execute("VACUUM EventPath");
    execute("DELETE FROM EventPath WHERE ctid < '(1,0)'");
    try (var connection = PostgresServer.connect(address);
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(OTHER_EVENT);
      for (var step : path.subList(0, 3)) {
        statement.execute(insert(step));
      }
      execute("VACUUM EventPath");
      statement.execute(insert(path.get(3)));
      connection.commit();
    }
    assertThat(query("SELECT left(step_key, 1) FROM EventPath WHERE event_id = 1 ORDER BY ctid"))
        .containsExactly("3", "0", "1", "2");

    try (var database = open()) {
      assertThat(path(database, event)).isEqualTo(path);
    }
  }

  private static final List<Event.Path.Step> PATH = List.of(key("a"), index(0), key("b"), index(1));

  private static final String TO_THE_FIRST_VERSION =
      "ALTER TABLE EventPath DROP COLUMN rowid; ALTER TABLE TributaryWriter DROP COLUMN seen; UPDATE TributaryEnv SET schema_version = 1";

  private static final String OTHER_EVENT =
      "INSERT INTO Event (artifact_id, execution_id, type) VALUES (0, 0, 0);";

  private static Event.Path.Step key(String key) {
    return Event.Path.Step.newBuilder().setKey(key).build();
  }

  private static Event.Path.Step index(long index) {
    return Event.Path.Step.newBuilder().setIndex(index).build();
  }

  /** A step of the path of the first event, as SQL. */
  private static String insert(Event.Path.Step step) {
    return insert(step, 1);
  }

  private static String insert(Event.Path.Step step, long event) {
    return "INSERT INTO EventPath (event_id, is_index_step, step_index, step_key) VALUES ("
        + event
        + (step.hasIndex()
            ? ", true, " + step.getIndex() + ", NULL);"
            : ", false, NULL, '" + step.getKey() + "');");
  }

  /** The execution of a new event with that path. */
  private static long putEvent(MetadataDatabase database, String name, List<Event.Path.Step> path) {
    var artifact = putArtifact(database, name);
    var type =
        database
            .store()
            .putExecutionType(
                PutExecutionTypeRequest.newBuilder()
                    .setExecutionType(ExecutionType.newBuilder().setName("E"))
                    .build())
            .getTypeId();
    var execution =
        database
            .store()
            .putExecutions(
                PutExecutionsRequest.newBuilder()
                    .addExecutions(Execution.newBuilder().setTypeId(type))
                    .build())
            .getExecutionIds(0);
    database
        .store()
        .putEvents(
            PutEventsRequest.newBuilder()
                .addEvents(
                    Event.newBuilder()
                        .setArtifactId(artifact)
                        .setExecutionId(execution)
                        .setType(Event.Type.OUTPUT)
                        .setPath(Event.Path.newBuilder().addAllSteps(path)))
                .build());
    return execution;
  }

  private static List<Event.Path.Step> path(MetadataDatabase database, long execution) {
    return database
        .store()
        .getEventsByExecutionIDs(
            GetEventsByExecutionIDsRequest.newBuilder().addExecutionIds(execution).build())
        .getEvents(0)
        .getPath()
        .getStepsList();
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    try (var database = open()) {
      fails(Code.INVALID_ARGUMENT, "255 characters", () -> putArtifact(database, "x".repeat(256)));
      fails(Code.INVALID_ARGUMENT, "character 0", () -> putArtifact(database, "a\0b"));
      assertThat(artifacts(database)).isZero();
    }
  }

  @Test
  void readThatFailsInsideATransactionSpoilsNothing() {
    try (var database = open()) {
      database.transact(
          () -> {
            putArtifact(database, "before");
            fails(
                Code.INVALID_ARGUMENT,
                "character 0",
                () ->
                    database
                        .store()
                        .getArtifactsByURI(
                            GetArtifactsByURIRequest.newBuilder().addUris("a\0b").build()));
            return putArtifact(database, "after");
          });
      assertThat(artifacts(database)).isEqualTo(2);
    }
  }

  @Test
  void wrongUserDatabaseAndServerAreTold() {
    fails(
        Code.NOT_FOUND,
        "no such database",
        () -> MetadataDatabase.open(address + "nowhere", CLOCK));
    var unreachable = "postgresql://me:hidden@localhost:1/x";
    fails(Code.UNAVAILABLE, "start the server", () -> MetadataDatabase.open(unreachable, CLOCK));
    assertThatThrownBy(() -> MetadataDatabase.open(unreachable, CLOCK))
        .hasMessageContaining("postgresql://me@localhost:1/x")
        .hasMessageNotContaining("hidden")
        .hasStackTraceContaining("MetadataException")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("hidden"));
    fails(
        Code.PERMISSION_DENIED,
        "the server refuses the user",
        () -> MetadataDatabase.open(address.replace("postgres@", "nobody:hidden@"), CLOCK));
  }

  private static String stackTrace(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void userWithoutRightsIsTold() throws Exception {
    execute("CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    try {
      fails(
          Code.PERMISSION_DENIED,
          "create and write tables",
          () -> MetadataDatabase.open(address.replace("postgres@", "reader@"), CLOCK));
    } finally {
      execute("DROP ROLE reader");
    }
  }

  @Test
  void connectionsThatWereCutAreReplaced() throws Exception {
    try (var database = open()) {
      putArtifact(database, "before");
      cutConnections();
      assertThat(artifacts(database)).isEqualTo(1);
      cutConnections();
      putArtifact(database, "after");
      assertThat(artifacts(database)).isEqualTo(2);
    }
  }

  @Test
  void transactionThatIsCutIsUndoneAndNotRepeated() throws Exception {
    try (var database = open()) {
      var runs = new AtomicInteger();
      fails(
          Code.UNAVAILABLE,
          "no connection",
          () ->
              database.transact(
                  () -> {
                    runs.incrementAndGet();
                    putArtifact(database, "a");
                    cutConnections();
                    return putArtifact(database, "b");
                  }));
      assertThat(runs).hasValue(1);
      assertThat(artifacts(database)).isZero();
      putArtifact(database, "c");
      assertThat(artifacts(database)).isEqualTo(1);
    }
  }

  private void cutConnections() throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'tributary' AND datname = current_database()");
  }

  @Test
  void commitWhoseAnswerIsLostIsFoundOut() throws Exception {
    open().close();
    for (var arrives : List.of(true, false)) {
      try (var proxy = new CuttingProxy(PostgresServer.shared().port());
          var database =
              MetadataDatabase.open(
                  address.replaceFirst(":\\d+/", ":" + proxy.port() + "/"), CLOCK)) {
        putArtifact(database, "first, " + arrives);
        var before = artifacts(database);
        proxy.cutAtNextCommit(arrives);
        putArtifact(database, "second, " + arrives);
        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(artifacts(database)).isEqualTo(before + 1);
        proxy.cutAtNextCommit(arrives);
        var runs = new AtomicInteger();
        MetadataDatabase.Work<Long, RuntimeException> work =
            () -> {
              runs.incrementAndGet();
              return putArtifact(database, "third, " + arrives);
            };
        if (arrives) {
          database.transact(work);
        } else {
          fails(Code.UNAVAILABLE, "no connection", () -> database.transact(work));
        }
        assertThat(runs).hasValue(1);
        assertThat(artifacts(database)).isEqualTo(before + (arrives ? 2 : 1));
      }
    }
  }

  @Test
  void serverThatIsKilledLosesNothingAndIsFoundAgain() throws Exception {
    try (var server = PostgresServer.start()) {
      var own = server.emptyDatabase();
      try (var database = open(own, Duration.ofMillis(200))) {
        for (int i = 0; i < 20; i++) {
          putArtifact(database, "a" + i);
        }
        server.kill();
        fails(Code.UNAVAILABLE, "start the server", () -> putArtifact(database, "lost"));
        fails(Code.UNAVAILABLE, "start the server", () -> artifacts(database));
        server.restart();
        putArtifact(database, "found");
        assertThat(artifacts(database)).isEqualTo(21);
      }
    }
  }

  @Test
  void serverThatIsKilledAndStartedAgainIsWaitedFor() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var server = PostgresServer.start();
        var database = open(server.emptyDatabase(), Duration.ofMinutes(1))) {
      putArtifact(database, "before");
      server.kill();
      var restarted = pool.submit(restart(server));
      assertThat(artifacts(database)).isEqualTo(1);
      restarted.get(1, TimeUnit.MINUTES);
      server.kill();
      restarted = pool.submit(restart(server));
      putArtifact(database, "after");
      assertThat(artifacts(database)).isEqualTo(2);
      restarted.get(1, TimeUnit.MINUTES);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void commitToAServerThatIsKilledIsFoundOutWhenItIsBack() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var server = PostgresServer.start();
        var database = open(server.emptyDatabase(), Duration.ofMinutes(1))) {
      assertThatThrownBy(
              () ->
                  database.transact(
                      () -> {
                        putArtifact(database, "lost");
                        server.kill();
                        return pool.submit(restart(server));
                      }))
          .hasMessageContaining("no connection")
          .hasMessageNotContaining("not known");
      assertThat(artifacts(database)).isZero();
    } finally {
      pool.shutdown();
      assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void commitThatCannotBeFoundOutMayBeStored() throws Exception {
    try (var server = PostgresServer.start();
        var database = open(server.emptyDatabase(), Duration.ofMillis(200))) {
      assertThatThrownBy(
              () ->
                  database.transact(
                      () -> {
                        putArtifact(database, "lost");
                        server.kill();
                        return 0;
                      }))
          .hasMessageContaining("not known, look before you repeat it")
          .isInstanceOfSatisfying(
              MetadataException.class, e -> assertThat(e.mayBeStored()).isTrue());
    }
  }

  @Test
  void commitOfAProcessWhoseRowIsGoneMayBeStored() throws Exception {
    open().close();
    try (var proxy = new CuttingProxy(PostgresServer.shared().port());
        var database =
            MetadataDatabase.open(
                address.replaceFirst(":\\d+/", ":" + proxy.port() + "/"), CLOCK)) {
      putArtifact(database, "kept");
      execute("DELETE FROM TributaryWriter");
      proxy.cutAtNextCommit(false);
      fails(Code.UNAVAILABLE, "not known", () -> putArtifact(database, "lost"));
      putArtifact(database, "kept, too");
      assertThat(artifacts(database)).isEqualTo(2);
    }
  }

  @Test
  void rowsOfProcessesThatHaveNotWrittenForThirtyDaysAreDropped() throws Exception {
    try (var database = open()) {
      putArtifact(database, "a");
    }
    execute(
        "INSERT INTO TributaryWriter VALUES ('gone', 7, now() - INTERVAL '31 days'), ('asleep', 7, now() - INTERVAL '29 days')");
    try (var database = open()) {
      putArtifact(database, "b");
      putArtifact(database, "c");
      assertThat(query("SELECT process FROM TributaryWriter WHERE process IN ('gone', 'asleep')"))
          .containsExactly("asleep");
      assertThat(query("SELECT transaction FROM TributaryWriter WHERE process <> 'asleep'"))
          .hasSize(1);
    }
    assertThat(query("SELECT process FROM TributaryWriter")).containsExactly("asleep");
  }

  private static Callable<Void> restart(PostgresServer server) {
    return () -> {
      server.restart();
      return null;
    };
  }

  private static MetadataDatabase open(String address, Duration patience) {
    return SqlMetadataDatabase.open(
        new PostgresDialect(PostgresAddress.parse(address, Map.of()), address, patience), CLOCK);
  }

  @Test
  void sixteenThreadsInTwoProcessesLoseNothing() throws Exception {
    var logs = new ArrayList<Path>();
    var children = new ArrayList<Process>();
    for (var name : List.of("one", "two")) {
      var log = directory.resolve(name + ".log");
      logs.add(log);
      children.add(WritingProcess.start(address, name, 10, 16, log));
    }
    for (var child : children) {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    for (var log : logs) {
      assertThat(log).content().contains("wrote 160").doesNotContain("Exception");
    }
    try (var database = open()) {
      assertThat(artifacts(database)).isEqualTo(320);
    }
    assertThat(query("SELECT count(*) FROM Type WHERE name = 'A'")).containsExactly("1");
    assertThat(query("SELECT count(*) FROM TributaryWriter")).containsExactly("0");
  }
}
