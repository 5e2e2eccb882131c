package io.tributary.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * PostgreSQL 13 or newer. Transactions that write take turns, in all processes, by one advisory
 * lock of the database; reads see a snapshot and wait for nobody.
 *
 * <p>Every transaction that writes leaves its number in a row of its process. So a process whose
 * connection breaks while it commits can find out whether the commit took place.
 */
final class PostgresDialect implements Dialect {

  /** The key of the lock of those who write. */
  private static final long LOCK = 0x5472696275746172L;

  /** The planner takes an array for short, and looks its values up in an index. */
  private static final String VALUES = "json_array_elements_text(CAST(? AS json))";

  /** Far longer than a process can take to find out about its last commit, in days. */
  private static final int FORGOTTEN = 30;

  private static final Duration RETRY = Duration.ofMillis(50);

  private final PostgresAddress address;
  private final String process;
  private final Duration patience;
  private long transaction;
  private boolean stored;
  private boolean answered;

  /** Until when the server is waited for, by the clock of {@link System#nanoTime}. */
  private OptionalLong awaited = OptionalLong.empty();

  /**
   * A dialect for one opened database.
   *
   * @param process a name that no other opened database has
   * @param patience how long a server that went away is waited for
   */
  PostgresDialect(PostgresAddress address, String process, Duration patience) {
    this.address = address;
    this.process = process;
    this.patience = patience;
  }

  @Override
  public String location() {
    return address.location();
  }

  /**
   * Connects; waits for a server that says it is about to start, or has answered before. All who
   * wait give up together, and nobody waits after them until it has answered again.
   */
  @Override
  public Session connect(Use use) {
    var interrupted = false;
    try {
      while (true) {
        try {
          var session = new Session(this, open(use));
          answered();
          return session;
        } catch (SQLException e) {
          if (!isAwaitedAfter(e)) {
            throw translate(e);
          }
        }
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(RETRY.toNanos());
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void answered() {
    answered = true;
    awaited = OptionalLong.empty();
  }

  private synchronized boolean isAwaitedAfter(SQLException failure) {
    if (!PostgresFailures.isStartingUp(failure) && !(answered && kindOf(failure) == Failure.LOST)) {
      return false;
    }
    long now = System.nanoTime();
    if (awaited.isEmpty()) {
      awaited = OptionalLong.of(now + patience.toNanos());
    }
    return now - awaited.getAsLong() < 0;
  }

  private Connection open(Use use) throws SQLException {
    var properties = new Properties();
    properties.putAll(address.options());
    properties.setProperty("user", address.user());
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    properties.setProperty("ApplicationName", "tributary");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "120");
    properties.setProperty("tcpKeepAlive", "true");
    // Text goes to the server without a type, as a literal does: "NaN" into a column of numbers.
    properties.setProperty("stringtype", "unspecified");
    var url =
        "jdbc:postgresql://"
            + address.host()
            + ":"
            + address.port()
            + "/"
            + URLEncoder.encode(address.database(), UTF_8).replace("+", "%20");
    var connection = DriverManager.getConnection(url, properties);
    try (var statement = connection.createStatement()) {
      statement.execute(
          use == Use.READING
              ? "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
              : "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; SET lock_timeout = "
                  + PATIENCE.toMillis());
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public String words(String statement) {
    return statement
        .replace("IN {numbers}", "= ANY (ARRAY(SELECT CAST(value AS bigint) FROM " + VALUES + "))")
        .replace("IN {texts}", "= ANY (ARRAY(SELECT value FROM " + VALUES + "))");
  }

  /** The driver opens the transaction together with the first statement. */
  @Override
  public void begin(Session session, Use use) {
    if (use == Use.WRITING) {
      session.run("SELECT pg_advisory_xact_lock(" + LOCK + ")");
    }
  }

  /** A server may die alone, with what it has not forced: there is no cheaper commit. */
  @Override
  public void setDurability(Session session, Durability durability) {}

  @Override
  public void commit(Session session) {
    transaction++;
    if (!stored) {
      session.update(
          "DELETE FROM TributaryWriter WHERE seen < now() - INTERVAL '" + FORGOTTEN + " days'",
          Session.NO_PARAMETERS);
    }
    session.update(
        "INSERT INTO TributaryWriter (process, transaction) VALUES (?, ?)"
            + " ON CONFLICT (process) DO UPDATE SET transaction = excluded.transaction, seen = excluded.seen",
        statement -> {
          statement.setString(1, process);
          statement.setLong(2, transaction);
        });
    session.commit();
    stored = true;
  }

  @Override
  public void rollback(Session session) {
    session.rollback();
  }

  @Override
  public boolean committed(Session session) {
    begin(session, Use.WRITING);
    var last =
        session.first(
            "SELECT transaction FROM TributaryWriter WHERE process = ?",
            statement -> statement.setString(1, process),
            row -> row.getLong(1));
    session.rollback();
    if (stored && last.isEmpty()) {
      throw new MetadataException(
          MetadataException.Code.INTERNAL,
          "metadata database "
              + location()
              + ": no row of process "
              + process
              + " in TributaryWriter (expected: one that says what it stored last); see what is stored");
    }
    return last.isPresent() && last.get() == transaction;
  }

  /** The time of the server, in milliseconds since 1970: all its clients agree on it. */
  long millis(Session session) {
    return session
        .first(
            "SELECT CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS bigint)",
            Session.NO_PARAMETERS,
            row -> row.getLong(1))
        .orElseThrow();
  }

  @Override
  public boolean failureSpoilsTransaction() {
    return true;
  }

  @Override
  public void prepare(Session session) {}

  @Override
  public void retire(Session session) {
    session.update(
        "DELETE FROM TributaryWriter WHERE process = ?",
        statement -> statement.setString(1, process));
    session.commit();
  }

  @Override
  public Set<String> tables(Session session) {
    var tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    session.each(
        "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()",
        Session.NO_PARAMETERS,
        row -> tables.add(row.getString(1)));
    return tables;
  }

  /**
   * With version 2 the steps of paths have numbers, and rows of TributaryWriter a time; version 3
   * adds schedules, version 4 their spans, version 5 tokens and the audit log.
   */
  @Override
  public long ownVersion() {
    return 5;
  }

  @Override
  public String scriptSuffix() {
    return "-postgresql.sql";
  }

  @Override
  public Failure kindOf(SQLException e) {
    return PostgresFailures.kindOf(e);
  }

  @Override
  public MetadataException translate(SQLException e) {
    return PostgresFailures.translate(location(), e);
  }

  /** ML Metadata keeps messages as their bytes here. */
  @Override
  public void bindMessage(PreparedStatement statement, int index, Any message) throws SQLException {
    statement.setBytes(index, message.toByteArray());
  }

  @Override
  public Any parseMessage(byte[] stored) throws InvalidProtocolBufferException {
    return Any.parseFrom(stored);
  }

  @Override
  public String toString() {
    return location();
  }
}
