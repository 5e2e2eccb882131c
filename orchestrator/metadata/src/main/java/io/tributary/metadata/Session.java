package io.tributary.metadata;

import io.tributary.metadata.Dialect.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection with the statements it has prepared. Used by one thread at a time. */
final class Session implements AutoCloseable {

  /** Sets the parameters of a statement. */
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Sets the parameters of one execution of a batch. */
  interface ItemBinder<T> {
    void bind(PreparedStatement statement, T item) throws SQLException;
  }

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Consumes one row. */
  interface RowSink {
    void accept(ResultSet row) throws SQLException;
  }

  static final Binder NO_PARAMETERS = statement -> {};

  /** A driver may keep the room that the largest batch took, and go through it every time. */
  private static final int MOST_IN_BATCH = 100;

  private final Dialect dialect;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new PreparedStatements();
  private boolean lost;
  private boolean conflict;

  Session(Dialect dialect, Connection connection) {
    this.dialect = dialect;
    this.connection = connection;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Whether the connection is gone for good. */
  boolean lost() {
    return lost;
  }

  /** Whether the last transaction was undone in favour of another one. */
  boolean conflict() {
    return conflict;
  }

  <T> List<T> list(String sql, Binder parameters, RowReader<T> reader) {
    var found = new ArrayList<T>();
    each(sql, parameters, row -> found.add(reader.read(row)));
    return found;
  }

  <T> Optional<T> first(String sql, Binder parameters, RowReader<T> reader) {
    var found = list(sql, parameters, reader);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  void each(String sql, Binder parameters, RowSink sink) {
    try {
      var statement = prepare(sql);
      parameters.bind(statement);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          sink.accept(rows);
        }
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /**
   * Runs an INSERT ... RETURNING id; a violated uniqueness is ALREADY_EXISTS with the given
   * message.
   */
  long insert(String sql, Binder parameters, Supplier<String> duplicate) {
    try {
      var statement = prepare(sql);
      parameters.bind(statement);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw refusal(sql, e, duplicate);
    }
  }

  /**
   * Runs a statement that changes rows and answers how many; a violated uniqueness is
   * ALREADY_EXISTS with the given message.
   */
  int update(String sql, Binder parameters, Supplier<String> duplicate) {
    try {
      var statement = prepare(sql);
      parameters.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw refusal(sql, e, duplicate);
    }
  }

  int update(String sql, Binder parameters) {
    try {
      var statement = prepare(sql);
      parameters.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  <T> void batch(String sql, Collection<T> items, ItemBinder<T> binder) {
    if (items.isEmpty()) {
      return;
    }
    try {
      var statement = prepare(sql);
      int batched = 0;
      for (T item : items) {
        binder.bind(statement, item);
        statement.addBatch();
        if (++batched == MOST_IN_BATCH) {
          statement.executeBatch();
          batched = 0;
        }
      }
      if (batched > 0) {
        statement.executeBatch();
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    } catch (RuntimeException e) {
      discard(sql, e);
      throw e;
    }
  }

  /** Runs a statement without parameters that is not worth keeping. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void run(String sql) {
    try {
      prepare(sql).execute();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    @Nullable PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.words(sql));
      prepared.put(sql, statement);
    }
    return statement;
  }

  /** A statement that has failed is not used again: the driver may have closed it. */
  private void discard(String sql, Exception failure) {
    @Nullable PreparedStatement failed = prepared.remove(sql);
    try {
      if (failed != null) {
        failed.close();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** Commits where the database is not told so by a statement. */
  void commit() {
    conflict = false;
    try {
      connection.commit();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Rolls back where the database is not told so by a statement. */
  void rollback() {
    conflict = false;
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private MetadataException failure(String sql, SQLException e) {
    discard(sql, e);
    return failure(e);
  }

  private MetadataException failure(SQLException e) {
    var kind = dialect.kindOf(e);
    lost |= kind == Failure.LOST;
    conflict |= kind == Failure.CONFLICT;
    return dialect.translate(e);
  }

  private MetadataException refusal(String sql, SQLException e, Supplier<String> duplicate) {
    discard(sql, e);
    return dialect.kindOf(e) == Failure.DUPLICATE
        ? new MetadataException(MetadataException.Code.ALREADY_EXISTS, duplicate.get(), e)
        : failure(e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
