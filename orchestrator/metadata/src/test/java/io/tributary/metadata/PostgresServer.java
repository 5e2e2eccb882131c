package io.tributary.metadata;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server in a directory of its own, started from binaries that Maven brings. Any user
 * may start it, root too. It ends with this process at the latest.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String TEMPLATE = "prepared";

  private final Path directory;
  private final AtomicInteger databases = new AtomicInteger();
  private EmbeddedPostgres server;

  private PostgresServer(Path directory, EmbeddedPostgres server) {
    this.directory = directory;
    this.server = server;
  }

  private static final class Shared {
    static final PostgresServer SERVER = startPrepared();

    private static PostgresServer startPrepared() {
      try {
        var server = start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        server.execute("CREATE DATABASE " + TEMPLATE);
        MetadataDatabase.open(server.address(TEMPLATE), Clock.systemUTC()).close();
        return server;
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("PostgreSQL did not start", e);
      }
    }
  }

  /** The server that the tests of a process share. */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  public static PostgresServer start() throws IOException {
    var directory = Files.createTempDirectory("tributary-postgres-");
    return new PostgresServer(directory, start(directory, 0));
  }

  private static EmbeddedPostgres start(Path directory, int port) throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "100");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  /** Ends the server as a crash would, with all its work under way, unless it has ended. */
  public void kill() throws IOException {
    var pid =
        Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0).strip());
    var process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return;
    }
    var all = new ArrayList<>(process.get().descendants().toList());
    all.add(process.get());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }

  /** Starts it again on what it had stored, on the same port. */
  public void restart() throws IOException {
    var port = server.getPort();
    server.close();
    server = start(directory, port);
  }

  int port() {
    return server.getPort();
  }

  /** The address of a new database that has the tables already. */
  public String newDatabase() {
    return create(" TEMPLATE " + TEMPLATE);
  }

  /** The address of a new database without tables. */
  public String emptyDatabase() {
    return create("");
  }

  /** One test follows the other, so the database of the one before is not needed any more. */
  private String create(String how) {
    var number = databases.incrementAndGet();
    var name = "test" + number;
    try {
      execute("DROP DATABASE IF EXISTS test" + (number - 1) + " WITH (FORCE)");
      execute("CREATE DATABASE " + name + how);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return address(name);
  }

  private String address(String database) {
    return "postgresql://postgres@localhost:" + server.getPort() + "/" + database;
  }

  void execute(String sql) throws SQLException {
    execute(address("postgres"), sql);
  }

  /** Runs a statement behind the back of the store. */
  static void execute(String address, String sql) throws SQLException {
    try (var connection = connect(address);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static Connection connect(String address) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + address.replace("postgres@", ""), "postgres", "postgres");
  }

  @Override
  public void close() {
    try {
      kill();
      server.close();
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
