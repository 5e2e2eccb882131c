package io.tributary.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tributary.api.digest.Sha256;
import io.tributary.metadata.AccessToken;
import io.tributary.metadata.MetadataDatabase;
import io.tributary.metadata.MetadataException;
import io.tributary.metadata.Role;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gives out tokens, and knows those that it gave out. A token is {@code trb.<name>.<secret>}; of
 * the secret, 256 random bits, the database has the digest only. Thread-safe; every method throws
 * {@link MetadataException}.
 */
public final class Tokens {
  private static final Pattern FORM =
      Pattern.compile("trb\\.([A-Za-z0-9][A-Za-z0-9_-]{0,63})\\.([A-Za-z0-9_-]{43})");

  /** Compared with where there is no token, so that this takes no less time. */
  private static final String NO_DIGEST = "0".repeat(64);

  /** How exactly it is remembered when a token was used: each time more costs a commit. */
  private static final Duration USE = Duration.ofMinutes(1);

  private final MetadataDatabase database;
  private final Clock clock;
  private final SecureRandom random;

  public Tokens(MetadataDatabase database, Clock clock, SecureRandom random) {
    this.database = requireNonNull(database, "database");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
  }

  /**
   * Makes a token, and tells it, which nobody can do again.
   *
   * @param life how long it is worth something; empty: for ever
   * @throws IllegalArgumentException if the name is none
   * @throws MetadataException ALREADY_EXISTS if the name is taken
   */
  public String add(String name, Role role, Optional<Duration> life) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    database.tokens().create(AccessToken.of(name, role, digest(secret), now, life.map(now::plus)));
    return "trb." + name + "." + secret;
  }

  /** All of them, by name. */
  public List<AccessToken> all() {
    return database.tokens().all();
  }

  /** Removes one, which is worth nothing from now on; NOT_FOUND if there is no such token. */
  public void remove(String name) {
    database.tokens().remove(name);
  }

  /**
   * The token that somebody shows, expired or not; empty if it is none of these. Remembers that it
   * was used, unless it is expired.
   */
  public Optional<AccessToken> find(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    var found = database.tokens().find(form.group(1));
    var expected = found.map(AccessToken::digest).orElse(NO_DIGEST);
    boolean same =
        MessageDigest.isEqual(
            expected.getBytes(US_ASCII), digest(form.group(2)).getBytes(US_ASCII));
    if (found.isEmpty() || !same) {
      return Optional.empty();
    }
    var now = clock.instant();
    boolean known = found.get().used().filter(used -> used.plus(USE).isAfter(now)).isPresent();
    if (!known && !found.get().isExpired(now)) {
      database.tokens().use(found.get().name(), now);
    }
    return found;
  }

  private static String digest(String secret) {
    return Sha256.hex(secret.getBytes(UTF_8));
  }
}
