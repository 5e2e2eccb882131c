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
 * The tables of a database: checks them when it is opened, creates them where they are missing,
 * never alters them.
 */
final class Schema {

  /** The version of ML Metadata's tables. */
  static final long MLMD_VERSION = 10;

  /** The version of the product's own tables. */
  static final long OWN_VERSION = 1;

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

  private final Dialect dialect;
  private final Session session;

  Schema(Dialect dialect, Session session) {
    this.dialect = dialect;
    this.session = session;
  }

  /** Makes the database ready; one that is ready already costs three reads. */
  void prepare() {
    var ready = isReady();
    dialect.prepare(session);
    if (!ready) {
      create();
    }
  }

  private boolean isReady() {
    dialect.begin(session, Use.READING);
    try {
      var ready = ready(dialect.tables(session));
      dialect.rollback(session);
      return ready;
    } catch (MetadataException e) {
      throw undone(e);
    }
  }

  /**
   * Whether all tables are there in the versions that this code knows; another version is refused.
   */
  private boolean ready(Set<String> tables) {
    if (tables.isEmpty()) {
      return false;
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
    checkVersion("MLMDEnv", "ML Metadata's tables", MLMD_VERSION);
    checkComplete(MLMD_TABLES, tables);
    if (!tables.contains("TributaryEnv")) {
      return false;
    }
    checkVersion("TributaryEnv", "Tributary's tables", OWN_VERSION);
    checkComplete(OWN_TABLES, tables);
    return true;
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

  private void checkVersion(String table, String what, long expected) {
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
    if (versions.get(0) != expected) {
      throw otherVersion(what, versions.get(0), expected);
    }
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
      if (!ready(tables)) {
        if (tables.isEmpty()) {
          script("mlmd-schema-" + MLMD_VERSION);
          BaseTypes.insertAll(session);
          session.execute("INSERT INTO MLMDEnv (schema_version) VALUES (" + MLMD_VERSION + ")");
        }
        script("tributary-schema-" + OWN_VERSION);
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
