package io.tributary.runner.airflow.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** DAGs, their files, and what is wrong with these. */
public final class Dags {
  private final Http http;

  Dags(Http http) {
    this.http = http;
  }

  /** All that have a file, by their ids. */
  public Stream<Dag> list() {
    return list(Request.of(Operation.LIST_DAGS));
  }

  /** Those that have all of these tags; by their ids. */
  public Stream<Dag> tagged(String... tags) {
    var request = Request.of(Operation.LIST_DAGS).with("tags", List.of(tags));
    return list(http.api() == Api.V2 ? request.with("tags_match_mode", "all") : request);
  }

  private Stream<Dag> list(Request request) {
    return http.list(request.with("order_by", "dag_id"), "dags", item -> dag(request, item));
  }

  /** One of them, also if its file is gone. */
  public Dag get(String dagId) {
    var request = Request.of(Operation.GET_DAG, dagId);
    return dag(request, http.json(request));
  }

  private Dag dag(Request request, JsonNode node) {
    if (node instanceof ObjectNode object && object.has("is_active")) { // v1 says the opposite
      object.put("is_stale", !object.get("is_active").asBoolean());
    }
    return http.read(request, node, Dag.class);
  }

  /** What it says of itself beside that. */
  public DagDetails details(String dagId) {
    return http.one(Request.of(Operation.GET_DAG_DETAILS, dagId), DagDetails.class);
  }

  /** The scheduler starts no more runs of it; runs that are asked for wait. */
  public Dag pause(String dagId) {
    return setPaused(dagId, true);
  }

  /** The scheduler starts runs of it. */
  public Dag unpause(String dagId) {
    return setPaused(dagId, false);
  }

  private Dag setPaused(String dagId, boolean paused) {
    var request =
        Request.of(Operation.PATCH_DAG, dagId)
            .with("update_mask", "is_paused")
            .withBody(Map.of("is_paused", paused));
    return dag(request, http.json(request));
  }

  /** Forgets it with all its runs. If its file is still there, it will come back without them. */
  public void delete(String dagId) {
    http.delete(Request.of(Operation.DELETE_DAG, dagId));
  }

  /** Its tasks. */
  public List<DagTask> tasks(String dagId) {
    return http.all(Request.of(Operation.LIST_TASKS, dagId), "tasks", DagTask.class);
  }

  /** One of its tasks. */
  public DagTask task(String dagId, String taskId) {
    return http.one(Request.of(Operation.GET_TASK, dagId, taskId), DagTask.class);
  }

  /** How many runs of these DAGs are in which state. */
  public List<DagStats> stats(String... dagIds) {
    var request = Request.of(Operation.GET_DAG_STATS);
    return http.all(
        http.api() == Api.V1
            ? request.with("dag_ids", String.join(",", dagIds))
            : request.with("dag_ids", List.of(dagIds)),
        "dags",
        DagStats.class);
  }

  /** The text of its file. */
  public DagSource source(String dagId) {
    return http.one(
        Request.of(Operation.GET_DAG_SOURCE, http.api() == Api.V1 ? get(dagId).fileToken() : dagId),
        DagSource.class);
  }

  /** Asks for its file to be parsed before its turn. */
  public void parse(String dagId) {
    http.done(Request.of(Operation.PARSE_DAG_FILE, get(dagId).fileToken()));
  }

  /** The shapes that it has had, the oldest first. Airflow 3 only. */
  public Stream<DagVersion> versions(String dagId) {
    return http.list(
        Request.of(Operation.LIST_DAG_VERSIONS, dagId).with("order_by", "version_number"),
        "dag_versions",
        DagVersion.class);
  }

  /** One of these. Airflow 3 only. */
  public DagVersion version(String dagId, int number) {
    return http.one(Request.of(Operation.GET_DAG_VERSION, dagId, number), DagVersion.class);
  }

  /** Files that cannot be read now. */
  public Stream<ImportError> importErrors() {
    return http.list(
        Request.of(Operation.LIST_IMPORT_ERRORS).with("order_by", "import_error_id"),
        "import_errors",
        ImportError.class);
  }

  /** One of these. */
  public ImportError importError(long id) {
    return http.one(Request.of(Operation.GET_IMPORT_ERROR, id), ImportError.class);
  }

  /** What will not do in DAGs that can be read; of one DAG, or of all. */
  public Stream<DagWarning> warnings(Optional<String> dagId) {
    return http.list(
        Request.of(Operation.LIST_DAG_WARNINGS).with("dag_id", dagId).with("order_by", "dag_id"),
        "dag_warnings",
        DagWarning.class);
  }
}
