package io.tributary.metadata;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * One metadata database: a SQLite file with ML Metadata's tables (schema version 10) and the
 * product's own beside them.
 *
 * <p>Several processes may have the same file open. In a process one thread writes at a time, in
 * the order of arrival; reads run in parallel and see the last commit. A write that has returned
 * survives a crash of the machine.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MetadataDatabase implements AutoCloseable {

  private MetadataDatabase() {}

  /**
   * Opens a database, creating the file and its directory if they are missing.
   *
   * @param file the SQLite file; {@code -wal} and {@code -shm} files may appear beside it
   * @param clock tells creation and update times and whether leases have expired
   * @throws MetadataException FAILED_PRECONDITION for another schema version, DATA_LOSS for a file
   *     that is no database or is damaged, PERMISSION_DENIED where the file or directory may not be
   *     written
   */
  public static MetadataDatabase open(Path file, Clock clock) {
    throw new UnsupportedOperationException(file + " " + clock);
  }

  /** The file. */
  public Path file() {
    throw new UnsupportedOperationException();
  }

  /** Types, artifacts, executions, contexts, events. */
  public MetadataStore store() {
    throw new UnsupportedOperationException();
  }

  /** Pipeline runs and their nodes. */
  public RunStore runs() {
    throw new UnsupportedOperationException();
  }

  /** Leases. */
  public LeaseStore leases() {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs the work in one transaction: what the calling thread does meanwhile on {@link #store},
   * {@link #runs} and {@link #leases} is committed together when the work returns, and rolled back
   * together when it throws. A transaction inside a transaction is part of the outer one; if it
   * throws, its own part is undone. Calls of other threads do not join. Keep the work short: other
   * writers wait.
   */
  public <T extends @Nullable Object, X extends Exception> T transact(Work<T, X> work) throws X {
    return work.run();
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
  public void close() {}
}
