package io.tributary.metadata;

import io.tributary.metadata.Dialect.Use;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One metadata database: a SQLite file or a PostgreSQL database with ML Metadata's tables (schema
 * version 10) and the product's own beside them.
 *
 * <p>Several processes may have the same database open. In a process one thread writes at a time,
 * in the order of arrival; reads run in parallel and see the last commit. A write that has returned
 * survives a crash of the machine. A write that waits for another process gives up after 30
 * seconds, with ABORTED.
 *
 * <p>A PostgreSQL server that went away is waited for, for 30 seconds; after that calls fail with
 * UNAVAILABLE until it is back, and then they work again. A call whose connection breaks is
 * repeated if it surely was not committed.
 *
 * <p>Thread-safe.
 */
public interface MetadataDatabase extends AutoCloseable {

  /**
   * Opens a database, creating the file and its directory if they are missing. A database of ML
   * Metadata itself opens too, and keeps being one.
   *
   * @param file the SQLite file; {@code -wal} and {@code -shm} files may appear beside it
   * @param clock tells creation and update times and whether leases have expired
   * @throws MetadataException FAILED_PRECONDITION for another schema version or another program's
   *     database, DATA_LOSS for a file that is no database or is damaged, PERMISSION_DENIED where
   *     the file or its directory may not be written
   */
  static MetadataDatabase open(Path file, Clock clock) {
    return SqlMetadataDatabase.open(file, clock);
  }

  /**
   * Opens the database of an address, creating its tables if they are missing.
   *
   * <ul>
   *   <li>{@code sqlite:FILE}: as {@link #open(Path, Clock)};
   *   <li>{@code postgresql://user[:password]@host[:port]/database[?option=value&...]}: a database
   *       of a PostgreSQL server (13 or newer), by default on port 5432. Special characters of
   *       user, password and database are written as %XX. Without a password the environment
   *       variable PGPASSWORD is asked, then the file {@code ~/.pgpass}. The options are sslmode,
   *       sslrootcert, sslcert, sslkey and currentSchema, as the PostgreSQL driver for Java has
   *       them.
   * </ul>
   *
   * <p>The password is shown in no message.
   *
   * @param clock tells creation and update times and, in a SQLite file, whether leases have
   *     expired; in PostgreSQL the server's clock tells that
   * @throws MetadataException INVALID_ARGUMENT for an address of another form, UNAVAILABLE where no
   *     server answers, NOT_FOUND where it lacks the database, PERMISSION_DENIED where it refuses
   *     the user or the user may not create tables, and what the other method throws
   */
  static MetadataDatabase open(String address, Clock clock) {
    return SqlMetadataDatabase.open(address, clock, System.getenv());
  }

  /**
   * Loads the classes and the native library that every database needs, so that a later {@link
   * #open} is quick; for a thread with nothing else to do.
   */
  static void warmUp() {
    new SqliteDialect(Path.of(":memory:")).connect(Use.WRITING).close();
  }

  /** The file, as an absolute path, or the address without its password. */
  String location();

  /** A name that no other database has; a copy of this one, such as a backup, has the same. */
  String identity();

  /** Types, artifacts, executions, contexts, events. */
  MetadataStore store();

  /** Pipeline runs and their nodes. */
  RunStore runs();

  /** Leases. */
  LeaseStore leases();

  /**
   * Schedules and their ticks.
   *
   * @throws MetadataException UNIMPLEMENTED where a metadata server reads and writes the database:
   *     it offers no schedules
   */
  ScheduleStore schedules();

  /**
   * The tokens with which a server is used.
   *
   * @throws MetadataException UNIMPLEMENTED where a metadata server reads and writes the database:
   *     who gives them out has the database itself
   */
  TokenStore tokens();

  /** The audit log. */
  AuditStore audit();

  /**
   * Runs the work in one transaction: what the calling thread does meanwhile on {@link #store},
   * {@link #runs}, {@link #leases}, {@link #schedules}, {@link #tokens} and {@link #audit} is
   * committed together when the work returns, and rolled back together when it throws. A
   * transaction inside a transaction is part of the outer one; if it throws, its own part is
   * undone. Calls of other threads do not join. Keep the work short: other writers wait. The work
   * is run once: where its connection breaks, the transaction fails with UNAVAILABLE. Where it
   * breaks while the transaction is committed, that may be stored all the same: {@link
   * MetadataException#mayBeStored}.
   */
  <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X;

  /**
   * The same for work that a crash of the machine may take back, as long as no {@link #transact} or
   * other write has returned after it. What it wrote survives the death of this process. A database
   * that knows no such difference makes none.
   */
  default <T extends @Nullable Object, X extends Exception> T transactUnforced(Work<T, X> work)
      throws X {
    return transact(work);
  }

  /**
   * What is done in a transaction; it may throw an exception of its own kind, which undoes
   * everything.
   */
  @FunctionalInterface
  interface Work<T extends @Nullable Object, X extends Exception> {
    /** Does the work. */
    T run() throws X;
  }

  /** Closes the database, waiting for a write under way. Calls after it fail with UNAVAILABLE. */
  @Override
  void close();
}
