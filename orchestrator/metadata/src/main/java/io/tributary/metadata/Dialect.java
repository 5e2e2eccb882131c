package io.tributary.metadata;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/**
 * What differs between the databases that hold the tables. There is one for each opened database,
 * which it can connect to.
 *
 * <p>Statements are written once. Where the databases word a thing differently a statement holds a
 * word in braces: {@code IN {numbers}} and {@code IN {texts}} compare with the values of a JSON
 * array, given as one parameter. Rows without a key of their own are numbered in the order in which
 * they were inserted, by {@code rowid}.
 */
sealed interface Dialect permits SqliteDialect, PostgresDialect {

  /** How long another process is waited for: one that writes, or a server that went away. */
  Duration PATIENCE = Duration.ofSeconds(30);

  /** What a session is for. */
  enum Use {
    READING,
    WRITING
  }

  /** Whether a commit returns before what it wrote is on stable storage. */
  enum Durability {
    FORCED,
    UNFORCED
  }

  /** What a failure means for the transaction it happened in. */
  enum Failure {
    /** A value is there already that must be unique. */
    DUPLICATE,
    /** The transaction was undone in favour of another one. */
    CONFLICT,
    /** The connection is gone, and with it the transaction. */
    LOST,
    OTHER
  }

  /** The database in messages, without secrets. */
  String location();

  /** Opens a connection. */
  Session connect(Use use);

  /** A statement in the words of this database. */
  String words(String statement);

  /** Begins a transaction; one that writes waits until no other one does. */
  void begin(Session session, Use use);

  /** Says how durable the commits of a session are from now on; it begins with forced ones. */
  void setDurability(Session session, Durability durability);

  void commit(Session session);

  void rollback(Session session);

  /**
   * Whether the transaction whose commit was the last one on a lost connection has been committed.
   * Asked on a new session; waits until that transaction is over.
   */
  boolean committed(Session session);

  /** Whether a statement that fails spoils its transaction, so that it has to be undone. */
  boolean failureSpoilsTransaction();

  /** Does what a database needs before its tables are used. */
  void prepare(Session session);

  /** Takes leave of the database; called once, before the last session is closed. */
  void retire(Session session);

  /** The names of all tables, in any case. */
  Set<String> tables(Session session);

  /** The version of the product's own tables. */
  long ownVersion();

  /** What the names of the scripts end with that create the tables. */
  String scriptSuffix();

  Failure kindOf(SQLException e);

  /** Says what was refused in the store's own terms, and what to do about it. */
  MetadataException translate(SQLException e);

  void bindMessage(PreparedStatement statement, int index, Any message) throws SQLException;

  Any parseMessage(byte[] stored) throws InvalidProtocolBufferException;
}
