package io.tributary.data.jdbc;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import io.tributary.data.source.Values;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
  private static EmbeddedPostgres server;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader LOGIN PASSWORD 'hunter2'");
      statement.execute(
          "CREATE TABLE types (i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric(10,2),"
              + " free numeric, b bool, t text, v varchar(9), c char(3), y bytea, d date, tm time,"
              + " ts timestamp, tz timestamptz, u uuid, j jsonb, li int4[], lt text[], iv interval)");
      statement.execute(
          "INSERT INTO types VALUES (-1, 2, 9007199254740993, 1.5, 0.1, -1.50, 1.1, true, 'Zürich',"
              + " '', 'ab', '\\x00ff', '1969-12-31', '23:59:59.000001', '2024-02-29 01:30:01.000003',"
              + " '2024-02-29 01:30:01+02', '00000000-0000-0000-0000-00000000002a', '{\"a\": 1}',"
              + " '{1,NULL,3}', '{}', '1 day')");
      statement.execute("INSERT INTO types (i2) VALUES (NULL)");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private JdbcTable ask(String sql) throws IOException {
    return JdbcTable.snapshot(
        JdbcQuery.of(server.getJdbcUrl("postgres", "postgres"), sql).withFetchRows(100), directory);
  }

  @Test
  void readsEveryType() throws IOException {
    var table = ask("SELECT * FROM types ORDER BY i2 NULLS LAST");

    assertThat(Values.types(table))
        .containsExactly(
            Map.entry("i2", "Int(16, true)"),
            Map.entry("i4", "Int(32, true)"),
            Map.entry("i8", "Int(64, true)"),
            Map.entry("f4", "FloatingPoint(SINGLE)"),
            Map.entry("f8", "FloatingPoint(DOUBLE)"),
            Map.entry("n", "Decimal(10, 2, 128)"),
            Map.entry("free", "FloatingPoint(DOUBLE)"),
            Map.entry("b", "Bool"),
            Map.entry("t", "Utf8"),
            Map.entry("v", "Utf8"),
            Map.entry("c", "Utf8"),
            Map.entry("y", "Binary"),
            Map.entry("d", "Date(DAY)"),
            Map.entry("tm", "Time(MICROSECOND, 64)"),
            Map.entry("ts", "Timestamp(MICROSECOND, null)"),
            Map.entry("tz", "Timestamp(MICROSECOND, UTC)"),
            Map.entry("u", "Utf8"),
            Map.entry("j", "Utf8"),
            Map.entry("li", "List<element: Int(32, true)>"),
            Map.entry("lt", "List<element: Utf8>"),
            Map.entry("iv", "Utf8"));
    var columns = Values.columns(table.batches());
    assertThat(columns.values())
        .allSatisfy(values -> assertThat(values).hasSize(2).endsWith((Object) null));
    columns.replaceAll((name, values) -> values.subList(0, 1));
    assertThat(columns.get("i8")).isEqualTo(List.of(9_007_199_254_740_993L));
    assertThat(columns.get("f4")).isEqualTo(List.of(1.5f));
    assertThat(columns.get("n")).isEqualTo(List.of(new BigDecimal("-1.50")));
    assertThat(columns.get("free")).isEqualTo(List.of(1.1));
    assertThat(columns.get("b")).isEqualTo(List.of(true));
    assertThat(columns.get("t")).isEqualTo(List.of("Zürich"));
    assertThat(columns.get("c")).isEqualTo(List.of("ab "));
    assertThat(columns.get("y")).isEqualTo(List.of("0x00ff"));
    assertThat(columns.get("d")).isEqualTo(List.of(-1));
    assertThat(columns.get("tm")).isEqualTo(List.of(86_399_000_001L));
    assertThat(columns.get("ts")).isEqualTo(List.of("2024-02-29T01:30:01.000003"));
    assertThat(columns.get("tz")).isEqualTo(List.of(1_709_163_001_000_000L));
    assertThat(columns.get("u")).isEqualTo(List.of("00000000-0000-0000-0000-00000000002a"));
    assertThat(columns.get("j")).isEqualTo(List.of("{\"a\": 1}"));
    assertThat(columns.get("li")).isEqualTo(List.of(asList(1, null, 3)));
    assertThat(columns.get("lt")).isEqualTo(List.of(List.of()));
  }

  @Test
  void manyRowsKeepTheirOrder() throws IOException {
    var table = ask("SELECT n::int8 FROM generate_series(0, 19999) n");

    assertThat(table.batches().count()).isEqualTo(3);
    assertThat(Values.column(table, "n")).isEqualTo(LongStream.range(0, 20_000).boxed().toList());
  }

  @Test
  void aRefusedQueryIsNamedWithItsState() {
    assertThatThrownBy(() -> ask("SELECT * FROM absent"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
        .hasMessageStartingWith("query 'SELECT * FROM absent' to jdbc:postgresql://localhost")
        .hasMessageContaining("relation \"absent\" does not exist (SQLSTATE 42P01)");
  }

  @Test
  void anErrorAmongTheRowsIsOneOfTheData() {
    assertThatThrownBy(() -> ask("SELECT 1 / (5000 - n) AS x FROM generate_series(0, 9999) n"))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_DATA))
        .hasMessageContaining("division by zero (SQLSTATE 22012)");
  }

  @Test
  void aValueThatNoTypeHoldsIsNamed() {
    assertThatThrownBy(() -> ask("SELECT 1 AS a, 'NaN'::numeric(5,2) AS x"))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("row 1, column 'x'");
  }

  @Test
  void anArrayOfArraysIsNamed() {
    for (var array : List.of("ARRAY[['a','b'],['c','d']]", "ARRAY[[1,2],[3,4]]")) {
      assertThatThrownBy(() -> ask("SELECT 1 AS a, " + array + " AS x"))
          .isInstanceOf(ExecutionFailure.class)
          .hasMessageContaining("row 1, column 'x': an array within the array");
    }
  }

  @Test
  void nothingIsWritten() {
    assertThatThrownBy(() -> ask("DELETE FROM types RETURNING i2"))
        .hasMessageContaining("read-only transaction (SQLSTATE 25006)");
  }

  @Test
  void aWrongPasswordIsRefusedAndNotShown() {
    var query =
        JdbcQuery.of("jdbc:postgresql://localhost:" + server.getPort() + "/absent", "SELECT 1")
            .withCredentials("nobody", "hunter3");

    assertThatThrownBy(() -> JdbcTable.snapshot(query, directory))
        .isInstanceOf(ExecutionFailure.class)
        .hasMessageContaining("SQLSTATE")
        .hasMessageNotContaining("hunter3")
        .hasNoCause();
  }

  @Test
  void whatIsNotGrantedIsDenied() {
    var query =
        JdbcQuery.of(
                "jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                "SELECT * FROM types")
            .withCredentials("reader", "hunter2");

    assertThatThrownBy(() -> JdbcTable.snapshot(query, directory))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.PERMISSION_DENIED))
        .hasMessageContaining("(SQLSTATE 42501)");
  }

  @Test
  void aDatabaseThatIsDownIsUnavailable() {
    var query = JdbcQuery.of("jdbc:postgresql://localhost:1/postgres", "SELECT 1");

    assertThatThrownBy(() -> JdbcTable.snapshot(query, directory))
        .isInstanceOfSatisfying(
            ExecutionFailure.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
  }
}
