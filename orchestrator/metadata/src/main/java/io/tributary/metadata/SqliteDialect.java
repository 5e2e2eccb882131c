package io.tributary.metadata;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** SQLite: a file, write-ahead logging, one writer at a time in all processes. */
record SqliteDialect(Path file) implements Dialect {

  private static final Duration RETRY = Duration.ofMillis(5);

  @Override
  public String location() {
    return file.toString();
  }

  @Override
  public Session connect(Use use) {
    SqliteFile.check(file);
    return connect(PATIENCE);
  }

  Session connect(Duration patience) {
    var config = new SQLiteConfig();
    config.setBusyTimeout((int) patience.toMillis());
    config.setSynchronous(mode(Durability.FORCED));
    try {
      return new Session(this, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  @Override
  public String words(String statement) {
    return statement
        .replace("IN {numbers}", "IN (SELECT value FROM json_each(?))")
        .replace("IN {texts}", "IN (SELECT value FROM json_each(?))");
  }

  @Override
  public void begin(Session session, Use use) {
    session.run(use == Use.WRITING ? "BEGIN IMMEDIATE" : "BEGIN");
  }

  @Override
  public void setDurability(Session session, Durability durability) {
    try {
      session.execute("PRAGMA synchronous = " + mode(durability));
    } catch (SQLException e) {
      throw translate(e);
    }
  }

  private static SynchronousMode mode(Durability durability) {
    return switch (durability) {
      case FORCED -> SynchronousMode.FULL;
      case UNFORCED -> SynchronousMode.NORMAL;
    };
  }

  @Override
  public void commit(Session session) {
    session.run("COMMIT");
  }

  @Override
  public void rollback(Session session) {
    session.run("ROLLBACK");
  }

  @Override
  public boolean committed(Session session) {
    throw new IllegalStateException("a connection to a file is never lost");
  }

  @Override
  public boolean failureSpoilsTransaction() {
    return false;
  }

  /**
   * Turns on write-ahead logging, which stays on in the file. SQLite does not wait for others here,
   * so this does.
   */
  @Override
  public void prepare(Session session) {
    if (journalMode(session).equals("wal")) {
      return;
    }
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        session.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException e) {
        if (!SqliteFailures.isBusy(e) || System.nanoTime() > deadline) {
          throw translate(e);
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private static String journalMode(Session session) {
    return session
        .first("PRAGMA journal_mode", Session.NO_PARAMETERS, row -> row.getString(1))
        .orElse("");
  }

  @Override
  public void retire(Session session) {}

  @Override
  public Set<String> tables(Session session) {
    var tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    session.each(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Session.NO_PARAMETERS, row -> tables.add(row.getString(1)));
    return tables;
  }

  @Override
  public long ownVersion() {
    return 5;
  }

  @Override
  public String scriptSuffix() {
    return ".sql";
  }

  @Override
  public Failure kindOf(SQLException e) {
    return SqliteFailures.isDuplicate(e) ? Failure.DUPLICATE : Failure.OTHER;
  }

  @Override
  public MetadataException translate(SQLException e) {
    return SqliteFailures.translate(location(), e);
  }

  /** ML Metadata keeps messages as base64 text here. */
  @Override
  public void bindMessage(PreparedStatement statement, int index, Any message) throws SQLException {
    statement.setString(index, Base64.getEncoder().encodeToString(message.toByteArray()));
  }

  @Override
  public Any parseMessage(byte[] stored) throws InvalidProtocolBufferException {
    return Any.parseFrom(Base64.getDecoder().decode(stored));
  }
}
