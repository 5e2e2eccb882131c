package io.tributary.runner.airflow.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which tasks of a run are to be run again. The run goes on, too.
 *
 * @param taskIds all of the run if there are none
 * @param onlyFailed of these, only those that have failed
 * @param upstream and what they stand on
 * @param downstream and what stands on them
 */
public record Clearing(
    List<String> taskIds, boolean onlyFailed, boolean upstream, boolean downstream) {

  public Clearing {
    taskIds = List.copyOf(taskIds);
  }

  /** These tasks, whatever became of them. */
  public static Clearing of(String... taskIds) {
    return new Clearing(List.of(taskIds), false, false, false);
  }

  /** All that has failed, and what stands on it. */
  public static Clearing failed() {
    return new Clearing(List.of(), true, false, true);
  }

  /** And what stands on them. */
  public Clearing withDownstream() {
    return new Clearing(taskIds, onlyFailed, upstream, true);
  }

  Map<String, Object> body(String runId, boolean dryRun) {
    var body = new LinkedHashMap<String, Object>();
    body.put("dry_run", dryRun);
    body.put("dag_run_id", runId);
    body.put("only_failed", onlyFailed);
    body.put("only_running", false);
    body.put("include_upstream", upstream);
    body.put("include_downstream", downstream);
    body.put("reset_dag_runs", true);
    if (!taskIds.isEmpty()) {
      body.put("task_ids", taskIds);
    }
    return body;
  }
}
