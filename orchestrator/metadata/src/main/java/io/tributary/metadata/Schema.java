package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The tables of a database: checks them when it is opened, creates them where they are missing,
 * never alters them.
 */
final class Schema {

  /** The version of ML Metadata's tables. */
  static final long MLMD_VERSION = 10;

  /** The version of the product's own tables. */
  static final long OWN_VERSION = 1;

  private static final Duration RETRY = Duration.ofMillis(5);

  private final Path file;
  private final Session session;

  Schema(Path file, Session session) {
    this.file = file;
    this.session = session;
  }

  /** Makes the database ready; one that is ready already costs three reads. */
  void prepare() {
    var tables = tables();
    if (!ready(tables)) {
      writeAhead();
      create();
    } else if (!journalMode().equals("wal")) {
      writeAhead();
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
              + file
              + ": holds the tables "
              + String.join(", ", tables)
              + " (expected: the tables of ML Metadata); this is another program's database, name another file");
    }
    checkVersion("MLMDEnv", "ML Metadata's tables", MLMD_VERSION);
    if (!tables.contains("TributaryEnv")) {
      return false;
    }
    checkVersion("TributaryEnv", "Tributary's tables", OWN_VERSION);
    return true;
  }

  private void checkVersion(String table, String what, long expected) {
    var versions =
        session.list(
            "SELECT schema_version FROM " + table, Session.NO_PARAMETERS, row -> row.getLong(1));
    if (versions.size() != 1) {
      throw new MetadataException(
          Code.DATA_LOSS,
          "metadata database "
              + file
              + ": "
              + versions.size()
              + " rows in "
              + table
              + " (expected: 1); restore the file from a backup, or move it aside");
    }
    if (versions.get(0) != expected) {
      throw otherVersion(what, versions.get(0), expected);
    }
  }

  private MetadataException otherVersion(String what, long found, long expected) {
    var remedy =
        found < expected
            ? "upgrade a copy of it with the program that wrote it (ML Metadata: enable_upgrade_migration), or name another file"
            : "open it with the newer release that wrote it, or name another file";
    return MetadataException.precondition(
        "metadata database "
            + file
            + ": "
            + what
            + " have schema version "
            + found
            + " (expected: "
            + expected
            + "); "
            + remedy);
  }

  private Set<String> tables() {
    return new LinkedHashSet<>(
        session.list(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            Session.NO_PARAMETERS, row -> row.getString(1)));
  }

  private void create() {
    session.run("BEGIN IMMEDIATE");
    try {
      var tables = tables();
      if (!ready(tables)) {
        if (tables.isEmpty()) {
          script("mlmd-schema-" + MLMD_VERSION + ".sql");
          BaseTypes.insertAll(session);
          session.execute("INSERT INTO MLMDEnv (schema_version) VALUES (" + MLMD_VERSION + ")");
        }
        script("tributary-schema-" + OWN_VERSION + ".sql");
      }
      session.run("COMMIT");
    } catch (SQLException e) {
      throw undone(SqlFailures.translate(file, e));
    } catch (MetadataException e) {
      throw undone(e);
    }
  }

  /** SQLite ends some transactions by itself, such as one that finds the disk full. */
  private MetadataException undone(MetadataException failure) {
    try {
      session.run("ROLLBACK");
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private void script(String name) throws SQLException {
    try (var in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
      for (var statement : new String(in.readAllBytes(), UTF_8).split(";\n", -1)) {
        if (!statement.isBlank()) {
          session.execute(statement);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String journalMode() {
    return session
        .first("PRAGMA journal_mode", Session.NO_PARAMETERS, row -> row.getString(1))
        .orElse("");
  }

  /**
   * Turns on write-ahead logging, which stays on in the file. SQLite does not wait for others here,
   * so this does.
   */
  private void writeAhead() {
    var deadline = System.nanoTime() + Connections.PATIENCE.toNanos();
    while (true) {
      try {
        session.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException e) {
        if (!SqlFailures.isBusy(e) || System.nanoTime() > deadline) {
          throw SqlFailures.translate(file, e);
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }
}
