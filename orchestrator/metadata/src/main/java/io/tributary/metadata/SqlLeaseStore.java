package io.tributary.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Leases in a table of their own, one row per key. Rows of released leases are swept from time to
 * time; the one with the largest token never, so that tokens go on growing. Thread-safe.
 */
final class SqlLeaseStore implements LeaseStore {

  /** A holder that lives longer renews its lease. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final long RELEASED = 0;

  /** How many acquisitions there are from one sweep to the next. */
  static final int SWEEP = 1_000;

  /** Tells what has expired, in milliseconds since 1970. */
  interface Time {
    long millis(Session session);
  }

  private final Connections connections;
  private final Time clock;

  SqlLeaseStore(Connections connections, Time clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public Optional<Lease> acquire(String key, String owner, Duration ttl) {
    if (key.isEmpty() || owner.isEmpty()) {
      throw MetadataException.invalid(
          "lease '"
              + key
              + "' of '"
              + owner
              + "': an empty name (expected: what it is about, and who holds it); name both");
    }
    checkTtl(key, ttl);
    return connections.write(
        session -> {
          var now = clock.millis(session);
          var acquired = insert(session, key, owner, now, ttl);
          if (acquired.isPresent() && acquired.get().token() % SWEEP == 0) {
            sweep(session, acquired.get().token());
          }
          return acquired;
        });
  }

  private static Optional<Lease> insert(
      Session session, String key, String owner, long now, Duration ttl) {
    return session.first(
        "INSERT INTO TributaryLease (key, owner, token, expires) VALUES (?, ?, (SELECT coalesce(max(token), 0) + 1 FROM TributaryLease), ?)"
            + " ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, token = excluded.token, expires = excluded.expires WHERE TributaryLease.expires <= ?"
            + " RETURNING token, expires",
        statement -> {
          statement.setString(1, key);
          statement.setString(2, owner);
          statement.setLong(3, now + ttl.toMillis());
          statement.setLong(4, now);
        },
        row -> new Lease(key, owner, row.getLong(1), Instant.ofEpochMilli(row.getLong(2))));
  }

  /** Who has held one of these gets it neither renewed nor confirmed, whether its row is there. */
  private static void sweep(Session session, long token) {
    session.update(
        "DELETE FROM TributaryLease WHERE expires = " + RELEASED + " AND token < ?",
        statement -> statement.setLong(1, token));
  }

  @Override
  public boolean renew(Lease lease, Duration ttl) {
    checkTtl(lease.key(), ttl);
    return connections.write(
        session -> expireAt(session, lease, clock.millis(session) + ttl.toMillis()));
  }

  @Override
  public void release(Lease lease) {
    connections.write(session -> expireAt(session, lease, RELEASED));
  }

  private static boolean expireAt(Session session, Lease lease, long expires) {
    return session.update(
            "UPDATE TributaryLease SET expires = ? WHERE key = ? AND token = ? AND expires > "
                + RELEASED,
            statement -> {
              statement.setLong(1, expires);
              statement.setString(2, lease.key());
              statement.setLong(3, lease.token());
            })
        > 0;
  }

  @Override
  public void check(Lease lease) {
    var held = find(lease.key());
    if (held.isEmpty() || held.get().token() != lease.token()) {
      throw MetadataException.precondition(
          "lease '"
              + lease.key()
              + "': held by "
              + held.map(other -> other.owner() + " with token " + other.token()).orElse("nobody")
              + " (expected: "
              + lease.owner()
              + " with token "
              + lease.token()
              + "); stop this work, it was taken over or took too long");
    }
  }

  @Override
  public Optional<Lease> find(String key) {
    return connections.read(
        session -> {
          var now = clock.millis(session);
          return session.first(
              "SELECT owner, token, expires FROM TributaryLease WHERE key = ? AND expires > ?",
              statement -> {
                statement.setString(1, key);
                statement.setLong(2, now);
              },
              row ->
                  new Lease(
                      key, row.getString(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3))));
        });
  }

  private static void checkTtl(String key, Duration ttl) {
    if (ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST) > 0 || ttl.toMillis() == 0) {
      throw MetadataException.invalid(
          "lease '"
              + key
              + "': time to live "
              + ttl
              + " (expected: a millisecond at least, "
              + LONGEST.toDays()
              + " days at most); give it one");
    }
  }
}
