package io.tributary.runner.airflow.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How many tasks may run at once. */
public final class Pools {
  private final Http http;

  Pools(Http http) {
    this.http = http;
  }

  /** All, as they were created. */
  public Stream<Pool> list() {
    return http.list(Request.of(Operation.LIST_POOLS).with("order_by", "id"), "pools", Pool.class);
  }

  /** One of them. */
  public Pool get(String name) {
    return http.one(Request.of(Operation.GET_POOL, name), Pool.class);
  }

  /** Stores a new one: name, slots, description and whether deferred tasks count. */
  public Pool create(Pool pool) {
    var body = body(pool);
    body.put("name", pool.name());
    return http.create(
        Request.of(Operation.CREATE_POOL).withBody(body), Pool.class, () -> get(pool.name()));
  }

  /** Stores one in the place of that of the same name. */
  public Pool update(Pool pool) {
    var body = body(pool);
    body.put(http.api() == Api.V1 ? "name" : "pool", pool.name());
    return http.one(Request.of(Operation.UPDATE_POOL, pool.name()).withBody(body), Pool.class);
  }

  private static Map<String, Object> body(Pool pool) {
    var body = new LinkedHashMap<String, Object>();
    body.put("slots", pool.slots());
    body.put("include_deferred", pool.includeDeferred());
    pool.description().ifPresent(text -> body.put("description", text));
    return body;
  }

  /** Removes one. */
  public void delete(String name) {
    http.delete(Request.of(Operation.DELETE_POOL, name));
  }
}
