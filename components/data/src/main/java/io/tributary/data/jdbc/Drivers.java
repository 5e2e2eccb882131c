package io.tributary.data.jdbc;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;

/** Connects to databases; the drivers are found among the jars of the run. */
final class Drivers {
  private Drivers() {}

  /**
   * A connection in which nothing is committed, and which reads only if the driver lets it say so.
   */
  static Connection connect(JdbcQuery query) throws SQLException {
    var settings = new Properties();
    query.user().ifPresent(user -> settings.setProperty("user", user));
    query.password().ifPresent(password -> settings.setProperty("password", password));
    if (query.isSqlite()) {
      settings.setProperty("open_mode", "1"); // reads only; a file that is absent is not made
    }
    var connection = driver(query).connect(query.url(), settings);
    if (connection == null) {
      throw noDriver(query);
    }
    try {
      if (!query.isSqlite()) {
        connection.setReadOnly(true);
      }
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      try (connection) {
        throw e;
      }
    }
  }

  private static Driver driver(JdbcQuery query) throws SQLException {
    var loader = Thread.currentThread().getContextClassLoader();
    for (var driver :
        ServiceLoader.load(
            Driver.class, loader == null ? Drivers.class.getClassLoader() : loader)) {
      if (driver.acceptsURL(query.url())) {
        return driver;
      }
    }
    throw noDriver(query);
  }

  private static ExecutionFailure noDriver(JdbcQuery query) {
    return new ExecutionFailure(
        Code.INVALID_ARGUMENT,
        new Explanation(
            query.toString(),
            "no JDBC driver takes this URL",
            "the URL of a database whose driver is on the class path",
            "check the URL, or give the driver's jar with --jar"));
  }
}
