package io.tributary.data.jdbc;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.data.source.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTest {
  @TempDir Path directory;
  private String url;

  @BeforeEach
  void makeDatabase() throws SQLException {
    url = "jdbc:sqlite:" + directory.resolve("some.db");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE trips (id INTEGER, fare REAL, company TEXT, seal BLOB, odd INTEGER, none)");
      statement.executeUpdate(
          "INSERT INTO trips VALUES (1, 2, 'Zürich', x'00ff', 7, NULL), "
              + "(2, 0.5, NULL, NULL, 'seven', NULL), (3000000000, NULL, '', x'', 0.5, NULL)");
    }
  }

  private JdbcTable ask(String sql) throws IOException {
    return JdbcTable.snapshot(JdbcQuery.of(url, sql), directory);
  }

  @Test
  void theValuesOfAllRowsDecideTypes() throws IOException {
    var table = ask("SELECT * FROM trips ORDER BY id");

    assertThat(Values.types(table))
        .containsExactly(
            Map.entry("id", "Int(64, true)"),
            Map.entry("fare", "FloatingPoint(DOUBLE)"),
            Map.entry("company", "Utf8"),
            Map.entry("seal", "Binary"),
            Map.entry("odd", "Utf8"),
            Map.entry("none", "Utf8"));
    assertThat(Values.columns(table.batches()))
        .isEqualTo(
            Map.of(
                "id", List.of(1L, 2L, 3_000_000_000L),
                "fare", asList(2.0, 0.5, null),
                "company", asList("Zürich", null, ""),
                "seal", asList("0x00ff", null, "0x"),
                "odd", List.of("7", "seven", "0.5"),
                "none", asList(null, null, null)));
    assertThat(table.rows()).isEqualTo(3);
  }

  @Test
  void expressionsHaveTypes() throws IOException {
    var table = ask("SELECT count(*) AS n, avg(fare) AS mean FROM trips");

    assertThat(Values.columns(table.batches()))
        .isEqualTo(Map.of("n", List.of(3L), "mean", List.of(1.25)));
  }

  @Test
  void manyRowsKeepTheirOrder() throws IOException {
    var table =
        ask(
            "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 19999)"
                + " SELECT n FROM c");

    assertThat(table.batches().count()).isEqualTo(3);
    assertThat(Values.column(table, "n")).isEqualTo(LongStream.range(0, 20_000).boxed().toList());
  }

  @Test
  void equalAnswersHaveEqualDigests() throws IOException {
    assertThat(ask("SELECT id FROM trips ORDER BY id").digest())
        .isEqualTo(ask("SELECT id FROM trips ORDER BY id LIMIT 3").digest())
        .isNotEqualTo(ask("SELECT id FROM trips ORDER BY id DESC").digest());
  }

  @Test
  void aRefusedQueryIsNamed() {
    assertThatThrownBy(() -> ask("SELECT absent FROM trips"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
        .hasMessageStartingWith("query 'SELECT absent FROM trips' to " + url)
        .hasMessageContaining("no such column: absent")
        .hasMessageContaining("(error 1)");
  }

  @Test
  void nothingIsWritten() {
    assertThatThrownBy(() -> ask("DELETE FROM trips RETURNING id"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("readonly");
  }

  @Test
  void aDatabaseThatIsAbsentIsNotMade() {
    url = "jdbc:sqlite:" + directory.resolve("absent.db");

    assertThatThrownBy(() -> ask("SELECT 1"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("absent.db");
    assertThat(Files.exists(directory.resolve("absent.db"))).isFalse();
  }

  @Test
  void anAnswerWithoutRowsIsRefused() {
    assertThatThrownBy(() -> ask("SELECT id FROM trips WHERE id < 0"))
        .hasMessageContaining("no rows (expected: at least one row)");
  }

  @Test
  void columnsOfOneNameAreRefused() {
    assertThatThrownBy(() -> ask("SELECT id, fare AS id FROM trips"))
        .hasMessageContaining("several columns called 'id'")
        .hasMessageContaining("name them with AS");
  }

  @Test
  void aUrlWithoutADriverIsRefused() {
    url = "jdbc:nothing://ann:hunter2@host/db";

    assertThatThrownBy(() -> ask("SELECT 1"))
        .hasMessageContaining("to jdbc:nothing://ann:***@host/db: no JDBC driver takes this URL")
        .hasMessageNotContaining("hunter2");
  }
}
