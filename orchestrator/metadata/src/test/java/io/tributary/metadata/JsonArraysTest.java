package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonArraysTest {

  @TempDir Path directory;

  @Test
  void sqliteReadsBackEveryText() {
    var texts =
        List.of(
            "",
            "plain",
            "it's",
            "\"quoted\"",
            "back\\slash",
            "\\u0041",
            "line\nbreak\ttab\u0001\u001f",
            "naïve 🚕 \uffff",
            "[1, 2]",
            "</script>");
    try (var session =
        new SqliteDialect(directory.resolve("texts.db")).connect(Duration.ofSeconds(1))) {
      assertThat(
              session.list(
                  "SELECT value FROM json_each(?)",
                  statement -> statement.setString(1, JsonArrays.ofStrings(texts)),
                  row -> row.getString(1)))
          .isEqualTo(texts);
    }
  }

  @Test
  void sqliteReadsBackEveryNumber() {
    var numbers = List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE);
    try (var session =
        new SqliteDialect(directory.resolve("numbers.db")).connect(Duration.ofSeconds(1))) {
      assertThat(
              session.list(
                  "SELECT value FROM json_each(?)",
                  statement -> statement.setString(1, JsonArrays.ofNumbers(numbers)),
                  row -> row.getLong(1)))
          .isEqualTo(numbers);
    }
  }

  @Test
  void nothingIsAnEmptyArray() {
    assertThat(JsonArrays.ofNumbers(List.of())).isEqualTo("[]");
    assertThat(JsonArrays.ofStrings(List.of())).isEqualTo("[]");
  }
}
