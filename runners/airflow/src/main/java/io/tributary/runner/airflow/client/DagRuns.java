package io.tributary.runner.airflow.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs of DAGs. */
public final class DagRuns {
  private final Http http;

  DagRuns(Http http) {
    this.http = http;
  }

  /** Those of a DAG; of all DAGs if its id is {@code ~}. */
  public Stream<DagRun> list(String dagId, RunFilter filter) {
    return http.list(
        filter.apply(Request.of(Operation.LIST_RUNS, dagId), http.api()), "dag_runs", DagRun.class);
  }

  /** One of them. */
  public DagRun get(String dagId, String runId) {
    return http.one(Request.of(Operation.GET_RUN, dagId, runId), DagRun.class);
  }

  /**
   * Asks for a run. If an answer is lost it is asked for again, and there is one run only.
   *
   * @throws AirflowException CONFLICT if there is a run of that id, or of that logical date
   */
  public DagRun trigger(String dagId, RunTrigger trigger) {
    return http.create(
        Request.of(Operation.TRIGGER_RUN, dagId).withBody(trigger.body(http.api())),
        DagRun.class,
        () -> get(dagId, trigger.runId()));
  }

  /**
   * Gives it another state. One that is over ends the tasks that are under way.
   *
   * @param state {@link RunState#SUCCESS}, {@link RunState#FAILED} or {@link RunState#QUEUED}
   */
  public DagRun setState(String dagId, String runId, RunState state) {
    return http.one(
        Request.of(Operation.PATCH_RUN, dagId, runId).withBody(Map.of("state", state)),
        DagRun.class);
  }

  /** Gives it another note. */
  public DagRun setNote(String dagId, String runId, String note) {
    var operation = http.api() == Api.V1 ? Operation.SET_RUN_NOTE : Operation.PATCH_RUN;
    return http.one(
        Request.of(operation, dagId, runId).withBody(Map.of("note", note)), DagRun.class);
  }

  /** Runs all of its tasks again. */
  public DagRun clear(String dagId, String runId) {
    return http.one(
        Request.of(Operation.CLEAR_RUN, dagId, runId).withBody(Map.of("dry_run", false)),
        DagRun.class);
  }

  /** What that would be. */
  public List<TaskReference> previewClear(String dagId, String runId) {
    return http.all(
        Request.of(Operation.CLEAR_RUN, dagId, runId).withBody(Map.of("dry_run", true)),
        "task_instances",
        TaskReference.class);
  }

  /** Forgets it, with its tasks. */
  public void delete(String dagId, String runId) {
    http.delete(Request.of(Operation.DELETE_RUN, dagId, runId));
  }

  /** The events of assets that have started it. */
  public List<AssetEvent> upstreamAssetEvents(String dagId, String runId) {
    return http.all(
        Request.of(Operation.LIST_UPSTREAM_ASSET_EVENTS, dagId, runId),
        http.api() == Api.V1 ? "dataset_events" : "asset_events",
        AssetEvent.class);
  }
}
