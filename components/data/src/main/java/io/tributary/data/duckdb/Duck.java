package io.tributary.data.duckdb;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.data.source.BrokenFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/**
 * A DuckDB of one thread, in memory, that writes nothing to the disk but what it is told to, and
 * asks for nothing from the network. The library is loaded with the first one. Not thread-safe.
 */
public final class Duck implements AutoCloseable {
  private static final String MEMORY = "1GB";
  private static final String OUT_OF_MEMORY = "Out of Memory Error";

  private final Connection connection;

  /** Starts one whose answers come bit by bit. */
  public Duck() throws SQLException {
    this(true);
  }

  private Duck(boolean isStreaming) throws SQLException {
    var settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", MEMORY);
    settings.setProperty("temp_directory", "");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", String.valueOf(isStreaming));
    connection = DriverManager.getConnection("jdbc:duckdb:", settings);
  }

  /**
   * What to tell of a query that has failed: an answer that comes bit by bit breaks off without
   * saying why, hence it is asked once more, for a digest of all its rows.
   *
   * @param where the file, or a place in it
   * @param attempt such as {@code cannot be read}
   * @param expected such as {@code a complete Parquet file}
   * @param thrown what the query has thrown
   */
  public static ExecutionFailure failure(
      String where, String attempt, String expected, String query, Exception thrown) {
    var reason = BrokenFile.reason(thrown);
    try (var duck = new Duck(false);
        var answer = duck.ask("select max(hash(answer)) from (" + query + ") answer")) {
      answer.rows().next();
    } catch (SQLException e) {
      reason = BrokenFile.reason(e);
    }
    return reason.startsWith(OUT_OF_MEMORY)
        ? new ExecutionFailure(
            Code.RESOURCE_EXHAUSTED,
            new Explanation(
                where,
                attempt + " (" + reason + ")",
                "row groups that DuckDB can read with " + MEMORY + " of memory",
                "write the file with smaller row groups, or shorter values"),
            thrown)
        : BrokenFile.failure(where, attempt + " (" + reason + ")", expected, thrown);
  }

  /** What a table function says of a Parquet file. */
  public static String call(String function, Path file, String options) {
    return function + "(" + quote('\'', escape(file)) + options + ")";
  }

  /** The rows of a Parquet file, and no columns that its directories would name. */
  public static String rows(Path file) {
    return call("read_parquet", file, ", hive_partitioning = false");
  }

  /** A column's name. */
  public static String column(String name) {
    return quote('"', name);
  }

  private static String quote(char mark, String text) {
    var once = String.valueOf(mark);
    return mark + text.replace(once, once + once) + mark;
  }

  /** A path in which nothing is a wildcard. */
  private static String escape(Path file) {
    return file.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]");
  }

  /**
   * Gives record batches a name in queries; one query can read them, once.
   *
   * @param stream what Arrow's C data interface calls one; outlives the query
   */
  public void name(String name, ArrowArrayStream stream) throws SQLException {
    connection.unwrap(DuckDBConnection.class).registerArrowStream(name, stream);
  }

  /** Does what a statement says. */
  public void execute(String statement) throws SQLException {
    try (var once = connection.createStatement()) {
      once.execute(statement);
    }
  }

  /** A text as a literal. */
  public static String text(String value) {
    return quote('\'', value);
  }

  /** The answer to a query, as it comes. */
  public Answer ask(String query) throws SQLException {
    var statement = connection.createStatement();
    try {
      return new Answer(statement, statement.executeQuery(query));
    } catch (SQLException | RuntimeException e) {
      try (statement) {
        throw e;
      }
    }
  }

  /** An answer; closing it calls off what is left of it. */
  public record Answer(Statement statement, ResultSet rows) implements AutoCloseable {

    /** The answer as record batches; all but the last have {@code batchRows}. */
    public ArrowReader batches(BufferAllocator allocator, int batchRows) throws SQLException {
      return (ArrowReader)
          rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, batchRows);
    }

    @Override
    public void close() throws SQLException {
      try (statement) {
        rows.close();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
