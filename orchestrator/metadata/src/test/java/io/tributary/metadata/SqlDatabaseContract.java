package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.metadata.MetadataException.Code;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a database must do, besides, that this process itself reads and writes. */
abstract class SqlDatabaseContract extends MetadataDatabaseContract {

  /** The address of the database of this test, which has no tables at first. */
  abstract String address();

  /** Runs a statement behind the back of the store. */
  abstract void execute(String sql) throws SQLException;

  /** The version of Tributary's tables in it. */
  abstract int ownVersion();

  /** The names of its tables. */
  abstract List<String> tables() throws SQLException;

  @Override
  final MetadataDatabase open() {
    return MetadataDatabase.open(address(), CLOCK);
  }

  @Test
  void twoProcessesCreateAndWriteAtOnceAndLoseNothing() throws Exception {
    var children = new ArrayList<Process>();
    for (var name : List.of("one", "two")) {
      children.add(WritingProcess.start(address(), name, 20, 1, directory.resolve(name + ".log")));
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
  void otherSchemaVersionsAreRefused() throws Exception {
    open().close();
    execute("UPDATE MLMDEnv SET schema_version = 9");
    fails(Code.FAILED_PRECONDITION, "schema version 9 (expected: 10)", this::open);
    execute("UPDATE MLMDEnv SET schema_version = 11");
    fails(Code.FAILED_PRECONDITION, "schema version 11 (expected: 10)", this::open);
    execute("UPDATE MLMDEnv SET schema_version = 10");
    var newer = ownVersion() + 1;
    execute("UPDATE TributaryEnv SET schema_version = " + newer);
    fails(
        Code.FAILED_PRECONDITION,
        "schema version " + newer + " (expected: " + ownVersion() + ")",
        this::open);
    execute("UPDATE TributaryEnv SET schema_version = 0");
    fails(
        Code.FAILED_PRECONDITION, "schema version 0 (expected: " + ownVersion() + ")", this::open);
  }

  @Test
  void otherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    execute("CREATE TABLE customers (id INTEGER)");
    fails(Code.FAILED_PRECONDITION, "customers", this::open);
    assertThat(tables()).containsExactly("customers");
  }

  @Test
  void databaseThatOnlyLooksLikeOneIsRefusedAndLeftAlone() throws Exception {
    execute("CREATE TABLE MLMDEnv (name TEXT)");
    fails(Code.FAILED_PRECONDITION, "no schema_version", this::open);
    execute("DROP TABLE MLMDEnv");
    execute("CREATE TABLE MLMDEnv (schema_version INTEGER)");
    fails(Code.DATA_LOSS, "0 rows in MLMDEnv", this::open);
    execute("INSERT INTO MLMDEnv VALUES (10)");
    fails(Code.DATA_LOSS, "lacks the tables Type, ParentType", this::open);
    execute("INSERT INTO MLMDEnv VALUES (10)");
    fails(Code.DATA_LOSS, "2 rows in MLMDEnv", this::open);
    execute("DELETE FROM MLMDEnv");
    execute("INSERT INTO MLMDEnv VALUES (NULL)");
    fails(Code.FAILED_PRECONDITION, "schema version 0 (expected: 10)", this::open);
    assertThat(tables())
        .usingElementComparator(String::compareToIgnoreCase)
        .containsExactly("MLMDEnv");
  }

  @Test
  void databaseThatLostATableIsRefused() throws Exception {
    open().close();
    execute("DROP TABLE TributaryLease");
    fails(Code.DATA_LOSS, "lacks the tables TributaryLease", this::open);
    execute("DROP TABLE EventPath");
    fails(Code.DATA_LOSS, "lacks the tables EventPath", this::open);
  }

  @Test
  void schedulesOfTheThirdVersionAreKept() throws Exception {
    var time = Instant.parse("2026-01-01T10:00:00Z");
    var schedule =
        Schedule.of("s", "taxi", new Trigger.Every(Duration.ofHours(1), time), time, time);
    var tick = Tick.claimed("s", time, "s-1", time);
    try (var database = open()) {
      database.schedules().create(schedule);
      database.schedules().settle("s", List.of(tick), time);
    }
    for (var statement :
        List.of(
            "DROP INDEX TributaryTickByCause",
            "DROP INDEX TributaryTickByState",
            "DROP INDEX TributaryRunByEnd",
            "DROP INDEX TributaryTickOpen",
            "ALTER TABLE TributaryTick DROP COLUMN span",
            "ALTER TABLE TributaryTick DROP COLUMN cause",
            "ALTER TABLE TributarySchedule DROP COLUMN event",
            "ALTER TABLE TributarySchedule DROP COLUMN spans",
            "CREATE INDEX TributaryTickOpen ON TributaryTick (scheduled, schedule) WHERE state IN ('CLAIMED', 'STARTED')",
            "UPDATE TributaryEnv SET schema_version = 3")) {
      execute(statement);
    }
    try (var database = open()) {
      assertThat(database.schedules().all())
          .extracting(Schedule::name, Schedule::trigger, Schedule::spans)
          .containsExactly(tuple("s", schedule.trigger(), Optional.empty()));
      assertThat(database.schedules().open()).containsExactly(tick);
      database.schedules().put(tick.waiting("no data yet", time));
      assertThat(database.schedules().open()).hasSize(1);
    }
  }

  @Test
  void ownTablesAreAddedOnceByProcessesThatComeTogether() throws Exception {
    open().close();
    for (var table :
        List.of(
            "TributaryEnv",
            "TributaryDatabase",
            "TributaryRunParameter",
            "TributaryNode",
            "TributaryRun",
            "TributaryLease",
            "TributarySchedule",
            "TributaryTick")) {
      execute("DROP TABLE " + table);
    }
    dropWriters();
    var children = new ArrayList<Process>();
    for (var name : List.of("one", "two", "three")) {
      children.add(WritingProcess.start(address(), name, 2, 1, directory.resolve(name + ".log")));
    }
    for (var child : children) {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    for (var name : List.of("one", "two", "three")) {
      assertThat(directory.resolve(name + ".log")).content().contains("wrote 2");
    }
    try (var database = open()) {
      assertThat(artifacts(database)).isEqualTo(6);
    }
  }

  /** Drops the own table that only this kind of database has. */
  void dropWriters() throws SQLException {}
}
