package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One metadata database: a SQLite file with ML Metadata's tables (schema version 10) and the
 * product's own beside them.
 *
 * <p>Several processes may have the same file open. In a process one thread writes at a time, in
 * the order of arrival; reads run in parallel and see the last commit. A write that has returned
 * survives a crash of the machine. A write that waits for another process gives up after 30
 * seconds, with ABORTED.
 *
 * <p>Thread-safe.
 */
public final class MetadataDatabase implements AutoCloseable {

  private final Path file;
  private final Connections connections;
  private final MetadataStore store;
  private final RunStore runs;
  private final LeaseStore leases;

  private MetadataDatabase(Path file, Connections connections, Clock clock) {
    this.file = file;
    this.connections = connections;
    this.store = new SqliteMetadataStore(connections, clock);
    this.runs = new SqliteRunStore(connections, clock);
    this.leases = new SqliteLeaseStore(connections, clock);
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
    var writer = Connections.connect(absolute, Connections.PATIENCE);
    try {
      new Schema(absolute, writer).prepare();
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    return new MetadataDatabase(absolute, new Connections(absolute, writer), clock);
  }

  /**
   * Loads the classes and the native library that every database needs, so that a later {@link
   * #open} is quick; for a thread with nothing else to do.
   */
  public static void warmUp() {
    Connections.connect(Path.of(":memory:"), Connections.PATIENCE).close();
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

  /** The file, as an absolute path. */
  public Path file() {
    return file;
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
   * writers wait.
   */
  public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X {
    return connections.write(session -> work.run());
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
