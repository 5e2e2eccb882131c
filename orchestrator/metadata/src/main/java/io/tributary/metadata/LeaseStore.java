package io.tributary.metadata;

import java.time.Duration;
import java.util.Optional;

/**
 * Leases: of all processes that work on one database, one at a time holds a key. The database's
 * clock tells what has expired. Thread-safe; every method throws {@link MetadataException}.
 */
public interface LeaseStore {

  /**
   * Takes the key if it is free, released or expired; empty while anybody holds it, the same owner
   * included.
   */
  Optional<Lease> acquire(String key, String owner, Duration ttl);

  /**
   * Prolongs the lease to {@code ttl} from now; false if it was lost: taken over by another or
   * released. An expired lease that nobody took is renewed.
   */
  boolean renew(Lease lease, Duration ttl);

  /** Gives the key back; nothing happens if the lease was lost. */
  void release(Lease lease);

  /**
   * Throws FAILED_PRECONDITION if the lease was lost or has expired. Called inside the transaction
   * that commits the work, it fences off late writers.
   */
  void check(Lease lease);

  /** Who holds the key now; empty if it is free, released or expired. */
  Optional<Lease> find(String key);
}
