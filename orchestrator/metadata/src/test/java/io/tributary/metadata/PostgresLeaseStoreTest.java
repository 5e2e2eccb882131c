package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresLeaseStoreTest extends LeaseStoreContract {

  private static final Clock SYSTEM = Clock.systemUTC();

  private final String address = PostgresServer.shared().newDatabase();

  /** The clock of the server cannot be moved, so that of this process tells what has expired. */
  @Override
  MetadataDatabase openDatabase(Clock clock) {
    return SqlMetadataDatabase.open(
        new PostgresDialect(
            PostgresAddress.parse(address, Map.of()), "leases", Duration.ofSeconds(30)),
        clock);
  }

  @Test
  void processesWhoseClocksDifferAgreeOnWhoHoldsALease() {
    var minute = Duration.ofMinutes(1);
    try (var behind = MetadataDatabase.open(address, Clock.offset(SYSTEM, Duration.ofHours(-1)));
        var ahead = MetadataDatabase.open(address, Clock.offset(SYSTEM, Duration.ofHours(1)))) {
      var lease = behind.leases().acquire("node", "a", minute).orElseThrow();
      assertThat(ahead.leases().acquire("node", "b", minute)).isEmpty();
      assertThat(ahead.leases().find("node")).contains(lease);
      assertThat(ahead.leases().renew(lease, minute)).isTrue();
      behind.leases().check(lease);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void leaseExpiresByTheClockOfTheServer() {
    try (var database =
        MetadataDatabase.open(address, Clock.fixed(SYSTEM.instant(), SYSTEM.getZone()))) {
      var lost = database.leases().acquire("node", "a", Duration.ofMillis(5)).orElseThrow();
      Optional<Lease> won = Optional.empty();
      while (won.isEmpty()) {
        won = database.leases().acquire("node", "b", Duration.ofMinutes(1));
      }
      assertThat(won.get().token()).isGreaterThan(lost.token());
    }
  }
}
