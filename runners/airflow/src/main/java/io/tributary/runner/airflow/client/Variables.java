package io.tributary.runner.airflow.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Settings that DAGs read. */
public final class Variables {
  private final Http http;

  Variables(Http http) {
    this.http = http;
  }

  /** All, by their keys. */
  public Stream<Variable> list() {
    return http.list(
        Request.of(Operation.LIST_VARIABLES).with("order_by", http.api() == Api.V1 ? "id" : "key"),
        "variables",
        Variable.class);
  }

  /** One of them. */
  public Variable get(String key) {
    return http.one(Request.of(Operation.GET_VARIABLE, key), Variable.class);
  }

  /** Stores a new one. Airflow 2 silently replaces what it has of that key; Airflow 3 refuses. */
  public Variable create(Variable variable) {
    return http.create(
        Request.of(Operation.CREATE_VARIABLE).withBody(body(variable)),
        Variable.class,
        () -> get(variable.key()));
  }

  /** Stores one in the place of that of the same key. */
  public Variable update(Variable variable) {
    return http.one(
        Request.of(Operation.UPDATE_VARIABLE, variable.key()).withBody(body(variable)),
        Variable.class);
  }

  private static Map<String, Object> body(Variable variable) {
    var body = new LinkedHashMap<String, Object>();
    body.put("key", variable.key());
    body.put("value", variable.value().orElse(""));
    variable.description().ifPresent(text -> body.put("description", text));
    return body;
  }

  /** Removes one. */
  public void delete(String key) {
    http.delete(Request.of(Operation.DELETE_VARIABLE, key));
  }
}
