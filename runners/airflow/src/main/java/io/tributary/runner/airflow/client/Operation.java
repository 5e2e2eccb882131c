package io.tributary.runner.airflow.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client asks a server to do: a method and a path, as Airflow's own specifications write
 * them. Some are in one version of the interface only.
 */
public enum Operation {
  CREATE_TOKEN(Method.POST_READ, null, "/auth/token"),
  CREATE_TOKEN_WITHOUT_CREDENTIALS(Method.GET, null, "/auth/token"),
  GET_VERSION(Method.GET, "/version"),
  GET_HEALTH(Method.GET, "/health", "/monitor/health"),

  LIST_DAGS(Method.GET, "/dags"),
  GET_DAG(Method.GET, "/dags/{dag_id}"),
  GET_DAG_DETAILS(Method.GET, "/dags/{dag_id}/details"),
  PATCH_DAG(Method.PATCH, "/dags/{dag_id}"),
  DELETE_DAG(Method.DELETE, "/dags/{dag_id}"),
  LIST_TASKS(Method.GET, "/dags/{dag_id}/tasks"),
  GET_TASK(Method.GET, "/dags/{dag_id}/tasks/{task_id}"),
  GET_DAG_STATS(Method.GET, "/dagStats"),
  GET_DAG_SOURCE(Method.GET, "/dagSources/{file_token}", "/dagSources/{dag_id}"),
  PARSE_DAG_FILE(Method.PUT, "/parseDagFile/{file_token}"),
  LIST_DAG_VERSIONS(Method.GET, null, "/dags/{dag_id}/dagVersions"),
  GET_DAG_VERSION(Method.GET, null, "/dags/{dag_id}/dagVersions/{version_number}"),
  LIST_IMPORT_ERRORS(Method.GET, "/importErrors"),
  GET_IMPORT_ERROR(Method.GET, "/importErrors/{import_error_id}"),
  LIST_DAG_WARNINGS(Method.GET, "/dagWarnings"),

  LIST_RUNS(Method.GET, "/dags/{dag_id}/dagRuns"),
  GET_RUN(Method.GET, "/dags/{dag_id}/dagRuns/{dag_run_id}"),
  TRIGGER_RUN(Method.POST, "/dags/{dag_id}/dagRuns"),
  PATCH_RUN(Method.PATCH, "/dags/{dag_id}/dagRuns/{dag_run_id}"),
  SET_RUN_NOTE(Method.PATCH, "/dags/{dag_id}/dagRuns/{dag_run_id}/setNote", null),
  CLEAR_RUN(Method.POST, "/dags/{dag_id}/dagRuns/{dag_run_id}/clear"),
  DELETE_RUN(Method.DELETE, "/dags/{dag_id}/dagRuns/{dag_run_id}"),
  LIST_UPSTREAM_ASSET_EVENTS(
      Method.GET,
      "/dags/{dag_id}/dagRuns/{dag_run_id}/upstreamDatasetEvents",
      "/dags/{dag_id}/dagRuns/{dag_run_id}/upstreamAssetEvents"),

  LIST_TASK_INSTANCES(Method.GET, Path.TASKS),
  GET_TASK_INSTANCE(Method.GET, Path.TASK),
  GET_MAPPED_TASK_INSTANCE(Method.GET, Path.MAPPED),
  LIST_MAPPED_TASK_INSTANCES(Method.GET, Path.TASK + "/listMapped"),
  PATCH_TASK_INSTANCE(Method.PATCH, Path.TASK),
  PATCH_MAPPED_TASK_INSTANCE(Method.PATCH, Path.MAPPED),
  SET_TASK_NOTE(Method.PATCH, Path.TASK + "/setNote", null),
  SET_MAPPED_TASK_NOTE(Method.PATCH, Path.MAPPED + "/setNote", null),
  CLEAR_TASK_INSTANCES(Method.POST, "/dags/{dag_id}/clearTaskInstances"),
  GET_TASK_DEPENDENCIES(Method.GET, Path.TASK + "/dependencies"),
  GET_MAPPED_TASK_DEPENDENCIES(Method.GET, Path.MAPPED + "/dependencies"),
  LIST_TRIES(Method.GET, Path.TASK + "/tries"),
  LIST_MAPPED_TRIES(Method.GET, Path.MAPPED + "/tries"),
  GET_TRY(Method.GET, Path.TASK + "/tries/{task_try_number}"),
  GET_MAPPED_TRY(Method.GET, Path.MAPPED + "/tries/{task_try_number}"),
  GET_LOG(Method.GET, Path.TASK + "/logs/{task_try_number}", Path.TASK + "/logs/{try_number}"),

