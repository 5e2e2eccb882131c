package io.tributary.core.launcher;

import io.tributary.metadata.Lease;
import io.tributary.metadata.LeaseStore;
import io.tributary.metadata.MetadataException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease until it is closed, and tells when it was lost. */
final class LeaseKeeper implements AutoCloseable {
  /** How long a lease lasts without renewal. */
  static final Duration TTL = Duration.ofSeconds(60);

  private final LeaseStore leases;
  private final Lease lease;
  private final Runnable onLoss;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::renew, "tributary-lease");

  LeaseKeeper(LeaseStore leases, Lease lease, Runnable onLoss) {
    this.leases = leases;
    this.lease = lease;
    this.onLoss = onLoss;
    thread.setDaemon(true);
    thread.start();
  }

  private void renew() {
    try {
      while (!closed.await(TTL.toMillis() / 3, TimeUnit.MILLISECONDS)) {
        if (!isRenewed()) {
          onLoss.run();
          return;
        }
      }
    } catch (InterruptedException e) {
      onLoss.run();
    }
  }

  private boolean isRenewed() {
    try {
      return leases.renew(lease, TTL);
    } catch (MetadataException e) {
      // A busy database may answer next time, long before the lease ends; any other failure is met
      // by the next commit, too. Nothing is committed without a look at the lease.
      return e.retryable();
    }
  }

  /** Stops renewing; the lease itself stays. */
  @Override
  public void close() {
    closed.countDown();
  }
}
