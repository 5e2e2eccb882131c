package io.tributary.metadata;

import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
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
 * <p>Where a PostgreSQL server is lost, calls fail with UNAVAILABLE until it is back; then they
 * work again. A call whose connection breaks is repeated if it surely was not committed.
 *
 * <p>Thread-safe.
 */
public final class MetadataDatabase implements AutoCloseable {

  private static final String SQLITE = "sqlite:";

  private final Dialect dialect;
  private final Connections connections;
  private final MetadataStore store;
  private final RunStore runs;
  private final LeaseStore leases;

  private MetadataDatabase(Dialect dialect, Connections connections, Clock clock) {
    this.dialect = dialect;
    this.connections = connections;
    this.store = new SqlMetadataStore(connections, clock);
    this.runs = new SqlRunStore(connections, clock);
    this.leases = new SqlLeaseStore(connections, clock);
  }

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
  public static MetadataDatabase open(Path file, Clock clock) {
    var absolute = file.toAbsolutePath();
    createDirectory(absolute);
    return open(new SqliteDialect(absolute), clock);
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
   * @param clock tells creation and update times and whether leases have expired
   * @throws MetadataException INVALID_ARGUMENT for an address of another form, UNAVAILABLE where no
   *     server answers, NOT_FOUND where it lacks the database, PERMISSION_DENIED where it refuses
   *     the user or the user may not create tables, and what the other method throws
   */
  public static MetadataDatabase open(String address, Clock clock) {
    return open(address, clock, System.getenv());
  }

  static MetadataDatabase open(String address, Clock clock, Map<String, String> environment) {
    if (PostgresAddress.isOne(address)) {
      return open(
          new PostgresDialect(
              PostgresAddress.parse(address, environment), UUID.randomUUID().toString()),
          clock);
    }
    if (!address.startsWith(SQLITE) || address.length() == SQLITE.length()) {
      throw MetadataException.invalid(
          "address of the metadata database: '"
              + address.substring(0, address.indexOf(':') + 1)
              + "...' (expected: sqlite:FILE or postgresql://user@host/database); correct the address");
    }
    return open(Path.of(address.substring(SQLITE.length())), clock);
  }

  private static MetadataDatabase open(Dialect dialect, Clock clock) {
    var writer = dialect.connect(Use.WRITING);
    try {
      new Schema(dialect, writer).prepare();
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    return new MetadataDatabase(dialect, new Connections(dialect, writer), clock);
  }

  /**
   * Loads the classes and the native library that every database needs, so that a later {@link
   * #open} is quick; for a thread with nothing else to do.
   */
  public static void warmUp() {
    new SqliteDialect(Path.of(":memory:")).connect(Use.WRITING).close();
  }

  private static void createDirectory(Path file) {
    var directory = file.getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw new MetadataException(
          Code.INVALID_ARGUMENT,
          "metadata database "
              + file
              + ": a directory (expected: the name of a file); name a file in it, such as "
              + file.resolve("metadata.db"));
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new MetadataException(
          Code.PERMISSION_DENIED,
          "metadata database "
              + file
              + ": its directory cannot be created (expected: a place that this user may write to); choose another",
          e);
    }
    if (!Files.isWritable(directory)) {
      throw new MetadataException(
          Code.PERMISSION_DENIED,
          "metadata database "
              + file
              + ": its directory is not writable (expected: write access for this user); correct the permissions");
    }
  }

  /** The file, as an absolute path, or the address without its password. */
  public String location() {
    return dialect.location();
  }

  /** Types, artifacts, executions, contexts, events. */
  public MetadataStore store() {
    return store;
  }

  /** Pipeline runs and their nodes. */
  public RunStore runs() {
    return runs;
  }

  /** Leases. */
  public LeaseStore leases() {
    return leases;
  }

  /**
   * Runs the work in one transaction: what the calling thread does meanwhile on {@link #store},
   * {@link #runs} and {@link #leases} is committed together when the work returns, and rolled back
   * together when it throws. A transaction inside a transaction is part of the outer one; if it
   * throws, its own part is undone. Calls of other threads do not join. Keep the work short: other
   * writers wait. The work is run once: where its connection breaks, the transaction fails with
   * UNAVAILABLE.
   */
  public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X {
    return connections.writeOnce(session -> work.run());
  }

  /**
   * What is done in a transaction; it may throw an exception of its own kind, which undoes
   * everything.
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Exception> {
    /** Does the work. */
    T run() throws X;
  }

  /** Closes the database, waiting for a write under way. Calls after it fail with UNAVAILABLE. */
  @Override
  public void close() {
    connections.close();
  }
}
