package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.Dialect.Use;
import io.tributary.metadata.MetadataException.Code;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to writers when the machine fails one of them. */
@Timeout(60)
class ConnectionsTest {

  @TempDir Path directory;

  private SqliteDialect dialect;

  @BeforeEach
  void createTable() throws SQLException {
    dialect = new SqliteDialect(directory.resolve("numbers.db"));
    try (var session = dialect.connect(Use.WRITING)) {
      session.execute("CREATE TABLE Number (value INTEGER)");
    }
  }

  @Test
  void writerThatSharesACommitIsToldWhenAnErrorEndsIt() throws Exception {
    try (var connections = failingOnceAt("COMMIT")) {
      var writers = new TwoWriters(connections);
      writers.second.join();
      assertThatThrownBy(() -> writers.secondResult.get(0, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(OutOfMemoryError.class);
      assertThatThrownBy(() -> writers.firstResult.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              MetadataException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                assertThat(e.mayBeStored()).isTrue();
              });
      assertThat(numbers(connections)).isZero();
      assertThat(connections.<Integer, RuntimeException>write(session -> insert(session, 3)))
          .isEqualTo(1);
      assertThat(numbers(connections)).isEqualTo(1);
    }
  }

  @Test
  void workThatAnErrorEndsIsNotStoredWithThatOfTheWriterBefore() throws Exception {
    try (var connections = failingOnceAt("ROLLBACK TO part")) {
      var writers = new TwoWriters(connections, true);
      writers.second.join();
      assertThatThrownBy(() -> writers.secondResult.get(0, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StackOverflowError.class);
      assertThat(writers.firstResult.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(numbers(connections)).isEqualTo(1);
    }
  }

  /** The first holds the lock until the second waits for it, so that they share a commit. */
  private static final class TwoWriters {
    final FutureTask<Integer> firstResult;
    final FutureTask<Integer> secondResult;
    final Thread second;

    TwoWriters(Connections connections) throws InterruptedException {
      this(connections, false);
    }

    TwoWriters(Connections connections, boolean secondFails) throws InterruptedException {
      secondResult =
          new FutureTask<>(
              () ->
                  connections.<Integer, RuntimeException>write(
                      session -> {
                        int inserted = insert(session, 2);
                        if (secondFails) {
                          throw new StackOverflowError("for a test");
                        }
                        return inserted;
                      }));
      second = new Thread(secondResult);
      var writing = new CountDownLatch(1);
      firstResult =
          new FutureTask<>(
              () ->
                  connections.<Integer, RuntimeException>write(
                      session -> {
                        writing.countDown();
                        while (!hasComeToWait(second)) {
                          Thread.onSpinWait();
                        }
                        return insert(session, 1);
                      }));
      var first = new Thread(firstResult);
      first.setDaemon(true);
      first.start();
      writing.await();
      second.setDaemon(true);
      second.start();
    }
  }

  private static boolean hasComeToWait(Thread writer) {
    return writer.getState() == Thread.State.WAITING
        || writer.getState() == Thread.State.TERMINATED;
  }

  private static int insert(Session session, int value) {
    return session.update("INSERT INTO Number VALUES (?)", row -> row.setInt(1, value));
  }

  private static int numbers(Connections connections) {
    return connections.read(
        session ->
            session
                .first("SELECT count(*) FROM Number", Session.NO_PARAMETERS, row -> row.getInt(1))
                .orElseThrow());
  }

  private Connections failingOnceAt(String statement) throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + dialect.file());
    var failed = new CountDownLatch(1);
    var failing =
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (failed.getCount() > 0
                      && method.getName().equals("prepareStatement")
                      && statement.equals(arguments[0])) {
                    failed.countDown();
                    throw new OutOfMemoryError("for a test");
                  }
                  return invoke(connection, method, arguments);
                });
    return new Connections(dialect, new Session(dialect, failing));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
