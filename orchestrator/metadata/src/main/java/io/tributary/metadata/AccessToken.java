package io.tributary.metadata;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A right to use the server, which whoever knows its secret has.
 *
 * @param name unique among all tokens of the database: a letter or digit, then letters, digits,
 *     {@code '-'} or {@code '_'}
 * @param role what its holder may do
 * @param digest SHA-256 of the secret in hexadecimal digits; the secret itself is stored nowhere
 * @param created when it was created
 * @param expires from when it is worth nothing; empty if it never expires
 * @param used when it was used last, to the minute; empty if it never was
 */
public record AccessToken(
    String name,
    Role role,
    String digest,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> used) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  /** Checks name and digest. */
  public AccessToken {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "AccessToken.name: '"
              + name
              + "' (expected: a letter or digit, then at most 63 letters, digits, '-' or '_'); the name is part of the token, choose another");
    }
    requireNonNull(role, "role");
    if (digest.length() != 64) {
      throw new IllegalArgumentException(
          "AccessToken.digest: "
              + digest.length()
              + " characters (expected: the 64 digits of a SHA-256); store the digest, not the secret");
    }
    requireNonNull(created, "created");
    requireNonNull(expires, "expires");
    requireNonNull(used, "used");
  }

  /** A token that nobody has used yet. */
  public static AccessToken of(
      String name, Role role, String digest, Instant created, Optional<Instant> expires) {
    return new AccessToken(name, role, digest, created, expires, Optional.empty());
  }

  /** Whether it is worth nothing any more. */
  public boolean isExpired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }
}
