package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The tables of a database: checks them when it is opened, creates them where they are missing, and
 * takes those of an older version of the product through the versions since.
 */
final class Schema {

  /** The version of ML Metadata's tables. */
  static final long MLMD_VERSION = 10;

  private static final List<String> MLMD_TABLES =
      List.of(
          "Type",
          "ParentType",
          "TypeProperty",
          "Artifact",
          "ArtifactProperty",
          "Execution",
          "ExecutionProperty",
          "Context",
          "ContextProperty",
          "ParentContext",
          "Event",
          "EventPath",
          "Association",
          "Attribution");

  private static final List<String> OWN_TABLES =
      List.of("TributaryRun", "TributaryRunParameter", "TributaryNode", "TributaryLease");

  /** The tables of schedules came with this version. */
  private static final long SCHEDULES_VERSION = 3;

  private static final List<String> SCHEDULE_TABLES = List.of("TributarySchedule", "TributaryTick");

  /** Those of tokens and of the audit log came with this one. */
  private static final long TOKENS_VERSION = 5;

  private static final List<String> TOKEN_TABLES = List.of("TributaryToken", "TributaryAudit");

  private final Dialect dialect;
  private final Session session;

  Schema(Dialect dialect, Session session) {
    this.dialect = dialect;
    this.session = session;
  }

  /** Makes the database ready; one that is ready already costs three reads. */
  void prepare() {
    var version = readVersion();
    dialect.prepare(session);
    if (version < dialect.ownVersion()) {
      create();
    }
  }

  private long readVersion() {
    dialect.begin(session, Use.READING);
    try {
      var version = version(dialect.tables(session));
      dialect.rollback(session);
      return version;
    } catch (MetadataException e) {
      throw undone(e);
    }
  }

  /**
   * The version of the product's own tables, 0 where there are none. Tables of another program, or
   * of a version that this code does not know, are refused.
   */
  private long version(Set<String> tables) {
    if (tables.isEmpty()) {
      return 0;
    }
    if (!tables.contains("MLMDEnv")) {
      if (tables.contains("Type")) {
        throw otherVersion("ML Metadata's tables", 0, MLMD_VERSION);
      }
      throw MetadataException.precondition(
          "metadata database "
              + dialect.location()
              + ": holds the tables "
              + String.join(", ", tables)
              + " (expected: the tables of ML Metadata); this is another program's database, name another database");
    }
    checkVersion("MLMDEnv", "ML Metadata's tables", MLMD_VERSION, MLMD_VERSION);
    checkComplete(MLMD_TABLES, tables);
    if (!tables.contains("TributaryEnv")) {
      return 0;
    }
    var version = checkVersion("TributaryEnv", "Tributary's tables", 1, dialect.ownVersion());
    checkComplete(OWN_TABLES, tables);
    if (version >= SCHEDULES_VERSION) {
      checkComplete(SCHEDULE_TABLES, tables);
    }
    if (version >= TOKENS_VERSION) {
      checkComplete(TOKEN_TABLES, tables);
    }
    return version;
  }

  private void checkComplete(List<String> expected, Set<String> tables) {
    var missing = expected.stream().filter(table -> !tables.contains(table)).toList();
    if (!missing.isEmpty()) {
      throw new MetadataException(
          Code.DATA_LOSS,
          "metadata database "
              + dialect.location()
              + ": lacks the tables "
              + String.join(", ", missing)
              + " (expected: those of its version); restore it from a backup, or name another");
    }
  }

  private long checkVersion(String table, String what, long oldest, long newest) {
    var versions = versions(table);
    if (versions.size() != 1) {
      throw new MetadataException(
          Code.DATA_LOSS,
          "metadata database "
              + dialect.location()
              + ": "
              + versions.size()
              + " rows in "
              + table
              + " (expected: 1); restore it from a backup, or name another");
    }
    var version = versions.get(0);
    if (version < oldest || version > newest) {
      throw otherVersion(what, version, newest);
    }
    return version;
  }

  private List<Long> versions(String table) {
    try {
      return session.list(
          "SELECT schema_version FROM " + table, Session.NO_PARAMETERS, row -> row.getLong(1));
    } catch (MetadataException e) {
      if (e.code() != Code.INTERNAL) {
        throw e;
      }
      throw new MetadataException(
          Code.FAILED_PRECONDITION,
          "metadata database "
              + dialect.location()
              + ": its table "
              + table
              + " has no schema_version (expected: the table of ML Metadata or Tributary); this is another program's database, name another database",
          e);
    }
  }

  private MetadataException otherVersion(String what, long found, long expected) {
    var remedy =
        found < expected
            ? "upgrade a copy of it with the program that wrote it (ML Metadata: enable_upgrade_migration), or name another database"
            : "open it with the newer release that wrote it, or name another database";
    return MetadataException.precondition(
        "metadata database "
            + dialect.location()
            + ": "
            + what
            + " have schema version "
            + found
            + " (expected: "
            + expected
            + "); "
            + remedy);
  }

  private void create() {
    dialect.begin(session, Use.WRITING);
    try {
      var tables = dialect.tables(session);
      if (tables.isEmpty()) {
        script("mlmd-schema-" + MLMD_VERSION);
        BaseTypes.insertAll(session);
        session.execute("INSERT INTO MLMDEnv (schema_version) VALUES (" + MLMD_VERSION + ")");
      }
      for (var next = version(tables) + 1; next <= dialect.ownVersion(); next++) {
        script("tributary-schema-" + next);
      }
      dialect.commit(session);
    } catch (SQLException e) {
      throw undone(dialect.translate(e));
    } catch (MetadataException e) {
      throw undone(e);
    }
  }

  /** SQLite ends some transactions by itself, such as one that finds the disk full. */
  private MetadataException undone(MetadataException failure) {
    try {
      if (!session.lost()) {
        dialect.rollback(session);
      }
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void script(String name) throws SQLException {
    var file = name + dialect.scriptSuffix();
    try (var in = Objects.requireNonNull(Schema.class.getResourceAsStream(file), file)) {
      for (var statement : new String(in.readAllBytes(), UTF_8).split(";\n", -1)) {
        if (!statement.isBlank()) {
          session.execute(statement);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
