package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of leases notices stores that break one promise each. */
class BrokenLeaseStoreTest {
  @TempDir Path directory;

  /** Hands everything on; what a fault is about is overridden. */
  private static class Sound implements LeaseStore {
    final LeaseStore store;

    Sound(LeaseStore store) {
      this.store = store;
    }

    @Override
    public Optional<Lease> acquire(String key, String owner, Duration ttl) {
      return store.acquire(key, owner, ttl);
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
      return store.renew(lease, ttl);
    }

    @Override
    public void release(Lease lease) {
      store.release(lease);
    }

    @Override
    public void check(Lease lease) {
      store.check(lease);
    }

    @Override
    public Optional<Lease> find(String key) {
      return store.find(key);
    }
  }

  @Test
  void soundStorePasses() {
    assertThat(failures(Sound::new)).isEmpty();
  }

  @Test
  void storeThatGivesAKeyToEverybodyFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Optional<Lease> acquire(String key, String owner, Duration ttl) {
                        return super.acquire(key, owner, ttl).or(() -> find(key));
                      }
                    }))
        .contains("keyIsHeldByOneAtATime", "oneOfManyAcquires");
  }

  @Test
  void storeWhoseLeasesNeverExpireFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Optional<Lease> acquire(String key, String owner, Duration ttl) {
                        return super.acquire(key, owner, ttl.multipliedBy(1000));
                      }
                    }))
        .contains(
            "expiredLeaseIsTakenOverWithAHigherToken", "lateWriterIsFencedOffInsideItsTransaction");
  }

  @Test
  void storeThatLetsLateWritersPassFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void check(Lease lease) {}
                    }))
        .containsExactlyInAnyOrder(
            "expiredLeaseIsTakenOverWithAHigherToken",
            "expiredLeaseThatNobodyTookIsRenewed",
            "lateWriterIsFencedOffInsideItsTransaction",
            "tokensGrowAndWhoIsHeldStaysHeldThoughManyAreReleased");
  }

  @Test
  void storeThatSaysItRenewsAndDoesNotFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public boolean renew(Lease lease, Duration ttl) {
                        return true;
                      }
                    }))
        .contains("renewedLeaseLastsLonger", "expiredLeaseThatNobodyTookIsRenewed");
  }

  @Test
  void storeThatKeepsWhatIsGivenBackFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void release(Lease lease) {}
                    }))
        .containsExactly(
            "releasedKeyIsFreeAndItsTokenGrowsOn",
            "tokensGrowAndWhoIsHeldStaysHeldThoughManyAreReleased");
  }

  @Test
  void storeThatLetsAnybodyGiveBackFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public void release(Lease lease) {
                        find(lease.key()).ifPresent(super::release);
                      }
                    }))
        .containsExactly("expiredLeaseIsTakenOverWithAHigherToken");
  }

  @Test
  void storeThatTakesAnyTimeToLiveFails() {
    assertThat(
            failures(
                store ->
                    new Sound(store) {
                      @Override
                      public Optional<Lease> acquire(String key, String owner, Duration ttl) {
                        return super.acquire(
                            key, owner, ttl.isZero() ? Duration.ofSeconds(1) : ttl);
                      }
                    }))
        .containsExactly("timeToLiveMustBePositive");
  }

  private List<String> failures(UnaryOperator<LeaseStore> fault) {
    return SuiteCheck.failures(
        () ->
            new SqliteLeaseStoreTest() {
              @Override
              LeaseStore storeOf(MetadataDatabase opened) {
                return fault.apply(opened.leases());
              }
            },
        directory);
  }
}
