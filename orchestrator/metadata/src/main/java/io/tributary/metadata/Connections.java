package io.tributary.metadata;

import io.tributary.metadata.Dialect.Durability;
import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one database: one that writes, one thread after the other in the order of
 * arrival, and up to sixteen that read. What a thread does inside {@link #write} is stored wholly
 * or not at all. Thread-safe.
 *
 * <p>Writers that wait for their turn share a transaction: each works in a part of it that can be
 * undone alone, the last one commits for all, and none returns before. So they wait for the disk
 * once, not one after the other.
 *
 * <p>A connection that is lost is replaced. What was under way on it is repeated if it surely was
 * not committed; so is what the database undid in favour of another transaction.
 */
final class Connections implements AutoCloseable {

  private static final int MOST_READERS = 16;
  private static final int IDLE_READERS = 8;
  private static final int ATTEMPTS = 4;

  /** How many writers may wait for one commit. */
  private static final int MOST_TOGETHER = 64;

  /** Work on a session that may throw an exception of its own kind. */
  interface SessionWork<T extends @Nullable Object, X extends Exception> {
    T run(Session session) throws X;
  }

  private final Dialect dialect;
  private final ReentrantLock writing = new ReentrantLock(true);
  private @Nullable Session writer;

  /** The transaction that the next writer may join; one is waiting while there is one. */
  private @Nullable Together open;

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

  /** A transaction of several writers. */
  private static final class Together {
    final Session session;
    int works;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable MetadataException failure;
    private volatile boolean repeatable;

    Together(Session session) {
      this.session = session;
    }

    void committed() {
      ended.countDown();
    }

    /** Nothing of it was stored; or it is not known, and it may not be repeated. */
    void failed(MetadataException reason, boolean mayRepeat) {
      failure = reason;
      repeatable = mayRepeat;
      ended.countDown();
    }

    /** Waits for the commit; false if the work is to be repeated. */
    boolean await(boolean mayRepeat) {
      boolean interrupted = false;
      while (true) {
        try {
          ended.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      var reason = failure;
      if (reason == null) {
        return true;
      }
      if (repeatable && mayRepeat) {
        return false;
      }
      throw new MetadataException(reason.code(), String.valueOf(reason.getMessage()), reason);
    }
  }

  /**
   * Runs the work in a transaction, or as an undoable part of the transaction of this thread where
   * there is one. The work may be run again, after a run that surely was not committed.
   */
  <T extends @Nullable Object, X extends Exception> T write(SessionWork<T, X> work) throws X {
    if (inTransaction()) {
      return part(work);
    }
    for (int attempt = 1; ; attempt++) {
      Together together;
      T result;
      writing.lock();
      try {
        checkOpen();
        var joined = open;
        together = joined == null ? new Together(begun()) : joined;
        open = null;
        try {
          result = together.works == 0 ? work.run(together.session) : part(work);
        } catch (Throwable failure) {
          var session = together.session;
          var again = session.lost() || session.conflict();
          if (together.works == 0) {
            abandon(session, failure);
          } else {
            undone(together, failure, again);
          }
          if (again && attempt < ATTEMPTS) {
            continue;
          }
          throw failure;
        }
        together.works++;
        passOn(together);
      } finally {
        writing.unlock();
      }
      if (together.await(attempt < ATTEMPTS)) {
        return result;
      }
    }
  }

  /** A part of a shared transaction was undone, and the whole with it if that did not succeed. */
  private void undone(Together together, Throwable failure, boolean spoiled) {
    if (!spoiled && !(failure instanceof Error) && failure.getSuppressed().length == 0) {
      passOn(together);
      return;
    }
    try {
      abandon(together.session, failure);
    } finally {
      together.failed(
          failure instanceof MetadataException reason
              ? reason
              : new MetadataException(
                  Code.ABORTED,
                  "metadata database "
                      + dialect.location()
                      + ": another write spoilt the transaction (expected: a transaction that goes on); try again",
                  failure),
          true);
    }
  }

  /** Leaves a transaction to the next writer, if one waits; else commits it. */
  private void passOn(Together together) {
    if (writing.hasQueuedThreads() && together.works < MOST_TOGETHER) {
      open = together;
    } else {
      commit(together);
    }
  }

  private void commit(Together together) {
    try {
      if (committed(together.session, true)) {
        together.committed();
      } else {
        together.failed(
            new MetadataException(
                Code.ABORTED,
                "metadata database "
                    + dialect.location()
                    + ": the transaction was undone (expected: to be committed); try again"),
            true);
      }
    } catch (MetadataException e) {
      together.failed(e, false);
    } catch (RuntimeException | Error e) {
      together.failed(MetadataException.unknownOutcome(dialect.location(), e), false);
      throw e;
    }
  }

  /** Commits what the writers before have left open. */
  private void commitOpen() {
    var left = open;
    open = null;
    if (left != null) {
      commit(left);
    }
  }

  /** The same in a transaction of its own, for work that must not be run again. */
  <T extends @Nullable Object, X extends Exception> T writeOnce(
      Durability durability, SessionWork<T, X> work) throws X {
    if (inTransaction()) {
      return part(work);
    }
    writing.lock();
    try {
      checkOpen();
      commitOpen();
      if (durability == Durability.FORCED) {
        return writeAlone(work);
      }
      var session = writer();
      dialect.setDurability(session, Durability.UNFORCED);
      try {
        return writeAlone(work);
      } finally {
        if (!session.lost()) {
          dialect.setDurability(session, Durability.FORCED);
        }
      }
    } finally {
      writing.unlock();
    }
  }

  private <T extends @Nullable Object, X extends Exception> T writeAlone(SessionWork<T, X> work)
      throws X {
    var session = begun();
    T result;
    try {
      result = work.run(session);
    } catch (Throwable failure) {
      abandon(session, failure);
      throw failure;
    }
    committed(session, false);
    return result;
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
    } catch (RuntimeException | Error e) {
      drop(session, e);
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
          var unknown = MetadataException.unknownOutcome(dialect.location(), end);
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
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
      drop(session, failure);
      return;
    }
    if (session.lost()) {
      drop(session, failure);
    }
  }

  /** Gives a connection up, and with it what was not committed on it. */
  private void drop(Session session, Throwable failure) {
    writer = null;
    try {
      session.close();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
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
    } catch (RuntimeException | Error e) {
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
      commitOpen();
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
