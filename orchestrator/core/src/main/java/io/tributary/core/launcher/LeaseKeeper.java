package io.tributary.core.launcher;

import io.tributary.metadata.Lease;
import io.tributary.metadata.LeaseStore;
import io.tributary.metadata.MetadataException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Renews a lease until it is closed, and tells when it was lost: when another has it, or when it
 * could not be renewed until it had expired.
 */
final class LeaseKeeper implements AutoCloseable {
  /** How long a lease lasts without renewal. */
  static final Duration TTL = Duration.ofSeconds(60);

  private static final Duration PAUSE = TTL.dividedBy(6);

  private final LeaseStore leases;
  private final Lease lease;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long expires;

  /**
   * @param lease has just been acquired
   */
  LeaseKeeper(LeaseStore leases, Lease lease, LongSupplier nanoTime) {
    this.leases = leases;
    this.lease = lease;
    this.nanoTime = nanoTime;
    this.expires = nanoTime.getAsLong() + TTL.toNanos();
  }

  /** Keeps a lease that has just been acquired. */
  static LeaseKeeper start(LeaseStore leases, Lease lease, Runnable onLoss) {
    var keeper = new LeaseKeeper(leases, lease, System::nanoTime);
    var thread = new Thread(() -> keeper.keep(onLoss), "tributary-lease");
    thread.setDaemon(true);
    thread.start();
    return keeper;
  }

  private void keep(Runnable onLoss) {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!isKept()) {
          onLoss.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      onLoss.run();
    }
  }

  /** Renews the lease; false if it was lost. */
  boolean isKept() {
    long asked = nanoTime.getAsLong();
    try {
      if (!leases.renew(lease, TTL)) {
        return false;
      }
      expires = asked + TTL.toNanos();
      return true;
    } catch (MetadataException e) {
      // A database that is busy, or gone for a while, may answer next time. Nothing is committed
      // without a look at the lease.
      return nanoTime.getAsLong() - expires < 0;
    }
  }

  /** Stops renewing; the lease itself stays. */
  @Override
  public void close() {
    closed.countDown();
  }
}
