package io.tributary.data.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.api.ExecutionFailure;
import io.tributary.api.ExecutionFailure.Code;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DuckTest {
  private static final SQLException BROKEN_OFF = new SQLException("Invalid result set");

  private static ExecutionFailure failure(String query) {
    return Duck.failure(
        "trips.parquet", "cannot be read", "the values that were written", query, BROKEN_OFF);
  }

  @Test
  void aFileThatNeedsTooMuchMemoryIsNotCalledBroken() {
    var failure = failure("select repeat('x', 1000000) || range as text from range(4096)");

    assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(failure)
        .hasMessageContaining("trips.parquet")
        .hasMessageContaining("Out of Memory Error")
        .hasMessageContaining("1GB")
        .hasMessageContaining("smaller row groups");
  }

  @Test
  void aBrokenFileIsCalledSoWithTheReasonThatDuckDbGives() {
    var failure = failure("select error('page 3 is damaged') as text");

    assertThat(failure.code()).isEqualTo(Code.INVALID_DATA);
    assertThat(failure).hasMessageContaining("page 3 is damaged").hasCause(BROKEN_OFF);
  }

  @Test
  void whatDoesNotFailAgainIsToldAsItWasThrown() {
    assertThat(failure("select 1 as number")).hasMessageContaining("Invalid result set");
  }
}
