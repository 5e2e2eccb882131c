package io.tributary.runner.airflow.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How tasks reach another system. Its text shows neither password nor extra.
 *
 * @param password to be stored; Airflow 2 never gives it back, Airflow 3 gives stars
 * @param extra a JSON object; lists of Airflow 2 lack it
 */
public record Connection(
    String connectionId,
    String connType,
    Optional<String> description,
    Optional<String> host,
    Optional<String> login,
    Optional<String> schema,
    Optional<Integer> port,
    Optional<String> password,
    Optional<String> extra) {

  /** One of a type, such as {@code http}, to a host. */
  public static Connection of(String id, String type, String host) {
    return new Connection(
        id,
        type,
        Optional.empty(),
        Optional.of(host),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** For a user. */
  public Connection withLogin(String user, String secret) {
    return new Connection(
        connectionId,
        connType,
        description,
        host,
        Optional.of(user),
        schema,
        port,
        Optional.of(secret),
        extra);
  }

  Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("connection_id", connectionId);
    body.put("conn_type", connType);
    description.ifPresent(value -> body.put("description", value));
    host.ifPresent(value -> body.put("host", value));
    login.ifPresent(value -> body.put("login", value));
    schema.ifPresent(value -> body.put("schema", value));
    port.ifPresent(value -> body.put("port", value));
    password.ifPresent(value -> body.put("password", value));
    extra.ifPresent(value -> body.put("extra", value));
    return body;
  }

  @Override
  public String toString() {
    return "connection '" + connectionId + "' of type " + connType + " to " + host.orElse("?");
  }
}
