package io.tributary.runner.airflow.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values that tasks leave for each other. */
public final class XComs {
  private final Http http;

  XComs(Http http) {
    this.http = http;
  }

  /** Those of a task, without their values. */
  public Stream<XCom> list(TaskKey task) {
    return http.list(of(Operation.LIST_XCOMS, task), "xcom_entries", XCom.class);
  }

  /** One of them with its value. */
  public XCom get(TaskKey task, String key) {
    return http.one(of(Operation.GET_XCOM, task, key).with("stringify", false), XCom.class);
  }

  private static Request of(Operation operation, TaskKey task, Object... more) {
    var request = task.request(operation, more);
    return task.isMapped() ? request.with("map_index", task.mapIndex()) : request;
  }

  /** Leaves one in the place of a task. Airflow 3 only. */
  public XCom create(TaskKey task, String key, @Nullable Object value) {
    var body = body(task, value);
    body.put("key", key);
    return http.create(
        task.request(Operation.CREATE_XCOM).withBody(body), XCom.class, () -> get(task, key));
  }

  /** Gives one another value. Airflow 3 only. */
  public XCom update(TaskKey task, String key, @Nullable Object value) {
    return http.one(
        task.request(Operation.UPDATE_XCOM, key).withBody(body(task, value)), XCom.class);
  }

  private static Map<String, @Nullable Object> body(TaskKey task, @Nullable Object value) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("value", value);
    body.put("map_index", task.mapIndex());
    return body;
  }

  /** Removes one. Airflow 3 only. */
  public void delete(TaskKey task, String key) {
    http.delete(of(Operation.DELETE_XCOM, task, key));
  }
}
