package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The right to work on something until a time.
 *
 * @param key what it is about
 * @param owner who holds it
 * @param token the fencing token: grows each time the key changes hands, over the whole life of the
 *     database
 * @param expires when it ends unless renewed
 */
public record Lease(String key, String owner, long token, Instant expires) {

  /** Checks that nothing is missing. */
  public Lease {
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "Lease.key: '' (expected: a name); say what the lease is about");
    }
    if (owner.isEmpty()) {
      throw new IllegalArgumentException(
          "Lease.owner: '' (expected: a name); say who holds the lease");
    }
    requireNonNull(expires, "expires");
  }
}
