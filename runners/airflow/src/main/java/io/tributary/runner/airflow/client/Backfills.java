package io.tributary.runner.airflow.client;

import java.util.List;
import java.util.stream.Stream;

/**
 * Runs for the past. Only Airflow 3 makes them by itself; on Airflow 2 each method throws
 * UNSUPPORTED, and {@link DagRuns#trigger} with a logical date makes one run after the other.
 */
public final class Backfills {
  private final Http http;

  Backfills(Http http) {
    this.http = http;
  }

  /** Those of a DAG. */
  public Stream<Backfill> list(String dagId) {
    return http.list(
        Request.of(Operation.LIST_BACKFILLS).with("dag_id", dagId).with("order_by", "id"),
        "backfills",
        Backfill.class);
  }

  /** One of them. */
  public Backfill get(long id) {
    return http.one(Request.of(Operation.GET_BACKFILL, id), Backfill.class);
  }

  /** Starts one. If the answer is lost it may have started: look at the list. */
  public Backfill create(BackfillRequest wanted) {
    return http.one(Request.of(Operation.CREATE_BACKFILL).withBody(wanted.body()), Backfill.class);
  }

  /** The runs that it would make. */
  public List<BackfillPreview> preview(BackfillRequest wanted) {
    return http.all(
        Request.of(Operation.PREVIEW_BACKFILL).withBody(wanted.body()),
        "backfills",
        BackfillPreview.class);
  }

  /** Starts no more of its runs, for now. */
  public Backfill pause(long id) {
    return http.one(Request.of(Operation.PAUSE_BACKFILL, id), Backfill.class);
  }

  /** Goes on with it. */
  public Backfill unpause(long id) {
    return http.one(Request.of(Operation.UNPAUSE_BACKFILL, id), Backfill.class);
  }

  /** Starts no more of its runs, for ever. */
  public Backfill cancel(long id) {
    return http.one(Request.of(Operation.CANCEL_BACKFILL, id), Backfill.class);
  }
}
