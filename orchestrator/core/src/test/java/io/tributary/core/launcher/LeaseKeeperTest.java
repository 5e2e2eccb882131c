package io.tributary.core.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metadata.Lease;
import io.tributary.metadata.LeaseStore;
import io.tributary.metadata.MetadataException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
  private static final Lease LEASE = new Lease("run/r", "me", 1, Instant.EPOCH);

  private long now;
  private BooleanSupplier answer = () -> true;
  private final LeaseKeeper keeper = new LeaseKeeper(new Answering(), LEASE, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static boolean unavailable() {
    throw new MetadataException(MetadataException.Code.UNAVAILABLE, "the server is gone");
  }

  @Test
  void databaseThatIsGoneForLessThanTheLeaseLosesNothing() {
    answer = LeaseKeeperTest::unavailable;
    pass(LeaseKeeper.TTL.minusSeconds(1));
    assertThat(keeper.isKept()).isTrue();

    answer = () -> true;
    assertThat(keeper.isKept()).isTrue();
    answer = LeaseKeeperTest::unavailable;
    pass(LeaseKeeper.TTL.minusSeconds(1));
    assertThat(keeper.isKept()).isTrue();
  }

  @Test
  void leaseThatCouldNotBeRenewedUntilItExpiredIsLost() {
    answer = LeaseKeeperTest::unavailable;
    pass(LeaseKeeper.TTL);
    assertThat(keeper.isKept()).isFalse();
  }

  @Test
  void leaseThatAnotherHasIsLostAtOnce() {
    answer = () -> false;
    assertThat(keeper.isKept()).isFalse();
  }

  /** Renews as it is told. */
  private final class Answering implements LeaseStore {
    @Override
    public boolean renew(Lease lease, Duration ttl) {
      assertThat(lease).isEqualTo(LEASE);
      return answer.getAsBoolean();
    }

    @Override
    public Optional<Lease> acquire(String key, String owner, Duration ttl) {
      throw new AssertionError("acquired");
    }

    @Override
    public void release(Lease lease) {
      throw new AssertionError("released");
    }

    @Override
    public void check(Lease lease) {
      throw new AssertionError("checked");
    }

    @Override
    public Optional<Lease> find(String key) {
      throw new AssertionError("looked for");
    }
  }
}
