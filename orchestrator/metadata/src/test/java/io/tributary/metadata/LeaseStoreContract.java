package io.tributary.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metadata.MetadataException.Code;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of leases must do. An implementation's test extends this class. */
abstract class LeaseStoreContract {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TickingClock clock = new TickingClock(Duration.ZERO);
  private MetadataDatabase database;
  private LeaseStore leases;

  /** Opens the database of this test, which is empty at first. */
  abstract MetadataDatabase openDatabase(Clock clock) throws Exception;

  /** The store under test; another than the database's own to see whether this suite notices. */
  LeaseStore storeOf(MetadataDatabase opened) {
    return opened.leases();
  }

  @BeforeEach
  final void open() throws Exception {
    database = openDatabase(clock);
    leases = storeOf(database);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  @Test
  void keyIsHeldByOneAtATime() {
    var lease = leases.acquire("node", "a", MINUTE).orElseThrow();
    assertThat(lease.expires()).isEqualTo(clock.instant().plus(MINUTE));
    assertThat(leases.acquire("node", "b", MINUTE)).isEmpty();
    assertThat(leases.acquire("node", "a", MINUTE)).isEmpty();
    assertThat(leases.acquire("other", "b", MINUTE)).isPresent();
    assertThat(leases.find("node")).contains(lease);
    leases.check(lease);
  }

  @Test
  void expiredLeaseIsTakenOverWithAHigherToken() {
    var lost = leases.acquire("node", "a", MINUTE).orElseThrow();
    clock.advance(MINUTE.minusMillis(1));
    assertThat(leases.acquire("node", "b", MINUTE)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(leases.find("node")).isEmpty();
    var won = leases.acquire("node", "b", MINUTE).orElseThrow();
    assertThat(won.token()).isGreaterThan(lost.token());
    assertThat(leases.renew(lost, MINUTE)).isFalse();
    fails(Code.FAILED_PRECONDITION, "held by b", () -> leases.check(lost));
    leases.release(lost);
    leases.check(won);
  }

  @Test
  void tokensGrowAndWhoIsHeldStaysHeldThoughManyAreReleased() {
    var kept = leases.acquire("kept", "a", MINUTE).orElseThrow();
    var first = leases.acquire("node 0", "a", MINUTE).orElseThrow();
    leases.release(first);
    long token = first.token();
    for (int i = 1; i < 2 * SqlLeaseStore.SWEEP; i++) {
      var lease = leases.acquire("node " + i, "a", MINUTE).orElseThrow();
      assertThat(lease.token()).isGreaterThan(token);
      token = lease.token();
      leases.release(lease);
    }
    leases.check(kept);
    assertThat(leases.renew(first, MINUTE)).isFalse();
    fails(Code.FAILED_PRECONDITION, "held by nobody", () -> leases.check(first));
    assertThat(leases.acquire("node 0", "b", MINUTE).orElseThrow().token()).isGreaterThan(token);
  }

  @Test
  void renewedLeaseLastsLonger() {
    var lease = leases.acquire("node", "a", MINUTE).orElseThrow();
    clock.advance(Duration.ofSeconds(50));
    assertThat(leases.renew(lease, MINUTE)).isTrue();
    clock.advance(Duration.ofSeconds(50));
    leases.check(lease);
    assertThat(leases.acquire("node", "b", MINUTE)).isEmpty();
  }

  @Test
  void expiredLeaseThatNobodyTookIsRenewed() {
    var lease = leases.acquire("node", "a", MINUTE).orElseThrow();
    clock.advance(Duration.ofHours(1));
    fails(Code.FAILED_PRECONDITION, "held by nobody", () -> leases.check(lease));
    assertThat(leases.renew(lease, MINUTE)).isTrue();
    leases.check(lease);
  }

  @Test
  void releasedKeyIsFreeAndItsTokenGrowsOn() {
    var first = leases.acquire("node", "a", MINUTE).orElseThrow();
    leases.release(first);
    assertThat(leases.find("node")).isEmpty();
    assertThat(leases.renew(first, MINUTE)).isFalse();
    var second = leases.acquire("node", "a", MINUTE).orElseThrow();
    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  void lateWriterIsFencedOffInsideItsTransaction() {
    var lease = leases.acquire("node", "a", MINUTE).orElseThrow();
    clock.advance(MINUTE);
    fails(
        Code.FAILED_PRECONDITION,
        "lease 'node'",
        () ->
            database.transact(
                () -> {
                  MetadataDatabaseContract.putType(database);
                  leases.check(lease);
                  return lease;
                }));
    assertThat(
            database
                .store()
                .getArtifactTypes(
                    io.tributary.proto.mlmd.GetArtifactTypesRequest.getDefaultInstance())
                .getArtifactTypesList())
        .isEmpty();
  }

  @Test
  void oneOfManyAcquires() throws Exception {
    var threads = 8;
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var start = new CyclicBarrier(threads);
      var tries = new ArrayList<Future<Optional<Lease>>>();
      for (int i = 0; i < threads; i++) {
        var owner = "owner " + i;
        tries.add(
            pool.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return leases.acquire("node", owner, MINUTE);
                }));
      }
      var won = new ArrayList<Lease>();
      for (var attempt : tries) {
        attempt.get(30, TimeUnit.SECONDS).ifPresent(won::add);
      }
      assertThat(won).hasSize(1);
      assertThat(leases.find("node")).contains(won.get(0));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void timeToLiveMustBePositive() {
    fails(Code.INVALID_ARGUMENT, "time to live", () -> leases.acquire("node", "a", Duration.ZERO));
    fails(
        Code.INVALID_ARGUMENT,
        "time to live",
        () -> leases.acquire("node", "a", Duration.ofSeconds(Long.MAX_VALUE)));
    fails(
        Code.INVALID_ARGUMENT,
        "time to live",
        () -> leases.acquire("node", "a", Duration.ofSeconds(Long.MIN_VALUE)));
  }

  @Test
  void keyAndOwnerHaveNames() {
    fails(Code.INVALID_ARGUMENT, "an empty name", () -> leases.acquire("", "a", MINUTE));
    fails(Code.INVALID_ARGUMENT, "an empty name", () -> leases.acquire("node", "", MINUTE));
  }

  private static void fails(Code code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetadataException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