  LIST_XCOMS(Method.GET, Path.TASK + "/xcomEntries"),
  GET_XCOM(Method.GET, Path.TASK + "/xcomEntries/{xcom_key}"),
  CREATE_XCOM(Method.POST, null, Path.TASK + "/xcomEntries"),
  UPDATE_XCOM(Method.PATCH, null, Path.TASK + "/xcomEntries/{xcom_key}"),
  DELETE_XCOM(Method.DELETE, null, Path.TASK + "/xcomEntries/{xcom_key}"),

  LIST_VARIABLES(Method.GET, "/variables"),
  GET_VARIABLE(Method.GET, "/variables/{variable_key}"),
  CREATE_VARIABLE(Method.POST, "/variables"),
  UPDATE_VARIABLE(Method.PATCH, "/variables/{variable_key}"),
  DELETE_VARIABLE(Method.DELETE, "/variables/{variable_key}"),

  LIST_CONNECTIONS(Method.GET, "/connections"),
  GET_CONNECTION(Method.GET, "/connections/{connection_id}"),
  CREATE_CONNECTION(Method.POST, "/connections"),
  UPDATE_CONNECTION(Method.PATCH, "/connections/{connection_id}"),
  DELETE_CONNECTION(Method.DELETE, "/connections/{connection_id}"),
  TEST_CONNECTION(Method.POST_READ, "/connections/test"),

  LIST_POOLS(Method.GET, "/pools"),
  GET_POOL(Method.GET, "/pools/{pool_name}"),
  CREATE_POOL(Method.POST, "/pools"),
  UPDATE_POOL(Method.PATCH, "/pools/{pool_name}"),
  DELETE_POOL(Method.DELETE, "/pools/{pool_name}"),

  LIST_ASSETS(Method.GET, "/datasets", "/assets"),
  GET_ASSET(Method.GET, "/datasets/{uri}", "/assets/{asset_id}"),
  LIST_ASSET_EVENTS(Method.GET, "/datasets/events", "/assets/events"),
  CREATE_ASSET_EVENT(Method.POST, "/datasets/events", "/assets/events"),
  LIST_QUEUED_ASSET_EVENTS(
      Method.GET, "/dags/{dag_id}/datasets/queuedEvent", "/dags/{dag_id}/assets/queuedEvents"),
  DELETE_QUEUED_ASSET_EVENTS(
      Method.DELETE, "/dags/{dag_id}/datasets/queuedEvent", "/dags/{dag_id}/assets/queuedEvents"),
  MATERIALIZE_ASSET(Method.POST, null, "/assets/{asset_id}/materialize"),

  LIST_BACKFILLS(Method.GET, null, "/backfills"),
  GET_BACKFILL(Method.GET, null, "/backfills/{backfill_id}"),
  CREATE_BACKFILL(Method.POST, null, "/backfills"),
  PREVIEW_BACKFILL(Method.POST_READ, null, "/backfills/dry_run"),
  PAUSE_BACKFILL(Method.PUT, null, "/backfills/{backfill_id}/pause"),
  UNPAUSE_BACKFILL(Method.PUT, null, "/backfills/{backfill_id}/unpause"),
  CANCEL_BACKFILL(Method.PUT, null, "/backfills/{backfill_id}/cancel"),

  LIST_EVENT_LOGS(Method.GET, "/eventLogs"),
  GET_EVENT_LOG(Method.GET, "/eventLogs/{event_log_id}");

  private enum Method {
    GET("GET", true),
    PUT("PUT", true),
    PATCH("PATCH", true),
    DELETE("DELETE", true),
    POST("POST", false),
    /** A POST that changes nothing. */
    POST_READ("POST", true);

    private final String verb;
    private final boolean repeatable;

    Method(String verb, boolean repeatable) {
      this.verb = verb;
      this.repeatable = repeatable;
    }
  }

  private static final class Path {
    static final String TASKS = "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances";
    static final String TASK = TASKS + "/{task_id}";
    static final String MAPPED = TASK + "/{map_index}";
  }

  private final Method method;
  private final @Nullable String v1;
  private final @Nullable String v2;

  Operation(Method method, String path) {
    this(method, path, path);
  }

  Operation(Method method, @Nullable String v1, @Nullable String v2) {
    this.method = method;
    this.v1 = v1;
    this.v2 = v2;
  }

  /** {@code GET}, {@code POST}, {@code PUT}, {@code PATCH} or {@code DELETE}. */
  public String method() {
    return method.verb;
  }

  /** Whether doing it twice is the same as doing it once. */
  boolean isRepeatable() {
    return method.repeatable;
  }

  /**
   * Its path below the address of the server, with the parameters in braces, {@code
   * /api/v2/dags/{dag_id}}; empty if this version of the interface does not have it.
   */
  public Optional<String> path(Api api) {
    return Optional.ofNullable(api == Api.V1 ? v1 : v2)
        .map(path -> path.startsWith("/auth/") ? path : api.prefix() + path);
  }
}
