package io.tributary.runner.airflow.client;

import java.util.Optional;
import java.util.stream.Stream;

/** What was done, and by whom. */
public final class EventLogs {
  private final Http http;

  EventLogs(Http http) {
    this.http = http;
  }

  /** All of it, or what concerns a DAG; the oldest first. */
  public Stream<EventLog> list(Optional<String> dagId) {
    return http.list(
        Request.of(Operation.LIST_EVENT_LOGS)
            .with("dag_id", dagId)
            .with("order_by", http.api() == Api.V1 ? "event_log_id" : "id"),
        "event_logs",
        EventLog.class);
  }

  /** One of these. */
  public EventLog get(long id) {
    return http.one(Request.of(Operation.GET_EVENT_LOG, id), EventLog.class);
  }
}
