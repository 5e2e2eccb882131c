package io.tributary.metadata;

import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one database: one that writes, one thread after the other in the order of
 * arrival, and up to sixteen that read. What a thread does inside {@link #write} is one
 * transaction, on the writing connection. Thread-safe.
 *
 * <p>A connection that is lost is replaced. What was under way on it is repeated if it surely was
 * not committed; so is what the database undid in favour of another transaction.
 */
final class Connections implements AutoCloseable {

  private static final int MOST_READERS = 16;
  private static final int IDLE_READERS = 8;
  private static final int ATTEMPTS = 4;

  /** Work on a session that may throw an exception of its own kind. */
  interface SessionWork<T extends @Nullable Object, X extends Exception> {
    T run(Session session) throws X;
  }

  private final Dialect dialect;
  private final ReentrantLock writing = new ReentrantLock(true);
  private @Nullable Session writer;
  private final Semaphore reading = new Semaphore(MOST_READERS);
  private final ConcurrentLinkedDeque<Session> readers = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Connections(Dialect dialect, Session writer) {
    this.dialect = dialect;
    this.writer = writer;
  }

  /**
   * Runs the work on a snapshot of the last commit, or inside the transaction of this thread where
   * there is one.
   */
  <T> T read(Function<Session, T> work) {
    if (inTransaction()) {
      return dialect.failureSpoilsTransaction()
          ? this.<T, RuntimeException>part(work::apply)
          : work.apply(writer());
    }
    reading.acquireUninterruptibly();
    try {
      for (int attempt = 1; ; attempt++) {
        var session = borrow();
        try {
          return snapshot(session, work);
        } catch (MetadataException e) {
          if (!session.lost() || attempt == ATTEMPTS) {
            throw e;
          }
          closeReaders();
        }
      }
    } finally {
      reading.release();
    }
  }

  private <T> T snapshot(Session session, Function<Session, T> work) {
    var usable = false;
    try {
      dialect.begin(session, Use.READING);
      T result;
      try {
        result = work.apply(session);
      } finally {
        if (!session.lost()) {
          dialect.rollback(session);
        }
      }
      usable = true;
      return result;
    } catch (MetadataException e) {
      usable = e.code() != Code.DATA_LOSS && e.code() != Code.UNAVAILABLE;
      throw e;
    } finally {
      giveBack(session, usable && !session.lost());
    }
  }

  /**
   * Runs the work in a transaction of its own, or as an undoable part of the transaction of this
   * thread where there is one. The work may be run again, after a run that surely was not
   * committed.
   */
  <T extends @Nullable Object, X extends Exception> T write(SessionWork<T, X> work) throws X {
    return write(work, ATTEMPTS);
  }

  /** The same for work that must not be run again. */
  <T extends @Nullable Object, X extends Exception> T writeOnce(SessionWork<T, X> work) throws X {
    return write(work, 1);
  }

  private <T extends @Nullable Object, X extends Exception> T write(
      SessionWork<T, X> work, int attempts) throws X {
    if (inTransaction()) {
      return part(work);
    }
    writing.lock();
    try {
      checkOpen();
      for (int attempt = 1; ; attempt++) {
        var session = begun();
        T result;
        try {
          result = work.run(session);
        } catch (Throwable failure) {
          var again = session.lost() || session.conflict();
          abandon(session, failure);
          if (again && attempt < attempts) {
            continue;
          }
          throw failure;
        }
        if (committed(session, attempt < attempts)) {
          return result;
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** A session with a transaction that has just begun. */
  private Session begun() {
    for (int attempt = 1; ; attempt++) {
      var session = writer();
      try {
        dialect.begin(session, Use.WRITING);
        return session;
      } catch (MetadataException e) {
        var lost = session.lost();
        abandon(session, e);
        if (!lost || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Commits; answers false where the transaction surely was not committed and may be repeated. */
  private boolean committed(Session session, boolean mayRepeat) {
    try {
      dialect.commit(session);
      return true;
    } catch (MetadataException e) {
      var conflict = session.conflict();
      var lost = session.lost();
      abandon(session, e);
      if (lost && committedBeforeTheEnd(e)) {
        return true;
      }
      if ((lost || conflict) && mayRepeat) {
        return false;
      }
      throw e;
    }
  }

  private boolean committedBeforeTheEnd(MetadataException end) {
    for (int attempt = 1; ; attempt++) {
      @Nullable Session session = null;
      try {
        session = writer();
        return dialect.committed(session);
      } catch (MetadataException e) {
        if (session != null) {
          abandon(session, e);
        }
        if (session == null || attempt == ATTEMPTS) {
          var unknown = PostgresFailures.unknownOutcome(dialect.location(), end);
          unknown.addSuppressed(e);
          throw unknown;
        }
      }
    }
  }

  /** Undoes a transaction, or drops its connection where that is lost. */
  private void abandon(Session session, Throwable failure) {
    try {
      if (!session.lost()) {
        dialect.rollback(session);
      }
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
    if (session.lost()) {
      writer = null;
      session.close();
    }
  }

  /** The thread that holds the lock is the one whose transaction is open. */
  private boolean inTransaction() {
    return writing.isHeldByCurrentThread();
  }

  private <T extends @Nullable Object, X extends Exception> T part(SessionWork<T, X> work)
      throws X {
    var session = writer();
    session.run("SAVEPOINT part");
    try {
      T result = work.run(session);
      session.run("RELEASE part");
      return result;
    } catch (Throwable failure) {
      undoPart(session, failure);
      throw failure;
    }
  }

  private static void undoPart(Session session, Throwable failure) {
    try {
      session.run("ROLLBACK TO part");
      session.run("RELEASE part");
    } catch (MetadataException e) {
      failure.addSuppressed(e);
    }
  }

  private Session writer() {
    var current = writer;
    if (current == null) {
      current = dialect.connect(Use.WRITING);
      writer = current;
    }
    return current;
  }

  private Session borrow() {
    checkOpen();
    var idle = readers.pollFirst();
    return idle == null ? dialect.connect(Use.READING) : idle;
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
          "metadata database "
              + dialect.location()
              + ": closed (expected: open); open it again before using it");
    }
  }

  private void closeReaders() {
    for (var idle = readers.pollFirst(); idle != null; idle = readers.pollFirst()) {
      idle.close();
    }
  }

  /** A server that is gone is not told good-bye. */
  private void takeLeave(Session last) {
    try {
      dialect.retire(last);
    } catch (MetadataException e) {
      if (!last.lost()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    if (inTransaction()) {
      throw MetadataException.precondition(
          "metadata database "
              + dialect.location()
              + ": closed within a transaction (expected: after it); close it when the work is done");
    }
    writing.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      closeReaders();
      if (writer != null) {
        try (var last = writer) {
          takeLeave(last);
        }
      }
    } finally {
      writing.unlock();
    }
  }
}
