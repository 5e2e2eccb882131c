package io.tributary.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens in a table of their own. Times are kept to the microsecond. Thread-safe. */
final class SqlTokenStore implements TokenStore {

  private static final String TOKENS =
      "SELECT name, role, digest, created, expires, used FROM TributaryToken ";

  private final Connections connections;

  SqlTokenStore(Connections connections) {
    this.connections = connections;
  }

  @Override
  public void create(AccessToken token) {
    connections.write(
        session ->
            session.update(
                "INSERT INTO TributaryToken (name, role, digest, created, expires, used) VALUES (?, ?, ?, ?, ?, ?)",
                statement -> {
                  statement.setString(1, token.name());
                  statement.setString(2, token.role().name());
                  statement.setString(3, token.digest());
                  statement.setLong(4, Micros.of(token.created()));
                  statement.setObject(5, token.expires().map(Micros::of).orElse(null));
                  statement.setObject(6, token.used().map(Micros::of).orElse(null));
                },
                () ->
                    "token '"
                        + token.name()
                        + "': stored already (expected: a new name); choose another, or remove it first"));
  }

  @Override
  public Optional<AccessToken> find(String name) {
    return connections.read(
        session ->
            session.first(
                TOKENS + "WHERE name = ?",
                statement -> statement.setString(1, name),
                SqlTokenStore::token));
  }

  @Override
  public List<AccessToken> all() {
    return connections.read(
        session ->
            session.list(TOKENS + "ORDER BY name", Session.NO_PARAMETERS, SqlTokenStore::token));
  }

  @Override
  public void use(String name, Instant time) {
    connections.write(
        session ->
            session.update(
                "UPDATE TributaryToken SET used = ? WHERE name = ? AND (used IS NULL OR used < ?)",
                statement -> {
                  statement.setLong(1, Micros.of(time));
                  statement.setString(2, name);
                  statement.setLong(3, Micros.of(time));
                }));
  }

  @Override
  public void remove(String name) {
    connections.write(
        session -> {
          int removed =
              session.update(
                  "DELETE FROM TributaryToken WHERE name = ?",
                  statement -> statement.setString(1, name));
          if (removed == 0) {
            throw MetadataException.notFound(
                "token '"
                    + name
                    + "': not stored (expected: the name of a token); list the tokens to find it");
          }
          return name;
        });
  }

  private static AccessToken token(ResultSet row) throws SQLException {
    return new AccessToken(
        row.getString(1),
        Role.valueOf(row.getString(2)),
        row.getString(3),
        Micros.toInstant(row.getLong(4)),
        time(row, 5),
        time(row, 6));
  }

  private static Optional<Instant> time(ResultSet row, int index) throws SQLException {
    var micros = row.getLong(index);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.toInstant(micros));
  }
}
