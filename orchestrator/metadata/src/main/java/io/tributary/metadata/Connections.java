package io.tributary.metadata;

import io.tributary.metadata.MetadataException.Code;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The connections to one file: one that writes, one thread after the other in the order of arrival,
 * and as many that read as there are reading threads. What a thread does inside {@link #write} is
 * one transaction, on the writing connection. Thread-safe.
 */
final class Connections implements AutoCloseable {

  /** How long a statement waits for another process before it gives up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int IDLE_READERS = 8;

  /** Work on a session that may throw an exception of its own kind. */
  interface SessionWork<T extends @Nullable Object, X extends Exception> {
    T run(Session session) throws X;
  }

  private final Path file;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final Session writer;
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Connections(Path file, Session writer) {
    this.file = file;
    this.writer = writer;
  }

  static Session connect(Path file, Duration patience) {
    var config = new SQLiteConfig();
    config.setBusyTimeout((int) patience.toMillis());
    config.setSynchronous(SynchronousMode.FULL);
    try {
      return new Session(file, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw SqlFailures.translate(file, e);
    }
  }

  /**
   * Runs the work on a snapshot of the last commit, or inside the transaction of this thread where
   * there is one.
   */
  <T> T read(Function<Session, T> work) {
    if (inTransaction()) {
      return work.apply(writer);
    }
    var session = borrow();
    var usable = false;
    try {
      session.run("BEGIN");
      T result;
      try {
        result = work.apply(session);
      } finally {
        session.run("ROLLBACK");
      }
      usable = true;
      return result;
    } catch (MetadataException e) {
      usable = e.code() != Code.DATA_LOSS && e.code() != Code.UNAVAILABLE;
      throw e;
    } finally {
      giveBack(session, usable);
    }
  }

  /**
   * Runs the work in a transaction of its own, or as an undoable part of the transaction of this
   * thread where there is one.
   */
  <T extends @Nullable Object, X extends Exception> T write(SessionWork<T, X> work) throws X {
    if (inTransaction()) {
      return within(writer, "SAVEPOINT part", "RELEASE part", "ROLLBACK TO part", work);
    }
    writing.lock();
    try {
      checkOpen();
      return within(writer, "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", work);
    } finally {
      writing.unlock();
    }
  }

  /** The thread that holds the lock is the one whose transaction is open. */
  private boolean inTransaction() {
    return writing.isHeldByCurrentThread();
  }

  private static <T extends @Nullable Object, X extends Exception> T within(
      Session session, String begin, String commit, String rollback, SessionWork<T, X> work)
      throws X {
    session.run(begin);
    try {
      T result = work.run(session);
      session.run(commit);
      return result;
    } catch (Throwable failure) {
      undo(session, commit, rollback, failure);
      throw failure;
    }
  }

  private static void undo(Session session, String commit, String rollback, Throwable failure) {
    try {
      session.run(rollback);
      if (commit.startsWith("RELEASE")) {
        session.run(commit);
      }
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
  }

  private Session borrow() {
    checkOpen();
    var idle = readers.pollFirst();
    return idle == null ? connect(file, PATIENCE) : idle;
  }

  private void giveBack(Session session, boolean usable) {
    if (!usable || closed || readers.size() >= IDLE_READERS) {
      session.close();
      return;
    }
    readers.addFirst(session);
    if (closed) {
      closeReaders();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new MetadataException(
          Code.UNAVAILABLE,
          "metadata database " + file + ": closed (expected: open); open it again before using it");
    }
  }

  private void closeReaders() {
    for (var idle = readers.pollFirst(); idle != null; idle = readers.pollFirst()) {
      idle.close();
    }
  }

  @Override
  public void close() {
    if (inTransaction()) {
      throw MetadataException.precondition(
          "metadata database "
              + file
              + ": closed within a transaction (expected: after it); close it when the work is done");
    }
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closeReaders();
      writer.close();
    } finally {
      writing.unlock();
    }
  }
}
