package io.tributary.server.view;

import io.tributary.metadata.AccessToken;
import io.tributary.metadata.Role;
import io.tributary.server.json.Field;
import java.time.Instant;
import java.util.Optional;

/** A token, without its secret. */
public record TokenView(
    String name,
    @Field(lowerCase = true) Role role,
    Instant created,
    Optional<Instant> expires,
    Optional<Instant> used) {

  public static TokenView of(AccessToken token) {
    return new TokenView(
        token.name(), token.role(), token.created(), token.expires(), token.used());
  }
}
