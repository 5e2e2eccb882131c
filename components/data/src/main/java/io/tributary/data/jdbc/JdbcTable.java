package io.tributary.data.jdbc;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.api.Explanation;
import io.tributary.api.data.ExamplesWriter;
import io.tributary.api.digest.FileDigests;
import io.tributary.data.Batches;
import io.tributary.data.arrow.ArrowTable;
import io.tributary.data.source.CommonSchema;
import io.tributary.data.source.SourceFiles;
import io.tributary.data.source.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The answer to a query, as it was when it was asked: a database gives its rows once and in one
 * order, so they are kept in an Arrow file.
 *
 * <p>Types are the declared ones: integers of 16 to 64 bits, float32, float64, bool, text, binary,
 * date, time and timestamp in microseconds (with time zone: instants in UTC), decimals of up to 38
 * digits, and of PostgreSQL arrays of numbers, bool and text; numbers of any precision, such as
 * PostgreSQL's bare {@code numeric}, become the nearest float64; all else is the text that the
 * driver gives. SQLite declares nothing that holds, so there the values decide: int64, float64 if
 * one is no integer, text if one is text, binary if one is a blob; the query is executed twice, in
 * one transaction.
 */
public final class JdbcTable implements SourceTable {
  private static final int BATCH_ROWS = 8_192;
  private static final long BATCH_BYTES = 32 << 20;

  private final ArrowTable table;

  private JdbcTable(ArrowTable table) {
    this.table = table;
  }

  /**
   * Asks a database, and keeps the answer. Holds no more than a batch of rows, and what the driver
   * fetches.
   *
   * @param directory for the file of the answer; it must exist, and be the caller's to delete when
   *     the table is not needed any more
   * @throws ExecutionFailure naming the query, and the SQLSTATE where the database has refused it;
   *     and if there are no rows, or columns of one name
   */
  public static JdbcTable snapshot(JdbcQuery query, Path directory) throws IOException {
    var place = Files.createTempDirectory(directory, "query-");
    long rows;
    try (var connection = Drivers.connect(query)) {
      rows = copy(query, connection, place);
      connection.rollback();
    } catch (SQLException e) {
      throw JdbcFailures.failure(query, "", e);
    }
    if (rows == 0) {
      throw failure(query, "no rows", "at least one row", "check what the query selects");
    }
    var file = place.resolve("part-00000.arrow");
    return new JdbcTable(
        ArrowTable.open(new SourceFiles(file, List.of(file)), FileDigests.READING));
  }

  private static long copy(JdbcQuery query, Connection connection, Path place)
      throws SQLException, IOException {
    List<Field> fields = List.of();
    if (query.isSqlite()) {
      try (var statement = statement(query, connection);
          var answer = statement.executeQuery()) {
        fields = SqliteTypes.fields(answer);
      }
    }
    try (var statement = statement(query, connection);
        var answer = statement.executeQuery()) {
      var schema = new Schema(query.isSqlite() ? fields : JdbcTypes.fields(answer.getMetaData()));
      requireNames(query, schema);
      return copy(query, answer, schema, place);
    }
  }

  private static PreparedStatement statement(JdbcQuery query, Connection connection)
      throws SQLException {
    var statement = connection.prepareStatement(query.sql());
    statement.setFetchSize(query.fetchRows());
    return statement;
  }

  private static void requireNames(JdbcQuery query, Schema schema) {
    var repeated = CommonSchema.repeatedNames(schema);
    if (!repeated.isEmpty()) {
      throw failure(
          query,
          "several columns called " + String.join(", ", repeated),
          "a name of its own for every column",
          "name them with AS");
    }
  }

  private static long copy(JdbcQuery query, ResultSet answer, Schema schema, Path place)
      throws SQLException, IOException {
    long rows = 0;
    try (var allocator = new RootAllocator();
        var out = new ExamplesWriter(place, schema, allocator);
        var batch = VectorSchemaRoot.create(schema, allocator)) {
      batch.allocateNew();
      int row = 0;
      long bytes = 0;
      while (answer.next()) {
        bytes += copy(query, answer, batch, row++, rows++);
        if (row == BATCH_ROWS || bytes > BATCH_BYTES) {
          batch.setRowCount(row);
          out.append(batch);
          batch.allocateNew();
          row = 0;
          bytes = 0;
        }
      }
      batch.setRowCount(row);
      out.append(batch);
    }
    return rows;
  }

  private static long copy(
      JdbcQuery query, ResultSet answer, VectorSchemaRoot batch, int row, long number)
      throws SQLException {
    long bytes = 0;
    for (int c = 0; c < batch.getFieldVectors().size(); c++) {
      var vector = batch.getVector(c);
      try {
        bytes += JdbcValues.write(answer, c + 1, vector, row);
      } catch (ArithmeticException e) {
        throw failure(
            query,
            "row " + (number + 1) + ", column '" + vector.getName() + "': " + e.getMessage(),
            "a value that " + vector.getField().getType() + " can hold",
            "cast the column in the query");
      } catch (SQLException e) {
        var place = " > row " + (number + 1) + ", column '" + vector.getName() + "'";
        throw JdbcFailures.failure(query, place, e);
      }
    }
    return bytes;
  }

  private static ExecutionFailure failure(
      JdbcQuery query, String value, String expected, String remedy) {
    return new ExecutionFailure(
        Code.INVALID_DATA, new Explanation(query.toString(), value, expected, remedy));
  }

  @Override
  public Schema schema() {
    return table.schema();
  }

  @Override
  public long rows() {
    return table.rows();
  }

  @Override
  public long badRows() {
    return 0;
  }

  /** Of the answer: equal rows in equal order have equal digests. */
  @Override
  public String digest() {
    return table.digest();
  }

  @Override
  public Batches batches() {
    return table.batches();
  }
}
