package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLeaseStoreTest extends LeaseStoreContract {

  @TempDir Path directory;

  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return MetadataDatabase.open(directory.resolve("metadata.db"), clock);
  }

  @Test
  void rowsOfReleasedLeasesAreSwept() throws Exception {
    try (var database = openDatabase(Clock.systemUTC())) {
      var leases = database.leases();
      for (int i = 0; i < 2 * SqlLeaseStore.SWEEP + 10; i++) {
        leases.release(leases.acquire("node " + i, "a", Duration.ofMinutes(1)).orElseThrow());
      }
    }
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("metadata.db"));
        var rows =
            connection.createStatement().executeQuery("SELECT count(*) FROM TributaryLease")) {
      assertThat(rows.getInt(1)).isEqualTo(11);
    }
  }
}
