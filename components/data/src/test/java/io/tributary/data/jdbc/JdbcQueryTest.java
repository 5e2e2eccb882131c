package io.tributary.data.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcQueryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://host/db?user=ann&password=hunter2&ssl=true",
        "jdbc:postgresql://ann:hunter2@host/db",
        "jdbc:sqlserver://host;user=ann;Password=hunter2;encrypt=true",
        "jdbc:mysql://host/db?PWD=hunter2"
      })
  void showsNoPasswordOfAUrl(String url) {
    var query = JdbcQuery.of(url, "SELECT 1");

    assertThat(query.toString()).doesNotContain("hunter2").contains("***").contains("host");
    assertThat(query.withoutSecrets("cannot reach " + url)).doesNotContain("hunter2");
  }

  @Test
  void showsNoPasswordOfItsOwn() {
    var query =
        JdbcQuery.of("jdbc:postgresql://host/db", "SELECT 'hunter2'\n  FROM t")
            .withCredentials("ann", "hunter2");

    assertThat(query).hasToString("query 'SELECT '***' FROM t' to jdbc:postgresql://host/db");
  }

  @Test
  void refusesWhatIsNoQuery() {
    assertThatThrownBy(() -> JdbcQuery.of("postgresql://ann:hunter2@host/db", "SELECT 1"))
        .hasMessageContaining("url: 'postgresql://ann:***@host/db' (expected: jdbc:...)");
    assertThatThrownBy(() -> JdbcQuery.of("jdbc:sqlite:x", " ")).hasMessageContaining("sql: blank");
    assertThatThrownBy(() -> JdbcQuery.of("jdbc:sqlite:x", "SELECT 1").withFetchRows(0))
        .hasMessageContaining("fetchRows: 0 (expected: > 0)");
  }
}
