package io.tributary.metadata;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tokens with which people and programs use a server. Thread-safe; every method throws {@link
 * MetadataException}.
 */
public interface TokenStore {

  /** Stores a new token; ALREADY_EXISTS if its name is taken. */
  void create(AccessToken token);

  /** The token of this name. */
  Optional<AccessToken> find(String name);

  /** All tokens, by name. */
  List<AccessToken> all();

  /** Remembers that a token was used; never goes back. Nothing happens if it was removed. */
  void use(String name, Instant time);

  /** Removes a token, which is worth nothing from then on; NOT_FOUND if there is no such token. */
  void remove(String name);
}
