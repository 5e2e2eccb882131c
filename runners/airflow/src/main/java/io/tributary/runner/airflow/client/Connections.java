package io.tributary.runner.airflow.client;

import java.util.stream.Stream;

/** How tasks reach other systems. */
public final class Connections {
  private final Http http;

  Connections(Http http) {
    this.http = http;
  }

  /** All, by their ids. */
  public Stream<Connection> list() {
    return http.list(
        Request.of(Operation.LIST_CONNECTIONS).with("order_by", "connection_id"),
        "connections",
        Connection.class);
  }

  /** One of them. */
  public Connection get(String id) {
    return http.one(Request.of(Operation.GET_CONNECTION, id), Connection.class);
  }

  /** Stores a new one. */
  public Connection create(Connection connection) {
    return http.create(
        Request.of(Operation.CREATE_CONNECTION).withBody(connection.body()),
        Connection.class,
        () -> get(connection.connectionId()));
  }

  /** Stores one in the place of that of the same id. */
  public Connection update(Connection connection) {
    return http.one(
        Request.of(Operation.UPDATE_CONNECTION, connection.connectionId())
            .withBody(connection.body()),
        Connection.class);
  }

  /** Removes one. */
  public void delete(String id) {
    http.delete(Request.of(Operation.DELETE_CONNECTION, id));
  }

  /** Whether Airflow reaches what it leads to. Most servers are configured to refuse this. */
  public ConnectionTest test(Connection connection) {
    return http.one(
        Request.of(Operation.TEST_CONNECTION).withBody(connection.body()), ConnectionTest.class);
  }
}
